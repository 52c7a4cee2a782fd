/** The word that allows this answer's styles; see the page's Content-Security-Policy. */
export function nonceOfPage(): string {
  return document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
}

/**
 * Give the word to every element of style that a script of this page makes.
 *
 * Ant Design does so with its themes, but not where it measures scroll bars and keeps what is behind a dialog still. A
 * script that came from elsewhere could make styles by this; but none is let in.
 */
export function allowOwnStyles(): void {
  const nonce = nonceOfPage();
  const made = document.createElement.bind(document) as (name: string, options?: ElementCreationOptions) => HTMLElement;
  const allowed = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = made(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
  document.createElement = allowed as typeof document.createElement;
}
