import { Alert } from "antd";

import type { DesignProblem } from "../api/schema";
import { useReading } from "../language/language";
import { FaultDetails } from "../shell/technical";
import { LEVERS } from "../texts/levers";

/** Between clauses, which are quoted in Chinese in every language. */
export const CLAUSES_APART = "；";

/** As refusals tell it: what is empty is left out. */
type Told = Omit<DesignProblem, "law"> & Partial<Pick<DesignProblem, "law">>;

/** What stands against a lever or a lane: in the reader's language, with the law and what would mend it. */
export function ProblemCard({ problem }: { problem: Told }) {
  const { read } = useReading();
  const { law = [] } = problem;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={read(problem.title)}
      description={
        <>
          {law.length > 0 && (
            <dl className="fault-details">
              <div>
                <dt>{read(LEVERS.law)}</dt>
                <dd lang="zh-CN">{law.map(({ basis }) => basis).join(CLAUSES_APART)}</dd>
              </div>
            </dl>
          )}
          <FaultDetails {...problem} />
        </>
      }
    />
  );
}
