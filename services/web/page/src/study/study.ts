/** What a designer is at: a lane, what is to become of it, and how that is to be found out. One for each tab. */
import type { Lane, Scenario, Title } from "../api/schema";
import type { Question } from "../run/requests";

/** A lever as a scenario file has it: `lever` says which, the rest are its parameters. */
export type LeverUse = Readonly<Record<string, unknown>> & { readonly lever: string };

/** What a scenario says beside its lane and its levers: it holds before and after. */
export type Surroundings = Readonly<Partial<Pick<Scenario, "beside" | "calendars" | "pools" | "arrivals" | "design">>>;

/** A draft of the server that the lane and the levers were read from or saved to. */
export interface DraftReference {
  readonly id: string;
  readonly version: number;
  readonly title: string;
}

/** What the study began with; as long as nothing differs, it is asked for by its name. */
export interface Shipped {
  readonly kind: "lane" | "scenario";
  readonly id: string;
  readonly title: Title;
  /** Of the lane before. */
  readonly lane: string;
  readonly levers: string;
}

export interface Study {
  /** The lane before. While it is edited it may be unsound. */
  readonly lane: Lane;
  readonly levers: readonly LeverUse[];
  readonly surroundings: Surroundings;
  readonly shipped: Shipped | null;
  readonly draft: DraftReference | null;
  /** The question as it was put last; what it does not say is as usual. */
  readonly question: Partial<Question> | null;
  /** Id of what was asked last. */
  readonly experiment: string | null;
}

/** The text by which two values of JSON are compared, whatever the order of their keys. */
export function sameText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([left], [right]) => (left < right ? -1 : 1)))
      : each,
  );
}

/** Begin with a lane as it is. */
export function studyOfLane(lane: Lane, from: { shipped: boolean } | { draft: DraftReference } | null): Study {
  const shipped = from !== null && "shipped" in from && from.shipped;
  return {
    lane,
    levers: [],
    surroundings: {},
    shipped: shipped
      ? { kind: "lane", id: lane.id, title: lane.title, lane: sameText(lane), levers: sameText([]) }
      : null,
    draft: from !== null && "draft" in from ? from.draft : null,
    question: null,
    experiment: null,
  };
}

/**
 * Begin with a shipped scenario.
 *
 * @param lane the lane before, within the scope of the scenario
 */
export function studyOfScenario(scenario: Scenario, lane: Lane): Study {
  const { levers, id, title } = scenario;
  return {
    ...studyOfLane(lane, null),
    levers: levers,
    surroundings: surroundingsOf(scenario),
    shipped: { kind: "scenario", id, title, lane: sameText(lane), levers: sameText(levers) },
  };
}

/** What a scenario says beside its lane and its levers, as far as it says anything. */
export function surroundingsOf({ beside, calendars, pools, arrivals, design }: Partial<Scenario>): Surroundings {
  const said = Object.entries({ beside, calendars, pools, arrivals, design });
  return Object.fromEntries(said.filter(([, value]) => value != null && Object.keys(value).length > 0));
}

/** Whether something holds before and after that the lane itself does not say. */
export function surrounded({ surroundings }: Pick<Study, "surroundings">): boolean {
  return Object.entries(surroundings).some(([name, value]) => name !== "design" && Object.keys(value ?? {}).length > 0);
}

/** Whether the lane before is a shipped one, unchanged: then its id says all. */
export function laneIsShipped({ shipped, lane }: Pick<Study, "shipped" | "lane">): boolean {
  return shipped?.kind === "lane" && shipped.lane === sameText(lane);
}

/** Whether the lane before is that of something shipped, unchanged, whatever the levers. */
export function laneIsUntouched({ shipped, lane }: Study): boolean {
  return shipped !== null && shipped.lane === sameText(lane);
}

/** Whether lane and levers are those of a shipped scenario, unchanged. */
export function scenarioIsShipped({ shipped, lane, levers }: Study): boolean {
  return shipped?.kind === "scenario" && shipped.levers === sameText(levers) && shipped.lane === sameText(lane);
}

/** Where the lane is edited. */
export function placeToEdit({ draft, lane }: Study): string {
  return `/design/${encodeURIComponent(draft?.id ?? lane.id)}`;
}
