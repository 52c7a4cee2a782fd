/** What was asked, and asking again. */
import { answer, api } from "../api/client";
import type { NewExperiment } from "../api/schema";
import { Refusal } from "../api/refusal";

/** What was asked, so that it can be asked in another kind. */
export function requestOf(experiment: string, signal: AbortSignal): Promise<NewExperiment> {
  return answer(api.GET("/experiments/{experiment}/request", { params: { path: { experiment } }, signal }));
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
