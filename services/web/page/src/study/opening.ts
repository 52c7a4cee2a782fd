/** Begin a study with something that the server has. */
import { answer, api } from "../api/client";
import type { Lane, Scenario } from "../api/schema";
import { beginStudy } from "./store";
import { studyOfLane, studyOfScenario, type Study } from "./study";

/** Begin with a shipped lane. */
export async function openLane(id: string, signal?: AbortSignal): Promise<Study> {
  const lane = await answer(api.GET("/lanes/{lane}", { params: { path: { lane: id } }, signal: signal ?? null }));
  return begun(studyOfLane(lane, { shipped: true }));
}

/** Begin with the lane before and the levers of a shipped scenario. */
export async function openScenario(id: string, signal?: AbortSignal): Promise<Study> {
  return begun(await studyFromScenario(id, signal));
}

/** A study of a shipped scenario, not begun. */
export async function studyFromScenario(id: string, signal?: AbortSignal): Promise<Study> {
  const scenario = await answer(
    api.GET("/scenarios/{scenario}", { params: { path: { scenario: id } }, signal: signal ?? null }),
  );
  return studyOfScenario(scenario, await laneBefore(scenario, signal));
}

/** What a scenario is compared with: its base, within its scope. */
async function laneBefore(scenario: Scenario, signal?: AbortSignal): Promise<Lane> {
  const body = { base: scenario.base, levers: scenario.scope };
  return (await answer(api.POST("/derivations", { body, signal: signal ?? null }))).after;
}

function begun(study: Study): Study {
  beginStudy(study);
  return study;
}
