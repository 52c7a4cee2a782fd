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
  const made = Reflect.get(document, "createElement") as (...given: unknown[]) => Element;
  const allowed = new Proxy(made, {
    apply(make, _page, given: unknown[]) {
      const element = make.apply(document, given);
      if (element instanceof HTMLStyleElement) element.nonce = nonce;
      return element;
    },
  });
  Reflect.set(document, "createElement", allowed);
}
