/** What is asked of a study, as the API takes it. */
import type { AskedDesign, ExperimentKind, NewExperiment, Scenario } from "../api/schema";
import { laneIsShipped, scenarioIsShipped, surrounded, type Study } from "../study/study";

/** What each kind of question is told beside its subjects and its design. */
export type Told = Pick<
  NewExperiment,
  "attribute" | "select" | "staff" | "sensitivity" | "pareto" | "trace" | "precision"
>;

/** A question about a study. */
export interface Question {
  readonly kind: ExperimentKind;
  readonly told: Partial<Told>;
  readonly design: Partial<AskedDesign>;
  /** Of a question about one lane: which of the two. */
  readonly side: "before" | "after";
  /** What a lever takes one after the other. */
  readonly sweep: Sweep | null;
  /** Shipped lanes and scenarios among which the best is selected too. */
  readonly others: readonly string[];
}

export interface Sweep {
  /** Place of the lever. */
  readonly lever: number;
  /** Such as `share.value`. */
  readonly parameter: string;
  readonly values: readonly number[];
}

/** Kinds that are about a reform, not about a lane. */
const OF_REFORMS: ReadonlySet<ExperimentKind> = new Set(["compare", "attribute", "sweep"]);

/** Whether a kind takes levers. */
export function needsLevers(kind: ExperimentKind): boolean {
  return OF_REFORMS.has(kind);
}

/** The question of a study that comes first to mind. */
export function usualKind({ levers }: Pick<Study, "levers">): ExperimentKind {
  return levers.length === 0 ? "simulate" : "compare";
}

type Subjects = Pick<NewExperiment, "subjects" | "lanes" | "scenarios">;

/** The request of a question. */
export function requestOf(study: Study, question: Question): NewExperiment {
  const { kind, told, design } = question;
  return {
    kind,
    ...subjectsOf(study, question),
    ...told,
    design: { seed: 1, assume_weekdays: false, ...design },
    requested_by: "",
  };
}

function subjectsOf(study: Study, { kind, side, sweep, others }: Question): Subjects {
  if (kind === "select") {
    const [before, after] = [ofSide(study, "before"), ofSide(study, "after")];
    const own = study.levers.length === 0 ? [before] : [before, after];
    const names = [...own.flatMap(({ subjects }) => subjects), ...others];
    return {
      subjects: [...new Set(names)],
      lanes: own[0]?.lanes ?? [],
      scenarios: own.flatMap(({ scenarios }) => scenarios),
    };
  }
  if (sweep !== null && kind === "sweep") return ofReform(study, sweep);
  return needsLevers(kind) || kind === "trace" ? ofSide(study, "after") : ofSide(study, side);
}

/** The lane before, or the reform, whose lane is the one after. */
function ofSide(study: Study, side: Question["side"]): Subjects {
  if (side === "after" && study.levers.length > 0) return ofReform(study, null);
  if (surrounded(study)) return ofReform({ ...study, levers: [] }, null);
  const shipped = laneIsShipped(study);
  return { subjects: [study.lane.id], lanes: shipped ? [] : [{ ...study.lane }], scenarios: [] };
}

function ofReform(study: Study, sweep: Sweep | null): Subjects {
  const { shipped, lane, levers, surroundings } = study;
  if (sweep === null && shipped !== null && scenarioIsShipped(study)) {
    return { subjects: [shipped.id], lanes: [], scenarios: [] };
  }
  const scenario = {
    format: 1,
    id: named(lane.id, levers.length === 0 ? "before" : "reform"),
    title: levers.length === 0 ? lane.title : reformTitle(study),
    base: lane.id,
    levers: [...levers],
    ...surroundings,
    ...(sweep === null ? {} : { sweep: { ...sweep, values: [...sweep.values] } }),
  };
  return {
    subjects: [scenario.id],
    lanes: laneIsShipped(study) ? [] : [{ ...lane }],
    scenarios: [scenario],
  };
}

function reformTitle({ lane, shipped, draft }: Study): Scenario["title"] {
  if (draft !== null) return { zh: draft.title, en: draft.title };
  if (shipped?.kind === "scenario") return { zh: `${shipped.title.zh}（改）`, en: `${shipped.title.en} (changed)` };
  return { zh: `${lane.title.zh}：改革方案`, en: `${lane.title.en}: reform` };
}

/** An id that the longest name leaves room for. */
function named(lane: string, ending: string): string {
  return `${lane.slice(0, 62 - ending.length)}_${ending}`;
}
