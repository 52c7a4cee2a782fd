import type { CaseTitles, StepCourse, Timeline } from "../api/schema";
import { useReading, type Both } from "../language/language";
import { CASES } from "../texts/cases";
import { minuteText } from "./moments";

/** Who does a step: the applicant, a department, or somebody outside. */
export function doerOf(titles: CaseTitles, step: string): Both {
  const found = titles.steps[step];
  if (found === undefined) return { zh: "", en: "" };
  if (found.pool !== null) return titles.pools[found.pool]?.department ?? { zh: found.pool, en: found.pool };
  return found.doer ?? CASES.applicant;
}

function howFar(step: StepCourse): Both {
  if (step.completed_at != null) return CASES.done;
  if (step.cancelled_at != null) return CASES.dropped;
  return step.started_at != null ? CASES.underWay : CASES.waits;
}

/** When a step last got on, for its place in the list. */
function lastAt(step: StepCourse): string {
  return step.completed_at ?? step.cancelled_at ?? step.started_at ?? step.enabled_at ?? "";
}

/** What has been done of a case, step by step, the latest last. */
export function Course({ timeline, titles }: { timeline: Timeline; titles: CaseTitles }) {
  const { read, language } = useReading();
  const steps = timeline.steps.filter((step) => titles.steps[step.step] !== undefined && step.cancelled_at == null);
  return (
    <ol className="course">
      {steps.map((step) => {
        const outcome = titles.steps[step.step]?.outcomes.find(({ id }) => id === step.outcome);
        return (
          <li key={`${step.step} ${step.occurrence}`} className={step.completed_at != null ? "done" : "open"}>
            <strong>{read(step.title ?? { zh: step.step, en: step.step })}</strong>
            <br />
            <span className="quiet">
              {[
                read(doerOf(titles, step.step)),
                step.member,
                read(outcome?.title ?? howFar(step)),
                minuteText(lastAt(step), language),
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
