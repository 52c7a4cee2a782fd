/**
 * Who uses the page, for as long as the tab is open.
 *
 * A session that is over stays until its bearer has signed in again or out: what they have typed stays on the page
 * behind the question. They sign in again in another tab, which tells this one.
 */
import { sessionOf, type Session } from "./claims";
import { pageSettings } from "./page_settings";

export type { Session } from "./claims";

const KEPT = "greenlane.token";
const LONGEST_TIMER = 2_000_000_000;

export interface SignedIn {
  readonly session: Session | null;
  /** Whether the token is taken no more. */
  readonly over: boolean;
}

type Listener = () => void;
const listeners = new Set<Listener>();
const leavers = new Set<Listener>();
let kept: SignedIn | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("greenlane.session");
tabs?.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  const { session, over } = signedIn();
  if (typeof data !== "string" || !over) return;
  if (sessionOf(data, pageSettings().claims)?.subject === session?.subject) begin(data);
});

export function signedIn(): SignedIn {
  if (kept === undefined) {
    const token = sessionStorage.getItem(KEPT);
    const session = token === null ? null : sessionOf(token, pageSettings().claims);
    kept = { session, over: false };
    watch();
  }
  return kept;
}

export function currentSession(): Session | null {
  return signedIn().session;
}

/** Be whoever a token says, and tell the other tabs of the same person. */
export function signIn(token: string): Session | null {
  const session = begin(token);
  if (session !== null) tabs?.postMessage(token);
  return session;
}

/** Forget the person, and all that this tab has kept of their work: whoever is next may be somebody else. */
export function signOut(): void {
  sessionStorage.clear();
  become({ session: null, over: false });
}

/** The server does not take a token any more; if it is still the one in use, its bearer is asked to sign in again. */
export function tokenRefused(token: string): void {
  const { session } = signedIn();
  if (session?.token === token) become({ session, over: true });
}

export function onSession(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Be told when somebody else uses the page, or nobody any more; not when the same person has a new token. */
export function onSomebodyElse(listener: Listener): void {
  leavers.add(listener);
}

function begin(token: string): Session | null {
  const session = sessionOf(token, pageSettings().claims);
  if (session !== null) {
    sessionStorage.setItem(KEPT, token);
    become({ session, over: false });
  }
  return session;
}

function become(next: SignedIn): void {
  const before = kept?.session?.subject;
  kept = next;
  watch();
  if (before !== undefined && before !== next.session?.subject) {
    leavers.forEach((told) => {
      told();
    });
  }
  listeners.forEach((told) => {
    told();
  });
}

/** Ask for a new token when the time of this one is over, not only at the next request. */
function watch(): void {
  clearTimeout(timer);
  const { session, over } = signedIn();
  if (session === null || over || session.expiresAt === 0) return;
  const rest = session.expiresAt * 1_000 - Date.now();
  timer = setTimeout(
    () => {
      if (rest > LONGEST_TIMER) watch();
      else tokenRefused(session.token);
    },
    Math.min(Math.max(rest, 0), LONGEST_TIMER),
  );
}
