/** Which of what is shipped fits what somebody types. */
import type { LaneSummary, ScenarioSummary } from "../api/schema";

function contains(typed: string, texts: readonly string[]): boolean {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const all = texts.join(" ").toLowerCase();
  return words.every((word) => all.includes(word));
}

/** By its title or departments, in either language, or its id. */
export function laneFits({ id, title, pools }: LaneSummary, typed: string): boolean {
  return contains(typed, [id, title.zh, title.en, ...Object.values(pools).flatMap(({ zh, en }) => [zh, en])]);
}

export function scenarioFits({ id, title, base, notes }: ScenarioSummary, typed: string): boolean {
  return contains(typed, [id, title.zh, title.en, base, notes?.zh ?? "", notes?.en ?? ""]);
}
