/** An answer that comes early and gets more precise: the same question with more and more replications. */
import type { NewExperiment } from "../api/schema";

/**
 * Where batches end: what a question with fewer replications has run, one with more does not run again.
 *
 * One replication has no interval yet, and says so; it is there at once even of lanes of which each takes a second.
 */
const STEPS = [1, 3, 5, 10, 20, 40, 80, 160, 320] as const;

/** Kinds of questions of which few replications already tell something. */
const EARLY: ReadonlySet<NewExperiment["kind"]> = new Set(["simulate", "compare", "attribute", "sweep"]);

/** Replications until which a question is refined if nothing is said. */
export const USUAL_REPLICATIONS = 40;

/**
 * The questions to ask one after the other; the last is the one that was meant.
 *
 * What each lever saves takes the lanes between before and after too, and is asked for last.
 */
export function ladderOf(asked: NewExperiment): readonly NewExperiment[] {
  const { precision, ...rest } = asked;
  const meant = asked.design.replications ?? null;
  if (!EARLY.has(asked.kind) || (meant === null && precision == null)) return [asked];
  const first = (replications: number): NewExperiment => ({
    ...rest,
    design: { ...asked.design, replications, ...(asked.kind === "compare" ? { lever_replications: 0 } : {}) },
  });
  // Of a precision nobody knows how many it takes; the first answer is the same.
  if (precision != null) return [first(STEPS[0]), asked];
  const before = STEPS.filter((step) => step < (meant ?? 0)).map(first);
  const ends = asked.kind === "compare" && (meant ?? 0) > STEPS[0] ? [first(meant ?? 0)] : [];
  return [...before, ...ends, asked];
}
