import { useMemo } from "react";

import { afterEdit, afterRest, NOTHING_DONE, redone, undone, type History } from "../editing/history";
import type { Lane } from "../editing/lane";
import { changeStudy, currentStudy } from "../study/store";

/** The history of the lane that was edited last, so that one can go to the levers and come back. */
let kept: { lane: Lane; history: History } | null = null;

function historyOf(lane: Lane): History {
  return kept?.lane === lane ? kept.history : NOTHING_DONE;
}

function put(lane: Lane, history: History): void {
  kept = { lane, history };
  changeStudy((study) => (study.lane === lane ? study : { ...study, lane }));
}

/** Of the lane as it is at this moment: two edits can come before the page is drawn again. */
function onLane(act: (lane: Lane, history: History) => void): void {
  const lane = currentStudy()?.lane;
  if (lane !== undefined) act(lane, historyOf(lane));
}

export function edit(changed: Lane, field?: string): void {
  onLane((lane, history) => {
    if (changed !== lane) put(changed, afterEdit(history, lane, field ?? null));
  });
}

export function rest(): void {
  onLane((lane, history) => {
    put(lane, afterRest(history));
  });
}

export function undo(): void {
  onLane((lane, history) => {
    const back = undone(history, lane);
    if (back !== null) put(back.lane, back.history);
  });
}

export function redo(): void {
  onLane((lane, history) => {
    const forth = redone(history, lane);
    if (forth !== null) put(forth.lane, forth.history);
  });
}

/** Whether there is anything to undo, and to do again. */
export function useHistory(lane: Lane): { canUndo: boolean; canRedo: boolean } {
  return useMemo(() => {
    const { past, future } = historyOf(lane);
    return { canUndo: past.length > 0, canRedo: future.length > 0 };
  }, [lane]);
}
