/** How cases part: the paths of a choice, the ways in which a step comes out. */
import type { Outcome, Path, Proportion } from "../api/schema";
import type { Condition, Lane, NamedStep, StepOf, Step, Title } from "./lane";
import { isWork } from "./lane";
import { replaced, without } from "./places";
import { ASSUMED } from "./provenances";
import { freshId, withStep } from "./tree";

type Fork = StepOf<"choice"> | StepOf<"inclusive">;

function isFork(step: NamedStep): step is Fork {
  return step.kind === "choice" || step.kind === "inclusive";
}

function withFork(lane: Lane, id: string, change: (fork: Fork) => Step): Lane {
  return withStep(lane, id, (step) => (isFork(step) ? change(step) : step));
}

function withPath(lane: Lane, id: string, index: number, change: (path: Path) => Path): Lane {
  return withFork(lane, id, (fork) => {
    const path = fork.paths[index];
    return path === undefined ? fork : { ...fork, paths: replaced(fork.paths, index, change(path)) };
  });
}

/** A path that is taken by chance. */
export function withShare(lane: Lane, id: string, index: number, share: Proportion): Lane {
  return withPath(lane, id, index, ({ step }) => ({ step, share }));
}

/** A path that is taken by what the case is, or how a step came out. */
export function withCondition(lane: Lane, id: string, index: number, when: Condition): Lane {
  return withPath(lane, id, index, ({ step }) => ({ step, when }));
}

/** A path more, before those there are, since the first whose condition holds is taken. */
export function withNewPath(lane: Lane, id: string, step: Step): Lane {
  const share: Proportion = { value: 0.1, provenance: ASSUMED };
  return withFork(lane, id, (fork) => ({ ...fork, paths: [...fork.paths, { step, share }] }));
}

export function withOtherwise(lane: Lane, id: string, step: Step): Lane {
  return withFork(lane, id, (fork) => ({ ...fork, otherwise: step }));
}

/** A condition to begin with: on the first thing that there is to ask for. */
export function firstCondition(lane: Lane): Condition {
  const [attribute] = Object.entries(lane.attributes);
  if (attribute === undefined) return { outcome_of: "", in: [] };
  const [name, { values }] = attribute;
  return { attribute: name, in: values.slice(0, 1).map(({ value }) => value) };
}

function withOutcomes(lane: Lane, id: string, change: (outcomes: readonly Outcome[]) => Outcome[]): Lane {
  return withStep(lane, id, (step) => (isWork(step) ? { ...step, outcomes: change(step.outcomes) } : step));
}

export function withOutcome(lane: Lane, id: string, index: number, outcome: Outcome): Lane {
  return withOutcomes(lane, id, (outcomes) => replaced(outcomes, index, outcome));
}

/** Another way in which a step can come out; the first one makes two, since one alone would tell nothing apart. */
export function withNewOutcome(lane: Lane, id: string, titles: { refused: Title; passed: Title }): Lane {
  const share: Proportion = { value: 0.1, provenance: ASSUMED };
  return withOutcomes(lane, id, (outcomes) => {
    const taken = outcomes.map((each) => each.id);
    const more: Outcome = { id: freshId("refused", taken), title: titles.refused, share, from_documents: false };
    if (outcomes.length > 0) return [...outcomes, more];
    return [more, { id: "passed", title: titles.passed, from_documents: false }];
  });
}

export function withoutOutcome(lane: Lane, id: string, index: number): Lane {
  return withOutcomes(lane, id, (outcomes) => {
    const left = without(outcomes, index);
    // What is left takes all of what is left over, so it needs no share.
    return left.length === 1 ? left.map(({ id: kept, title }) => ({ id: kept, title, from_documents: false })) : left;
  });
}
