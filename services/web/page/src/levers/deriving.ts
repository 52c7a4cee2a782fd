/** The lane after a reform, and how far the levers get. */
import { useEffect, useState } from "react";

import { answer, api } from "../api/client";
import { Refusal } from "../api/refusal";
import type { Derivation, DesignProblem, Lane } from "../api/schema";
import type { LeverUse } from "../study/study";
import { firstRefused } from "./reform";

/** What levers come to. */
export interface Derived {
  /** The lane as the levers leave it that fit; none if the lane before cannot be used. */
  readonly derivation: Derivation | null;
  /** How many of them were pulled. */
  readonly pulled: number;
  /** Why the next one was not, or what is wrong with the lane before. */
  readonly problems: readonly DesignProblem[];
}

/** What is asked for: a shipped lane by its id, or a lane as it is. */
export type Base = string | Lane;

/**
 * Pull levers as far as they fit.
 *
 * @throws Refusal if it is no lever and not the lane that stands against it
 */
export async function derive(base: Base, levers: readonly LeverUse[], signal: AbortSignal): Promise<Derived> {
  try {
    const body = { base, levers: [...levers] };
    const derivation = await answer(api.POST("/derivations", { body, signal }));
    return { derivation, pulled: levers.length, problems: [] };
  } catch (failure) {
    const problems = failure instanceof Refusal ? (failure.problem?.problems ?? []) : [];
    if (problems.length === 0) throw failure;
    const first = firstRefused(problems);
    if (first === null) return { derivation: null, pulled: 0, problems };
    const fitting = await derive(base, levers.slice(0, first - 1), signal);
    return { ...fitting, problems: [...fitting.problems, ...problems.filter(({ lever }) => lever === first)] };
  }
}

export interface Deriving {
  readonly derived: Derived | null;
  readonly refusal: Refusal | null;
  /** Whether what is shown is of what was before, and the answer is under way. */
  readonly busy: boolean;
}

/** What the levers come to, anew whenever they change; what was before stays until the answer is there. */
export function useDerived(base: Base | null, levers: readonly LeverUse[]): Deriving {
  const [state, setState] = useState<{ of: unknown; derived: Derived | null; refusal: Refusal | null }>({
    of: null,
    derived: null,
    refusal: null,
  });
  useEffect(() => {
    if (base === null) return;
    const aborted = new AbortController();
    derive(base, levers, aborted.signal).then(
      (derived) => {
        if (!aborted.signal.aborted) setState({ of: levers, derived, refusal: null });
      },
      (failure: unknown) => {
        if (aborted.signal.aborted) return;
        const refusal = failure instanceof Refusal ? failure : new Refusal(0, null);
        setState(({ derived }) => ({ of: levers, derived, refusal }));
      },
    );
    return () => {
      aborted.abort();
    };
  }, [base, levers]);
  return { derived: state.derived, refusal: state.refusal, busy: state.of !== levers };
}
