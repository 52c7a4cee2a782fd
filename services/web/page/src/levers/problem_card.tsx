import { Alert } from "antd";

import type { DesignProblem } from "../api/schema";
import { useReading } from "../language/language";
import { LEVERS } from "../texts/levers";

/** As refusals tell it: what is empty is left out. */
type Told = Omit<DesignProblem, "law"> & Partial<Pick<DesignProblem, "law">>;

/** What stands against a lever or a lane: in the reader's language, with the law and what would mend it. */
export function ProblemCard({ problem }: { problem: Told }) {
  const { read } = useReading();
  const { law = [] } = problem;
  const details = [
    [LEVERS.expected, problem.expected],
    [LEVERS.foundIs, problem.found],
    [LEVERS.remedy, problem.remedy],
  ] as const;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={read(problem.title)}
      description={
        <dl className="levers-problem">
          {law.length > 0 && (
            <div>
              <dt>{read(LEVERS.law)}</dt>
              <dd>{law.map(({ basis }) => basis).join("; ")}</dd>
            </div>
          )}
          {details
            .filter(([, text]) => text !== "")
            .map(([name, text]) => (
              <div key={name.en}>
                <dt>{read(name)}</dt>
                <dd lang="en">{text}</dd>
              </div>
            ))}
        </dl>
      }
    />
  );
}
