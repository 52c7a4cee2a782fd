/** The steps of a lane and where they stand. */
import { isNamed, type Lane, type NamedStep, type Place, type Step } from "./lane";
import { valueAt, withValueAt } from "./places";

export interface Standing {
  readonly step: Step;
  readonly place: Place;
}

/** The steps directly inside of a step, in the order of the lane. */
export function childrenOf(step: Step): readonly Standing[] {
  const list = (field: string, inside: readonly (Step | null | undefined)[], inner?: string): Standing[] =>
    inside.flatMap((each, index) =>
      each == null ? [] : [{ step: each, place: inner === undefined ? [field, index] : [field, index, inner] }],
    );
  const one = (field: string, each: Step | null | undefined): Standing[] =>
    each == null ? [] : [{ step: each, place: [field] }];
  switch (step.kind) {
    case "sequence":
      return list("steps", step.steps);
    case "parallel":
      return list("branches", step.branches);
    case "ordered":
      return list(
        "steps",
        step.steps.map((each) => each.step),
        "step",
      );
    case "choice":
    case "inclusive":
      return [
        ...list(
          "paths",
          step.paths.map((each) => each.step),
          "step",
        ),
        ...one("otherwise", step.otherwise),
      ];
    case "loop":
      return [...one("body", step.body), ...one("redo", step.redo)];
    case "race":
      return list(
        "branches",
        step.branches.map((each) => each.step),
        "step",
      );
    case "deadline":
      return [...one("body", step.body), ...one("on_expiry", step.on_expiry)];
    case "clock_stop":
      return one("body", step.body);
    case "graph":
      return list(
        "nodes",
        step.nodes.map((each) => each.step),
        "step",
      );
    default:
      return [];
  }
}

/** Every step of a lane, an enclosing one before those inside, with its place from the lane on. */
function standings(lane: Lane): readonly Standing[] {
  const found: Standing[] = [];
  const visit = (step: Step, place: Place): void => {
    found.push({ step, place });
    for (const child of childrenOf(step)) visit(child.step, [...place, ...child.place]);
  };
  visit(lane.body, ["body"]);
  return found;
}

/** Every step that has an id, in the order of the lane. */
export function namedSteps(lane: Lane): readonly NamedStep[] {
  return standings(lane)
    .map(({ step }) => step)
    .filter(isNamed);
}

export function placeOf(lane: Lane, id: string): Place | null {
  return standings(lane).find(({ step }) => isNamed(step) && step.id === id)?.place ?? null;
}

export function stepOf(lane: Lane, id: string): NamedStep | null {
  return namedSteps(lane).find((step) => step.id === id) ?? null;
}

/** The step that directly encloses a place, a sequence too; none around the body. */
export function enclosing(lane: Lane, place: Place): Standing | null {
  const around = standings(lane).filter(
    (each) => each.place.length < place.length && each.place.every((part, index) => part === place[index]),
  );
  return around.reduce<Standing | null>(
    (inner, each) => (inner === null || each.place.length > inner.place.length ? each : inner),
    null,
  );
}

/** The lane with another step in place of one; the same lane if it has no such step. */
export function withStep(lane: Lane, id: string, change: (step: NamedStep) => Step): Lane {
  const place = placeOf(lane, id);
  return place === null ? lane : withValueAt(lane, place, change(valueAt(lane, place) as NamedStep));
}

/** An id that no step has yet, like the one wished for. */
export function freshStepId(lane: Lane, wished: string): string {
  return freshId(
    wished,
    namedSteps(lane).map(({ id }) => id),
  );
}

/** An id that is not taken: the one wished for, or the same with the first number that is free. */
export function freshId(wished: string, taken: Iterable<string>): string {
  const others = new Set(taken);
  const base = wished.slice(0, 56);
  if (!others.has(base)) return base;
  let number = 2;
  while (others.has(`${base}_${number}`)) number += 1;
  return `${base}_${number}`;
}
