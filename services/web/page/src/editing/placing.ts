/** Put steps in, take them out, move them: `Lane -> Lane`. */
import { isNamed, type Lane, type Place, type Step } from "./lane";
import { valueAt, without, withValueAt } from "./places";
import { childrenOf, enclosing, namedSteps, placeOf } from "./tree";

export type Side = "before" | "after";

/** The lane with a step directly before or after another one, which gets a sequence around it if it stands in none. */
export function inserted(lane: Lane, id: string, side: Side, step: Step): Lane {
  const place = placeOf(lane, id);
  if (place === null) return lane;
  const around = enclosing(lane, place);
  const at = place.at(-1);
  if (around?.step.kind === "sequence" && typeof at === "number") {
    const steps = [...around.step.steps];
    steps.splice(side === "before" ? at : at + 1, 0, ...parts(step));
    return withValueAt(lane, around.place, { ...around.step, steps });
  }
  const there = valueAt(lane, place) as Step;
  const steps = side === "before" ? [...parts(step), there] : [there, ...parts(step)];
  return withValueAt(lane, place, { kind: "sequence", steps });
}

/** The lane with another step at the same time as one; `block` is made around the two if there is none yet. */
export function insertedBeside(lane: Lane, id: string, step: Step, block: (branches: Step[]) => Step): Lane {
  const place = placeOf(lane, id);
  if (place === null) return lane;
  const around = enclosing(lane, place);
  if (around?.step.kind === "parallel") {
    return withValueAt(lane, around.place, { ...around.step, branches: [...around.step.branches, step] });
  }
  return withValueAt(lane, place, block([valueAt(lane, place) as Step, step]));
}

/** The lane with a block around a step. */
export function wrapped(lane: Lane, id: string, block: (inside: Step) => Step): Lane {
  const place = placeOf(lane, id);
  return place === null ? lane : withValueAt(lane, place, block(valueAt(lane, place) as Step));
}

/** Whether a block can be taken away around what is in it. */
export function canUnwrap(step: Step): boolean {
  return step.kind !== "sequence" && step.kind !== "graph" && childrenOf(step).length > 0;
}

/** The lane without a block but with what always happens in it; what was at once comes one after the other. */
export function unwrapped(lane: Lane, id: string): Lane {
  const place = placeOf(lane, id);
  if (place === null) return lane;
  const step = valueAt(lane, place) as Step;
  if (!canUnwrap(step)) return lane;
  const inside = childrenOf(step).map((child) => child.step);
  const kept = step.kind === "parallel" || step.kind === "ordered" ? inside : inside.slice(0, 1);
  return withSteps(lane, place, kept.flatMap(parts));
}

/** Whether the lane has anything left without the step. */
export function canRemove(lane: Lane, id: string): boolean {
  const place = placeOf(lane, id);
  return place !== null && removable(lane, place) !== null;
}

/**
 * The lane without a step, and with everything that is in it gone too.
 *
 * A block that needs what was removed goes with it; two branches of which one goes leave the other. That law had put
 * the step before others is forgotten; conditions that ask for its outcome stay, since only a person can say what is to
 * become of them, and are told as problems.
 */
export function removed(lane: Lane, id: string): Lane {
  const place = placeOf(lane, id);
  const taken = place === null ? null : removable(lane, place);
  if (taken === null) return lane;
  const left = new Set(namedSteps(taken).map((step) => step.id));
  const gone = new Set(
    namedSteps(lane)
      .map((step) => step.id)
      .filter((each) => !left.has(each)),
  );
  return { ...taken, body: withoutOrder(taken.body, gone) };
}

/** The lane with a step elsewhere; the same lane if that is inside of the step itself. */
export function moved(lane: Lane, id: string, side: Side, target: string): Lane {
  const from = placeOf(lane, id);
  const to = placeOf(lane, target);
  if (from === null || to === null || id === target || startsWith(to, from)) return lane;
  const step = valueAt(lane, from) as Step;
  const taken = removable(lane, from);
  if (taken === null || placeOf(taken, target) === null) return lane;
  return inserted(taken, target, side, step);
}

/** The step next to which a step comes when it is moved by one, and on which side; none at the lane's ends. */
export function neighbour(lane: Lane, id: string, way: "earlier" | "later"): { id: string; side: Side } | null {
  const place = placeOf(lane, id);
  const at = place?.at(-1);
  if (place === null) return null;
  const side: Side = way === "earlier" ? "before" : "after";
  const around = enclosing(lane, place);
  if (around === null) return null;
  if (around.step.kind === "sequence" && typeof at === "number") {
    const next = around.step.steps[way === "earlier" ? at - 1 : at + 1];
    if (next !== undefined) return isNamed(next) ? { id: next.id, side } : null;
    const block = enclosing(lane, around.place);
    return block !== null && isNamed(block.step) ? { id: block.step.id, side } : null;
  }
  return isNamed(around.step) ? { id: around.step.id, side } : null;
}

/** What a step is put in as: a sequence never stands in a sequence. */
function parts(step: Step): readonly Step[] {
  return step.kind === "sequence" ? step.steps : [step];
}

function startsWith(place: Place, start: Place): boolean {
  return start.every((part, index) => part === place[index]);
}

/** The lane with steps, one after the other, in place of one. */
function withSteps(lane: Lane, place: Place, steps: readonly Step[]): Lane {
  const around = enclosing(lane, place);
  const at = place.at(-1);
  if (around?.step.kind === "sequence" && typeof at === "number") {
    const all = [...around.step.steps];
    all.splice(at, 1, ...steps);
    return withValueAt(lane, around.place, { ...around.step, steps: all });
  }
  const [first] = steps;
  return withValueAt(lane, place, steps.length === 1 ? first : { kind: "sequence", steps });
}

/** The lane without what stands at a place; none if nothing were left. */
function removable(lane: Lane, place: Place): Lane | null {
  const around = enclosing(lane, place);
  if (around === null) return null;
  const here = place.slice(around.place.length);
  const [field, index] = here;
  const { step } = around;
  const put = (changed: Step): Lane => withValueAt(lane, around.place, changed);
  const collapsed = (left: readonly Step[], changed: () => Step): Lane | null => {
    if (left.length === 0) return removable(lane, around.place);
    return left.length === 1 ? withSteps(lane, around.place, left.flatMap(parts)) : put(changed());
  };
  const at = typeof index === "number" ? index : -1;
  switch (step.kind) {
    case "sequence": {
      const steps = without(step.steps, at);
      return steps.length === 0 ? removable(lane, around.place) : put({ ...step, steps });
    }
    case "parallel": {
      const branches = without(step.branches, at);
      return collapsed(branches, () => ({ ...step, branches }));
    }
    case "ordered": {
      const steps = without(step.steps, at);
      return collapsed(
        steps.map((each) => each.step),
        () => ({ ...step, steps }),
      );
    }
    case "race": {
      const branches = without(step.branches, at);
      return collapsed(
        branches.map((each) => each.step),
        () => ({ ...step, branches }),
      );
    }
    case "choice":
    case "inclusive": {
      if (field === "otherwise") return put({ ...step, otherwise: null });
      const paths = without(step.paths, at);
      return paths.length === 0 ? removable(lane, around.place) : put({ ...step, paths });
    }
    case "graph":
      return put({ ...step, nodes: step.nodes.map((node, each) => (each === at ? { ...node, step: null } : node)) });
    case "loop":
      return field === "redo" ? put({ ...step, redo: null }) : removable(lane, around.place);
    case "deadline":
      return field === "on_expiry" ? put({ ...step, on_expiry: null }) : removable(lane, around.place);
    default:
      return removable(lane, around.place);
  }
}

/** A step in which nothing comes after steps that are gone; the very same where nothing did. */
function withoutOrder(step: Step, gone: ReadonlySet<string>): Step {
  let changed = step;
  if (step.kind === "task" && step.after.some((id) => gone.has(id))) {
    changed = { ...step, after: step.after.filter((id) => !gone.has(id)) };
  }
  if (step.kind === "ordered" && step.steps.some(({ after }) => after.some((id) => gone.has(id)))) {
    changed = {
      ...step,
      steps: step.steps.map((each) => ({ ...each, after: each.after.filter((id) => !gone.has(id)) })),
    };
  }
  for (const child of childrenOf(changed)) {
    const inside = withoutOrder(child.step, gone);
    if (inside !== child.step) changed = withValueAt(changed, child.place, inside);
  }
  return changed;
}
