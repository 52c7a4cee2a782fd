/** What a question is like before anybody has changed it, and what is still missing in it. */
import type { ExperimentKind } from "../api/schema";
import type { Both } from "../language/language";
import type { Study } from "../study/study";
import { RUN } from "../texts/run";
import { USUAL_REPLICATIONS } from "./ladder";
import { goalOf } from "./ranges";
import { needsLevers, usualKind, type Question } from "./requests";

export const KINDS: readonly { readonly kind: ExperimentKind; readonly title: Both; readonly how: Both }[] = [
  { kind: "compare", title: RUN.compare, how: RUN.compareHow },
  { kind: "simulate", title: RUN.simulate, how: RUN.simulateHow },
  { kind: "attribute", title: RUN.attribute, how: RUN.attributeHow },
  { kind: "trace", title: RUN.trace, how: RUN.traceHow },
  { kind: "staff", title: RUN.staff, how: RUN.staffHow },
  { kind: "pareto", title: RUN.pareto, how: RUN.paretoHow },
  { kind: "sweep", title: RUN.sweep, how: RUN.sweepHow },
  { kind: "select", title: RUN.select, how: RUN.selectHow },
  { kind: "sensitivity", title: RUN.sensitivity, how: RUN.sensitivityHow },
  { kind: "warm-up", title: RUN["warm-up"], how: RUN.warmUpHow },
];

/** Days of a question that says none: what `Design` of the API has. */
const USUAL_DAYS = { warm_up_days: 60, window_days: 365, cool_down_days: 60 } as const;

/** How a question is simulated, with what it does not say itself as it is usual. */
export function designIn({ design, told }: Question, { surroundings }: Study) {
  const own = surroundings.design;
  const days = (name: keyof typeof USUAL_DAYS): number => design[name] ?? own?.[name] ?? USUAL_DAYS[name];
  return {
    seed: design.seed ?? 1,
    cases: design.cases ?? null,
    replications: told.precision == null ? (design.replications ?? null) : null,
    precise: told.precision ?? null,
    warmUp: days("warm_up_days"),
    window: days("window_days"),
    coolDown: days("cool_down_days"),
  };
}

/** Kinds that are replicated as a comparison is; the others know best how often they need. */
const REPLICATED: ReadonlySet<ExperimentKind> = new Set(["simulate", "compare", "attribute", "sweep"]);

/** The question of a study as it was put last, or as it comes first to mind. */
export function questionOf(study: Study): Question {
  const { question } = study;
  const kind = question?.kind ?? usualKind(study);
  // A question about a reform has lost its sense once there are no levers.
  if (needsLevers(kind) && study.levers.length === 0) return ofKind("simulate", study, null);
  if (question?.kind === undefined) return ofKind(kind, study, null);
  return { ...ofKind(kind, study, null), ...question, kind };
}

/**
 * A question of another kind about the same.
 *
 * @param before whose seed, days and so on stay
 */
export function ofKind(kind: ExperimentKind, study: Study, before: Question | null): Question {
  const own = study.surroundings.design?.replications;
  const replications = REPLICATED.has(kind) ? (own ?? USUAL_REPLICATIONS) : null;
  return {
    kind,
    told: {},
    design: { ...before?.design, replications },
    side: before?.side ?? "after",
    sweep: kind === "sweep" ? (before?.sweep ?? null) : null,
    others: [],
  };
}

/** What a question still has to be told; none if it can be asked. */
export function lackingIn(question: Question, study: Study): Both | null {
  const { kind, told, sweep, others } = question;
  switch (kind) {
    case "sweep":
      return sweep === null ? RUN.sweepLever : sweep.values.length === 0 ? RUN.sweepValues : null;
    case "staff":
      if ((told.staff?.pools.length ?? 0) === 0) return RUN.pools;
      return goalOf(told.staff?.goal ?? "").value === null ? RUN.goalValue : null;
    case "pareto":
      return (told.pareto?.pools.length ?? 0) === 0 ? RUN.pools : null;
    case "sensitivity":
      return (told.sensitivity?.inputs.length ?? 0) === 0 ? RUN.inputs : null;
    case "select":
      if (study.levers.length === 0 && others.length === 0) return RUN.others;
      return told.select == null ? RUN.kpi : null;
    default:
      return null;
  }
}
