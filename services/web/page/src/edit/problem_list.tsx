import { CheckCircleFilled, ExclamationCircleFilled } from "@ant-design/icons";

import type { DesignProblem } from "../api/schema";
import { stepOf } from "../editing/tree";
import { named, useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { FaultDetails } from "../shell/technical";
import { EDIT } from "../texts/edit";
import { useEditing } from "./editing";
import type { Checked } from "./use_check";

/** Everything that is wrong with the lane, each leading to its step. */
export function ProblemList({ problems, valid, refusal }: Checked) {
  const { read } = useReading();
  const count = problems.length;
  const said =
    valid === true && count === 0
      ? read(EDIT.noProblems)
      : count === 0
        ? read(EDIT.checking)
        : count === 1
          ? read(EDIT.problem)
          : read(EDIT.problemsCount, { count });
  return (
    <section className="problems" aria-labelledby="problems-title">
      <h2 id="problems-title">
        {count > 0 ? (
          <ExclamationCircleFilled className="problems-some" aria-hidden />
        ) : (
          <CheckCircleFilled className={valid === true ? "problems-none" : "problems-unknown"} aria-hidden />
        )}{" "}
        <span role="status">{said}</span>
      </h2>
      {refusal && <Failure refusal={refusal} />}
      {count > 0 && (
        <ol>
          {problems.map((problem, index) => (
            <li key={`${problem.code}.${problem.path.join(".")}.${index}`}>
              <ProblemLine problem={problem} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function ProblemLine({ problem }: { problem: DesignProblem }) {
  const { read } = useReading();
  const { lane, choose } = useEditing();
  const step = problem.step == null ? null : stepOf(lane, problem.step);
  return (
    <>
      <strong>{read(problem.title)}</strong>{" "}
      {step === null ? (
        <span className="problem-place">
          {read(EDIT.inLane)} <code>{problem.path.join(".")}</code>
        </span>
      ) : (
        <button
          type="button"
          className="text-button"
          onClick={() => {
            choose(step.id);
          }}
        >
          {read(EDIT.atStep, { step: named(step) })}
        </button>
      )}
      <FaultDetails {...problem} />
    </>
  );
}
