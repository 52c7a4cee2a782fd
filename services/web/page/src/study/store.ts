/** Keeps the study of this tab, over reloads too. */
import { useSyncExternalStore } from "react";

import { onSomebodyElse } from "../sign-in/session";
import type { Study } from "./study";

const KEPT = "greenlane.study";
const listeners = new Set<() => void>();
let kept: Study | null | undefined;

onSomebodyElse(() => {
  beginStudy(null);
});

export function currentStudy(): Study | null {
  if (kept === undefined) kept = read();
  return kept;
}

/** Begin another study, or end this one. */
export function beginStudy(study: Study | null): void {
  kept = study;
  write(study);
  listeners.forEach((told) => {
    told();
  });
}

/** Change the study that there is. */
export function changeStudy(change: (study: Study) => Study): void {
  const study = currentStudy();
  if (study === null) return;
  const changed = change(study);
  if (changed !== study) beginStudy(changed);
}

/** The study of this tab; none before a lane was chosen. */
export function useStudy(): Study | null {
  return useSyncExternalStore(listen, currentStudy);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): Study | null {
  try {
    const text = sessionStorage.getItem(KEPT);
    return text === null ? null : (JSON.parse(text) as Study);
  } catch {
    return null;
  }
}

function write(study: Study | null): void {
  try {
    if (study === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(study));
  } catch {
    // No room left: the study goes on, and only a reload would lose it.
  }
}
