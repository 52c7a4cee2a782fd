/** Carries a question out, from a first answer to the one that was meant; goes on whichever page is shown. */
import { useSyncExternalStore } from "react";

import { answer, api } from "../api/client";
import { Refusal } from "../api/refusal";
import type { ExperimentView, NewExperiment } from "../api/schema";
import type { ExperimentViews } from "../charts/views";
import { ask } from "../results/asking";
import { onSomebodyElse } from "../sign-in/session";
import { changeStudy } from "../study/store";
import type { Study } from "../study/study";
import { followed } from "./event_stream";
import { ladderOf } from "./ladder";

/** One answer of the ladder. */
export interface Rung {
  readonly experiment: string;
  readonly views: ExperimentViews;
}

export interface Running {
  /** Of which study it is; see `keyOf`. */
  readonly of: string;
  readonly asked: NewExperiment;
  readonly rungs: readonly NewExperiment[];
  /** Place of the rung that is carried out. */
  readonly at: number;
  /** How far it is. */
  readonly progress: ExperimentView | null;
  /** What is there already, the most precise last. */
  readonly answers: readonly Rung[];
  readonly stage: "running" | "done" | "cancelled" | "failed";
  readonly refusal: Refusal | null;
}

let running: Running | null = null;
let stop: AbortController | null = null;
const listeners = new Set<() => void>();

// The rest of a question is not asked in the name of whoever is next.
onSomebodyElse(() => {
  stop?.abort();
  running = null;
  listeners.forEach((told) => {
    told();
  });
});

export function useRunning(): Running | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => running,
  );
}

/** What tells a study from others, however far it is. */
export function keyOf({ lane, draft }: Pick<Study, "lane" | "draft">): string {
  return draft === null ? lane.id : `${lane.id} ${draft.id}`;
}

/**
 * Ask, in place of what was asked before.
 *
 * @param of the study that it is asked of
 */
export function start(asked: NewExperiment, of: string): void {
  cancel();
  const aborted = new AbortController();
  stop = aborted;
  const rungs = ladderOf(asked);
  show({ of, asked, rungs, at: 0, progress: null, answers: [], stage: "running", refusal: null });
  void carryOut(rungs, of, aborted.signal);
}

/** Stop; what is there stays, and is not run again when it is asked for again. */
export function cancel(): void {
  stop?.abort();
  stop = null;
  if (running?.stage !== "running") return;
  const { progress } = running;
  show({ ...running, stage: "cancelled" });
  if (progress?.stage === "open") {
    // Whoever cancels has no use for the answer, even that it was over already.
    void api.DELETE("/experiments/{experiment}", { params: { path: { experiment: progress.id } } });
  }
}

async function carryOut(rungs: readonly NewExperiment[], of: string, signal: AbortSignal): Promise<void> {
  try {
    for (const [at, rung] of rungs.entries()) {
      update(signal, (now) => ({ ...now, at, progress: null }));
      const experiment = await ask(rung);
      for await (const progress of followed(experiment, signal)) {
        update(signal, (now) => ({ ...now, progress }));
        if (progress.stage === "failed" || progress.stage === "cancelled") {
          const { stage } = progress;
          update(signal, (now) => ({ ...now, stage }));
          return;
        }
      }
      const params = { path: { experiment } };
      const views = await answer(api.GET("/experiments/{experiment}/views", { params, signal }));
      update(signal, (now) => ({ ...now, answers: [...now.answers, { experiment, views }] }));
      // Meanwhile somebody may have gone on to another lane.
      if (!signal.aborted) changeStudy((study) => (keyOf(study) === of ? { ...study, experiment } : study));
    }
    update(signal, (now) => ({ ...now, stage: "done" }));
  } catch (failure) {
    const refusal = failure instanceof Refusal ? failure : new Refusal(0, null);
    update(signal, (now) => ({ ...now, stage: "failed", refusal }));
  }
}

/** Change what is shown, unless something else was asked meanwhile. */
function update(signal: AbortSignal, change: (now: Running) => Running): void {
  if (!signal.aborted && running !== null) show(change(running));
}

function show(now: Running): void {
  running = now;
  listeners.forEach((told) => {
    told();
  });
}
