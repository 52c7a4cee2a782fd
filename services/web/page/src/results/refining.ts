/** A result that becomes more precise while somebody looks at it. */
import type { ExperimentViews } from "../charts/views";

/** Answers to one question, the most precise last, as far as they are there. */
export interface Answering {
  readonly answers: readonly { readonly experiment: string; readonly views: ExperimentViews }[];
  readonly stage: string;
}

/** The most precise answer to the question that an experiment answered, if it is one of its answers; and whether a
 * more precise one is on its way. */
export function refined(
  experiment: string,
  answering: Answering | null,
): { readonly views: ExperimentViews | null; readonly going: boolean } {
  const one = answering?.answers.some((each) => each.experiment === experiment) ?? false;
  if (answering === null || !one) return { views: null, going: false };
  return { views: answering.answers.at(-1)?.views ?? null, going: answering.stage === "running" };
}
