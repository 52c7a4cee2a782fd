import { Button } from "antd";
import { useState } from "react";

import type { CaseTitles, CaseView, OpenStep } from "../api/schema";
import { onlyOutcome, OutcomeChoice } from "../cases/outcome_choice";
import type { Sending } from "../cases/sending";
import { useReading } from "../language/language";
import { FOLLOW } from "../texts/follow";
import { answerStep } from "./requests";

interface Turn {
  readonly whole: CaseView;
  readonly titles: CaseTitles;
  /** Ids of the documents that the last correction notice named. */
  readonly missing: readonly string[];
  readonly busy: boolean;
  readonly send: Sending;
}

/** What a case asks of the applicant now. */
export function YourTurn({ whole, titles, missing, busy, send }: Turn) {
  const steps = whole.items.filter(({ actor }) => actor === "applicant");
  return steps.map((step) => (
    <Asked
      key={`${step.step} ${step.occurrence}`}
      id={whole.id}
      step={step}
      titles={titles}
      // While the clock stands still, somebody waits for the papers that were named.
      missing={whole.stopped || !whole.marks.includes("accepted") ? missing : []}
      busy={busy}
      send={send}
    />
  ));
}

interface One {
  readonly id: string;
  readonly step: OpenStep;
  readonly titles: CaseTitles;
  readonly missing: readonly string[];
  readonly busy: boolean;
  readonly send: Sending;
}

function Asked({ id, step, titles, missing, busy, send }: One) {
  const { read } = useReading();
  const [outcome, setOutcome] = useState(onlyOutcome(step.outcomes));
  const [lacks, setLacks] = useState(false);
  const submit = () => {
    setLacks(outcome === null);
    if (outcome === null) return;
    void send(
      `answer ${id} ${step.step} ${step.occurrence} ${outcome}`,
      answerStep(id, step.step, step.occurrence, outcome),
    );
  };
  return (
    <section className="panel yours" aria-label={read(FOLLOW.yourTurn)}>
      <h2>{read(FOLLOW.yourTurn)}</h2>
      <p className="big">{read(titles.steps[step.step]?.title ?? step.title)}</p>
      {missing.length > 0 && (
        <>
          <p>{read(FOLLOW.missing)}</p>
          <ul>
            {missing.map((document) => (
              <li key={document}>{read(titles.documents[document] ?? { zh: document, en: document })}</li>
            ))}
          </ul>
        </>
      )}
      {step.planned ? (
        <p>{read(FOLLOW.planned)}</p>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <OutcomeChoice
            legend={FOLLOW.outcome}
            step={step.step}
            outcomes={step.outcomes}
            titles={titles}
            chosen={outcome}
            choose={setOutcome}
          />
          {lacks && <p role="alert">{read(FOLLOW.needsAnswer)}</p>}
          <div className="actions">
            <Button type="primary" size="large" htmlType="submit" loading={busy}>
              {read(FOLLOW.ready)}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
