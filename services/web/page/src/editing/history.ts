/** What has been done to a lane, so that it can be undone: the list of lanes before, and of those undone. */
import type { Lane } from "./lane";

export interface History {
  readonly past: readonly Lane[];
  readonly future: readonly Lane[];
  /** The field that was typed into last: all that is typed into it is undone at once. */
  readonly typing: string | null;
}

export const NOTHING_DONE: History = { past: [], future: [], typing: null };

const LONGEST = 200;

/** After an edit of a lane; `field` is the one that is typed into, none for what is done at once. */
export function afterEdit(history: History, before: Lane, field: string | null): History {
  if (field !== null && field === history.typing) return { ...history, future: [] };
  return { past: [...history.past, before].slice(-LONGEST), future: [], typing: field };
}

/** What is typed from now on is undone by itself. */
export function afterRest(history: History): History {
  return history.typing === null ? history : { ...history, typing: null };
}

export interface Stepped {
  readonly lane: Lane;
  readonly history: History;
}

export function undone(history: History, now: Lane): Stepped | null {
  const lane = history.past.at(-1);
  if (lane === undefined) return null;
  return { lane, history: { past: history.past.slice(0, -1), future: [now, ...history.future], typing: null } };
}

export function redone(history: History, now: Lane): Stepped | null {
  const [lane, ...future] = history.future;
  if (lane === undefined) return null;
  return { lane, history: { past: [...history.past, now], future, typing: null } };
}
