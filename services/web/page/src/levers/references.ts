/** What of a lane a lever can name: its steps, pools, documents and so on, as choices. */
import type { Lane } from "../api/schema";
import type { Both } from "../language/language";

export interface Choice {
  readonly value: string;
  readonly title: Both;
}

/** What each kind of reference can be to; an id that nothing has yet can be anything. */
export type Choices = Readonly<Record<string, readonly Choice[]>>;

interface Step {
  readonly id: string;
  readonly kind: string;
  readonly title?: Both;
  readonly outcomes?: readonly { readonly id: string; readonly title?: Both }[];
  readonly lane?: string;
}

const NEW = /_or_new$|^new$/;

/** Whether a reference may be to something that is new. */
export function mayBeNew(reference: string): boolean {
  return NEW.test(reference);
}

/** The choices that a reference has in a lane. */
export function choicesOf(choices: Choices, reference: string): readonly Choice[] {
  return choices[reference.replace(/_or_new$/, "")] ?? [];
}

/** All choices of a lane, in its order. */
export function choicesIn(lane: Lane, lanes: readonly Choice[] = []): Choices {
  const steps = stepsOf(lane.body);
  const step = steps.map(({ id, title }) => ({ value: id, title: title ?? named(id) }));
  const outcomes = new Map<string, Choice>();
  for (const each of steps) {
    for (const { id, title } of each.outcomes ?? []) {
      if (!outcomes.has(id)) outcomes.set(id, { value: id, title: title ?? named(id) });
    }
  }
  const tasks = new Set(steps.filter(({ kind }) => kind === "task").map(({ id }) => id));
  return {
    step,
    task: step.filter(({ value }) => tasks.has(value)),
    pool: titled(lane.pools),
    document: titled(lane.documents),
    attribute: titled(lane.attributes),
    calendar: titled(lane.calendars),
    outcome: [...outcomes.values()],
    lane: lanes,
  };
}

/** Every step of a lane with an id, in the order in which the lane has them. */
export function stepsOf(body: unknown): readonly Step[] {
  const found: Step[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === "object" && value !== null) {
      const step = value as Partial<Step>;
      if (typeof step.kind === "string" && typeof step.id === "string") found.push(step as Step);
      Object.values(value).forEach(visit);
    }
  };
  visit(body);
  return found;
}

function titled(things: Readonly<Record<string, { readonly title?: Both | null }>> | undefined): readonly Choice[] {
  return Object.entries(things ?? {}).map(([id, { title }]) => ({ value: id, title: title ?? named(id) }));
}

function named(id: string): Both {
  return { zh: id, en: id };
}
