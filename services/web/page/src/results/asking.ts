/** Further questions about what a result is of: the same lanes, seed and design, another kind. */
import { answer, api } from "../api/client";
import type { NewExperiment } from "../api/schema";
import { Refusal } from "../api/refusal";
import type { ExperimentViews } from "../charts/views";

export type Further = "trace" | "attribute" | "sweep" | "pareto";

/** Kinds that look at fewer replications than others, of themselves. */
const OWN_REPLICATIONS: readonly Further[] = ["trace", "pareto"];

/** What was asked, so that it can be asked in another kind. */
export function requestOf(experiment: string, signal: AbortSignal): Promise<NewExperiment> {
  return answer(api.GET("/experiments/{experiment}/request", { params: { path: { experiment } }, signal }));
}

/** Which questions can follow a result, as far as the request tells. */
export function furtherOf(kind: ExperimentViews["kind"], { subjects }: NewExperiment): readonly Further[] {
  if (kind !== "simulate" && kind !== "compare") return [];
  if (kind === "simulate") return subjects.length === 1 ? ["trace", "pareto"] : [];
  return subjects.length === 1 ? ["trace", "attribute", "sweep", "pareto"] : subjects.length === 2 ? ["trace"] : [];
}

/** Whether the scenario that was asked about says what is to be swept. */
export async function sweeps({ subjects, lanes }: NewExperiment, signal: AbortSignal): Promise<boolean> {
  const [name] = subjects;
  if (name === undefined || lanes.length > 0) return false;
  const shipped = await answer(api.GET("/scenarios", { signal }));
  if (!shipped.some(({ id }) => id === name)) return false;
  const scenario = await answer(api.GET("/scenarios/{scenario}", { params: { path: { scenario: name } }, signal }));
  return scenario.sweep !== null && scenario.sweep !== undefined;
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

/** Ask, and tell under which id it is answered, now or later. */
export async function ask(request: NewExperiment): Promise<string> {
  const asked = await api.POST("/experiments", { body: request });
  await answer(Promise.resolve(asked));
  const { headers, status } = asked.response;
  const place = headers.get("Location") ?? headers.get("Content-Location") ?? "";
  const id = /^\/experiments\/([0-9a-f]+)/.exec(place)?.[1];
  if (id === undefined) throw new Refusal(status, null);
  return id;
}
