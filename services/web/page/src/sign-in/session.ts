/** Who uses the page: a token for as long as the tab is open, and what it says of its bearer. */

const KEPT = "greenlane.token";

export interface Session {
  readonly token: string;
  readonly subject: string;
  readonly roles: readonly string[];
  readonly departments: readonly string[];
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

type Listener = () => void;
const listeners = new Set<Listener>();
let kept: Session | null | undefined;

/** What a token says. The server checks it; here it only decides what is shown. */
export function sessionOf(token: string): Session | null {
  try {
    const [, claims] = token.split(".");
    if (claims === undefined) return null;
    const bytes = Uint8Array.from(atob(claims.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
    const said = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    const texts = (value: unknown): string[] =>
      Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
    return {
      token,
      subject: typeof said.sub === "string" ? said.sub : "",
      roles: texts(said.roles),
      departments: texts(said.departments),
      expiresAt: typeof said.exp === "number" ? said.exp : 0,
    };
  } catch {
    return null;
  }
}

export function currentSession(): Session | null {
  if (kept === undefined) {
    const token = sessionStorage.getItem(KEPT);
    kept = token === null ? null : sessionOf(token);
  }
  return kept;
}

export function signIn(token: string): Session | null {
  const session = sessionOf(token);
  if (session !== null) {
    sessionStorage.setItem(KEPT, token);
    kept = session;
    listeners.forEach((told) => {
      told();
    });
  }
  return session;
}

export function signOut(): void {
  sessionStorage.removeItem(KEPT);
  kept = null;
  listeners.forEach((told) => {
    told();
  });
}

export function onSession(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
