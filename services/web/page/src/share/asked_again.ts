/** A study out of what was asked, so that it can be changed and asked again. */
import type { Lane, NewExperiment, Scenario } from "../api/schema";
import { needsLevers, type Question } from "../run/requests";
import { sameText, studyOfLane, surroundingsOf, type LeverUse, type Study } from "../study/study";

/** What of the server a study is made of. */
export interface Sources {
  readonly lanes: ReadonlySet<string>;
  readonly scenarios: ReadonlySet<string>;
  readonly lane: (id: string) => Promise<Lane>;
  readonly scenario: (id: string) => Promise<Study>;
}

/** The study that a request is about; none if it is about several lanes. */
export async function studyOf(asked: NewExperiment, sources: Sources): Promise<Study | null> {
  const study = await begun(asked, sources);
  return study && { ...study, question: questionIn(asked, study) };
}

async function begun(asked: NewExperiment, sources: Sources): Promise<Study | null> {
  const [first] = asked.subjects;
  if (first === undefined || (asked.subjects.length > 1 && asked.kind !== "select")) return null;
  const scenarios = asked.scenarios as readonly (Partial<Scenario> & { readonly id?: string })[];
  // Of those among which the best is selected, the reform of one's own comes after the lane that it reforms.
  const own = scenarios.find(({ id }) => id !== undefined && asked.subjects.includes(id));
  if (own?.base !== undefined) return ofScenario(own, own.base, asked, sources);
  const lane = laneIn(asked, first);
  if (lane !== null) return studyOfLane(lane, null);
  if (sources.scenarios.has(first)) return sources.scenario(first);
  return sources.lanes.has(first) ? studyOfLane(await sources.lane(first), { shipped: true }) : null;
}

async function ofScenario(
  scenario: Partial<Scenario>,
  base: string,
  asked: NewExperiment,
  sources: Sources,
): Promise<Study | null> {
  const { levers = [] } = scenario;
  const own = laneIn(asked, base);
  if (own === null && !sources.lanes.has(base)) return null;
  const lane = own ?? (await sources.lane(base));
  return {
    ...studyOfLane(lane, own === null ? { shipped: true } : null),
    levers: levers as unknown as readonly LeverUse[],
    surroundings: surroundingsOf(scenario),
  };
}

function laneIn({ lanes }: NewExperiment, id: string): Lane | null {
  return (lanes.find((lane) => lane.id === id) as Lane | undefined) ?? null;
}

function questionIn(asked: NewExperiment, study: Study): Question {
  const { attribute, select, staff, sensitivity, pareto, trace, precision } = asked;
  const told = { attribute, select, staff, sensitivity, pareto, trace, precision };
  const [scenario] = asked.scenarios as readonly Partial<Scenario>[];
  const sweep = asked.kind === "sweep" ? scenario?.sweep : null;
  const own = new Set([study.lane.id, study.shipped?.id, ...asked.scenarios.map(({ id }) => id)]);
  return {
    kind: asked.kind,
    told: withoutNulls(told),
    design: withoutNulls(asked.design),
    side: needsLevers(asked.kind) || study.levers.length > 0 ? "after" : "before",
    sweep: sweep == null ? null : (JSON.parse(sameText(sweep)) as Question["sweep"]),
    others: asked.kind === "select" ? asked.subjects.filter((id) => !own.has(id)) : [],
  };
}

function withoutNulls<Value extends object>(value: Value): Partial<Value> {
  const told: Partial<Value> = { ...value };
  for (const name of Object.keys(value) as (keyof Value)[]) if (told[name] == null) Reflect.deleteProperty(told, name);
  return told;
}
