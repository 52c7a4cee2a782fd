/** Steps and blocks as they are when they are put in: as little as can be, and every number an assumption. */
import type { Distribution, NamedStep, Provenance, Step, Title } from "./lane";
import { ASSUMED } from "./provenances";

export interface Called {
  readonly id: string;
  readonly title: Title;
}

/** Steps that stand by themselves, in the order in which they are offered. */
export const NEW_STEPS = ["task", "applicant", "third_party", "wait", "milestone", "call", "end"] as const;
export type NewStep = (typeof NEW_STEPS)[number];

/** Blocks that can be made around a step. */
export const NEW_BLOCKS = ["loop", "choice", "deadline", "clock_stop", "parallel"] as const;
export type NewBlock = (typeof NEW_BLOCKS)[number];

export function span(value: number, unit: Distribution["unit"], provenance: Provenance = ASSUMED): Distribution {
  return { kind: "fixed", value, unit, provenance };
}

export interface Around {
  /** Pool of a new task. */
  readonly pool: string;
  /** Lane that a new call opens. */
  readonly lane: string;
  readonly thirdParty: Title;
}

export function newStep(kind: NewStep, called: Called, around: Around): NamedStep {
  const work = { ...called, clauses: [], documents: [], outcomes: [], variations: [], visits: 0 };
  switch (kind) {
    case "task":
      return { ...work, kind, pool: around.pool, service_time: span(30, "minutes"), priority: 0, after: [] };
    case "applicant":
      return { ...work, kind, time: span(1, "days") };
    case "third_party":
      return { ...work, kind, party: around.thirdParty, time: span(1, "working_days") };
    case "wait":
      return { ...called, kind, working_days: { working_days: 5, provenance: ASSUMED } };
    case "milestone":
      return { ...called, kind, mark: "accepted" };
    case "call":
      return { ...called, kind, lane: around.lane, awaited: true };
    case "end":
      return { ...called, kind, result: "approved" };
  }
}

/** A block around a step, with a step beside it where the block needs one. */
export function newBlock(kind: NewBlock, called: Called, inside: Step, other: NamedStep): NamedStep {
  switch (kind) {
    case "loop":
      return {
        ...called,
        kind,
        body: inside,
        redo: other,
        again: { outcome_of: lastWork(inside)?.id ?? "", in: [lastWork(inside)?.outcomes[0]?.id ?? "done"] },
        at_most: 1,
        provenance: ASSUMED,
      };
    case "choice":
      return {
        ...called,
        kind,
        paths: [{ step: inside, share: { value: 0.5, provenance: ASSUMED } }],
        otherwise: other,
      };
    case "deadline":
      return {
        ...called,
        kind,
        body: inside,
        within: { working_days: 5, provenance: ASSUMED },
        interrupting: true,
        stops: true,
      };
    case "clock_stop":
      return { ...called, kind, body: inside, reason: "inspection" };
    case "parallel":
      return { ...called, kind, branches: [inside, other] };
  }
}

/** Whether a block brings a step of its own along. */
export function needsAnother(kind: NewBlock): boolean {
  return kind === "loop" || kind === "choice" || kind === "parallel";
}

function lastWork(step: Step): Extract<Step, { kind: "task" | "applicant" | "third_party" }> | null {
  const inside = step.kind === "sequence" ? (step.steps.at(-1) ?? step) : step;
  return inside.kind === "task" || inside.kind === "applicant" || inside.kind === "third_party" ? inside : null;
}

/** The outcomes that a condition may ask a step for; none if it has none. */
export function outcomesOf(step: NamedStep): readonly string[] {
  switch (step.kind) {
    case "task":
    case "applicant":
    case "third_party":
      return step.outcomes.length === 0 ? ["done"] : step.outcomes.map(({ id }) => id);
    case "race":
      return step.branches.map(({ id }) => id);
    case "deadline":
      return ["kept", "expired"];
    case "call":
      return step.awaited ? RESULTS : [];
    default:
      return [];
  }
}

export const RESULTS = [
  "approved",
  "approved_with_missing_documents",
  "rejected",
  "withdrawn",
  "retracted",
  "revoked",
] as const;
export const MARKS = ["submitted", "accepted", "decided", "delivered"] as const;
export const REASONS = ["correction", "hearing", "expert_review", "inspection", "public_notice", "applicant"] as const;
