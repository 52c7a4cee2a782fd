import { placeToEdit, type Study } from "./study";

export type Stage = "choose" | "edit" | "levers" | "run" | "see";

const STAGES: readonly Stage[] = ["choose", "edit", "levers", "run", "see"];

export interface StageShown {
  readonly stage: Stage;
  /** Where it is; none while it cannot be gone to. */
  readonly place: string | null;
  /** Whether it lies before where one is. */
  readonly passed: boolean;
}

/** The stages of a study, as seen from one of them. */
export function stagesOf(study: Study | null, at: Stage): readonly StageShown[] {
  const places: Readonly<Record<Stage, string | null>> = {
    choose: "/",
    edit: study && placeToEdit(study),
    levers: study && "/levers",
    run: study && "/run",
    see: study?.experiment == null ? null : `/results/${study.experiment}`,
  };
  const here = STAGES.indexOf(at);
  return STAGES.map((stage, index) => ({ stage, place: places[stage], passed: index < here && study !== null }));
}
