/** Questions that can follow a result: the same lanes, seed and design, another kind. */
import type { NewExperiment } from "../api/schema";
import type { ExperimentViews } from "../charts/views";

export type Further = "trace" | "attribute" | "sweep" | "pareto";

/** Kinds that further questions can follow. */
export const FOLLOWED: readonly ExperimentViews["kind"][] = ["simulate", "compare"];

/** Kinds that look at fewer replications than others, of themselves. */
const OWN_REPLICATIONS: readonly Further[] = ["trace", "pareto"];

/** Which questions can follow a result, as far as the request tells. */
export function furtherOf(kind: ExperimentViews["kind"], { subjects }: NewExperiment): readonly Further[] {
  if (!FOLLOWED.includes(kind)) return [];
  if (kind === "simulate") return subjects.length === 1 ? ["trace", "pareto"] : [];
  return subjects.length === 1 ? ["trace", "attribute", "sweep", "pareto"] : subjects.length === 2 ? ["trace"] : [];
}

/**
 * The same question in another kind.
 *
 * @param pools whose staff may vary, of a trade-off
 */
export function inKind(request: NewExperiment, kind: Further, pools: readonly string[]): NewExperiment {
  const own = OWN_REPLICATIONS.includes(kind);
  return {
    ...request,
    kind,
    design: own ? { ...request.design, replications: null, lever_replications: null } : request.design,
    // What only the first kind was told.
    precision: null,
    ...(kind === "pareto" && { pareto: { pools: [...pools], kpi: "processing_time.p90", trials: 100, levers: false } }),
  };
}
