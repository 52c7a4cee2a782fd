/** The parts of a lane as the editor knows them: the API's own types, with names. */
import type { Lane, Path, Provenance, Sequence, Task, Title } from "../api/schema";

export type { Lane };

export type Step = Sequence["steps"][number];
export type Kind = Step["kind"];
/** Every step but a sequence has an id and a title. */
export type NamedStep = Exclude<Step, Sequence>;
export type StepOf<K extends Kind> = Extract<Step, { kind: K }>;
export type WorkStep = StepOf<"task" | "applicant" | "third_party">;
export type Distribution = Task["service_time"];
export type Condition = NonNullable<Path["when"]>;
export type Source = Provenance["source"];
export type { Provenance, Title };

/** Keys and list positions from a value to a value inside it. */
export type Place = readonly (string | number)[];

export function isNamed(step: Step): step is NamedStep {
  return step.kind !== "sequence";
}

export function isWork(step: Step): step is WorkStep {
  return step.kind === "task" || step.kind === "applicant" || step.kind === "third_party";
}
