import { useEffect, useState } from "react";

import { answer, api } from "../api/client";
import type { Refusal } from "../api/refusal";
import type { DesignProblem, LaneCheck } from "../api/schema";
import type { Lane } from "../editing/lane";

/** After the last key; the server answers within a tenth of a second. */
const PAUSE = 300;
const NONE: readonly DesignProblem[] = [];

export interface Checked {
  readonly problems: readonly DesignProblem[];
  /** Whether the lane as it is now can run; none while that is not known yet. */
  readonly valid: boolean | null;
  readonly refusal: Refusal | null;
}

/** What is wrong with a lane, looked at again whenever it is another one. */
export function useCheck(lane: Lane): Checked {
  const [state, setState] = useState<{ lane: Lane | null; check: LaneCheck | null; refusal: Refusal | null }>({
    lane: null,
    check: null,
    refusal: null,
  });
  useEffect(() => {
    const aborted = new AbortController();
    const timer = setTimeout(() => {
      const body = { lane: lane as unknown as Record<string, never> };
      answer(api.POST("/checks", { body, signal: aborted.signal })).then(
        (check) => {
          if (!aborted.signal.aborted) setState({ lane, check, refusal: null });
        },
        (refusal: unknown) => {
          if (!aborted.signal.aborted) setState((before) => ({ ...before, lane, refusal: refusal as Refusal }));
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      aborted.abort();
    };
  }, [lane]);
  return {
    problems: state.check?.problems ?? NONE,
    valid: state.lane === lane ? (state.check?.valid ?? null) : null,
    refusal: state.refusal,
  };
}
