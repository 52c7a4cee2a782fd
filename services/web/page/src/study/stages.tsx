import { CheckOutlined } from "@ant-design/icons";
import { Link } from "react-router";

import { useReading } from "../language/language";
import { STUDY } from "../texts/study";
import { stagesOf, type Stage } from "./stages_of";
import "./stages.css";
import { useStudy } from "./store";

/** The five stages of a study, and where in it one is: the first thing on each of their pages. */
export function Stages({ at }: { at: Stage }) {
  const { read } = useReading();
  const study = useStudy();
  return (
    <nav className="stages" aria-label={read(STUDY.stages)}>
      <ol>
        {stagesOf(study, at).map(({ stage, place, passed }, index) => {
          const inside = (
            <>
              <span className="stages-mark" aria-hidden="true">
                {passed ? <CheckOutlined /> : index + 1}
              </span>
              <span className="stages-name">{read(STUDY[stage])}</span>
            </>
          );
          return (
            <li key={stage} className={stage === at ? "stages-now" : passed ? "stages-passed" : undefined}>
              {place === null ? (
                <span className="stages-closed" title={read(STUDY.later, { stage: STUDY[stage] })}>
                  {inside}
                </span>
              ) : (
                <Link to={place} aria-current={stage === at ? "step" : undefined}>
                  {inside}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
