/** Problems and differences as badges on the map. */
import type { DesignProblem, LaneDifferences } from "../api/schema";
import type { Both } from "../language/language";
import { CHANGE_SIGNS, type Mark } from "../map/shapes";
import { VERSIONS } from "../texts/edit";

type Read = (text: Both) => string;

/** A badge at each step that has problems: how many, and which. */
export function problemMarks(problems: readonly DesignProblem[], read: Read): readonly Mark[] {
  const bySteps = new Map<string, DesignProblem[]>();
  for (const problem of problems) {
    if (problem.step != null) bySteps.set(problem.step, [...(bySteps.get(problem.step) ?? []), problem]);
  }
  return [...bySteps].map(([step, found]) => ({
    step,
    tone: "problem" as const,
    sign: String(found.length),
    label: found.map(({ title }) => read(title)).join(read({ zh: "；", en: "; " })),
  }));
}

/** What has become of each step, as seen on the lane before and on the one after. */
export function differenceMarks(
  differences: LaneDifferences,
  read: Read,
): { before: readonly Mark[]; after: readonly Mark[] } {
  const marks = differences.steps
    .filter(({ step }) => step !== "")
    .map(({ step, change }): Mark => ({
      step,
      tone: change,
      sign: CHANGE_SIGNS[change],
      label: read(VERSIONS[change]),
    }));
  return {
    before: marks.filter(({ tone }) => tone !== "added"),
    after: marks.filter(({ tone }) => tone !== "removed"),
  };
}
