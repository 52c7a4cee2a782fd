import { Button, Collapse, Radio } from "antd";
import { useMemo } from "react";

import { answer, api } from "../api/client";
import type { ExperimentKind } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { useReading, type Reading } from "../language/language";
import { useDerived, type Base } from "../levers/deriving";
import { ProblemCard } from "../levers/problem_card";
import "../levers/levers.css";
import { NoStudy } from "../study/no_study";
import { Stages } from "../study/stages";
import { changeStudy, useStudy } from "../study/store";
import { laneIsShipped, sameText, type Study } from "../study/study";
import { RUN } from "../texts/run";
import { AnswerSoFar } from "./answer_so_far";
import { DesignForm } from "./design_form";
import { QuestionForm } from "./question_form";
import { needsLevers, requestOf, type Question } from "./requests";
import { keyOf, start, useRunning } from "./runner";
import { designIn, KINDS, lackingIn, ofKind, questionOf } from "./usual";
import "./run.css";

const levers = (signal: AbortSignal) => answer(api.GET("/levers", { signal }));
const shippedScenarios = (signal: AbortSignal) => answer(api.GET("/scenarios", { signal }));

/** The fourth stage: what is to be found out, and the answer as it comes. */
export default function RunPage() {
  const { read } = useReading();
  const study = useStudy();
  return (
    <>
      <Stages at="run" />
      <h1>{read(RUN.title)}</h1>
      {study === null ? <NoStudy /> : <Asking study={study} />}
    </>
  );
}

function Asking({ study }: { study: Study }) {
  const { read } = useReading();
  const latest = useRunning();
  const running = latest?.of === keyOf(study) ? latest : null;
  const { data: palette } = useAnswer(levers);
  const { data: scenarios } = useAnswer(shippedScenarios);
  const { lane, shipped } = study;
  const base = useMemo((): Base => (laneIsShipped({ lane, shipped }) ? lane.id : lane), [lane, shipped]);
  const { derived } = useDerived(base, study.levers);
  const question = questionOf(study);
  const lacking = lackingIn(question, study);
  const problems = derived?.problems ?? [];
  const after = derived?.derivation?.after ?? lane;
  const asked = requestOf(study, question);
  const outdated = running !== null && sameText(running.asked) !== sameText(asked);
  const change = (changed: Question) => {
    changeStudy((now) => ({ ...now, question: changed }));
  };
  return (
    <>
      <p>{read(RUN.lead)}</p>
      <div className={running === null ? "run-columns run-alone" : "run-columns"}>
        <form
          className="run-question"
          onSubmit={(event) => {
            event.preventDefault();
            start(asked, keyOf(study));
          }}
        >
          <p className="run-about">
            {read(
              study.levers.length === 0 ? RUN.aboutLane : study.levers.length === 1 ? RUN.aboutOne : RUN.aboutReform,
              {
                lane: lane.title,
                count: study.levers.length,
              },
            )}
          </p>
          <fieldset className="run-kinds">
            <legend>{read(RUN.question)}</legend>
            <Radio.Group
              value={question.kind}
              onChange={({ target }) => {
                change(ofKind(target.value as ExperimentKind, study, question));
              }}
            >
              {KINDS.map(({ kind, title, how }) => {
                const closed = needsLevers(kind) && study.levers.length === 0;
                return (
                  <Radio key={kind} value={kind} disabled={closed} className="run-kind">
                    <strong>{read(title)}</strong>
                    <span className="run-help">{read(closed ? RUN.needsLevers : how)}</span>
                  </Radio>
                );
              })}
            </Radio.Group>
          </fieldset>
          <QuestionForm
            study={study}
            question={question}
            lane={question.side === "after" ? after : lane}
            palette={palette}
            scenarios={scenarios ?? []}
            onChange={change}
          />
          <Collapse
            size="small"
            items={[
              {
                key: "design",
                label: read(RUN.design),
                children: <DesignForm question={question} onChange={change} />,
              },
            ]}
          />
          <p className="run-help run-summary">{summaryOf(designIn(question, study), read)}</p>
          {problems.map((problem) => (
            <ProblemCard key={`${problem.code} ${problem.path.join(".")}`} problem={problem} />
          ))}
          <div className="run-go">
            <Button
              type="primary"
              size="large"
              htmlType="submit"
              disabled={lacking !== null || problems.length > 0}
              aria-describedby={lacking === null ? undefined : "run-lacking"}
            >
              {read(running === null ? RUN.run : RUN.runAgain)}
            </Button>
            {lacking !== null && (
              <span id="run-lacking" className="run-help">
                {read(RUN.needed, { what: lacking })}
              </span>
            )}
          </div>
        </form>
        {running !== null && <AnswerSoFar running={running} outdated={outdated} />}
      </div>
    </>
  );
}

/** How it is simulated, in a line. */
function summaryOf(design: ReturnType<typeof designIn>, read: Reading["read"]): string {
  const { seed, cases, replications, precise, warmUp, window: days, coolDown } = design;
  const often =
    precise !== null
      ? read(RUN.oftenPrecise, { share: Number((precise.relative * 100).toPrecision(6)) })
      : replications !== null
        ? read(RUN.often, { replications })
        : read(RUN.oftenUsual);
  const span = cases === null ? read(RUN.spanDays, { window: days, warmUp, coolDown }) : read(RUN.spanCases, { cases });
  return [often, span, read(RUN.withSeed, { seed })].join(" · ");
}
