import { Button, Checkbox } from "antd";
import { useState } from "react";

import type { CaseTitles, ItemView } from "../api/schema";
import { onlyOutcome, OutcomeChoice } from "../cases/outcome_choice";
import { useReading, type Both } from "../language/language";
import { INBOX } from "../texts/inbox";

interface Finish {
  readonly item: ItemView;
  readonly titles: CaseTitles;
  readonly busy: boolean;
  /** @param missing ids of documents, if the outcome is a correction notice */
  readonly finish: (outcome: string, missing: readonly string[] | null) => Promise<boolean>;
}

/** How a step comes out; a correction notice names what is missing. */
export function Finishing({ item, titles, busy, finish }: Finish) {
  const { read } = useReading();
  const [outcome, setOutcome] = useState(onlyOutcome(item.outcomes));
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [lacks, setLacks] = useState<Both | null>(null);
  const notice = outcome !== null && item.notices.includes(outcome) && item.documents.length > 0;

  const submit = () => {
    if (outcome === null) setLacks(INBOX.needsOutcome);
    else if (notice && missing.length === 0) setLacks(INBOX.needsOne);
    else {
      setLacks(null);
      void finish(outcome, notice ? missing : null);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <OutcomeChoice
        legend={INBOX.outcome}
        step={item.step}
        outcomes={item.outcomes}
        titles={titles}
        chosen={outcome}
        choose={(chosen) => {
          setOutcome(chosen);
          setLacks(null);
        }}
      />
      {notice && (
        <fieldset className="plain">
          <legend>{read(INBOX.missing)}</legend>
          <Checkbox.Group
            className="choices"
            value={[...missing]}
            onChange={(chosen) => {
              setMissing(chosen);
              setLacks(null);
            }}
            options={item.documents.map((id) => ({
              value: id,
              label: read(titles.documents[id] ?? { zh: id, en: id }),
            }))}
          />
        </fieldset>
      )}
      {lacks !== null && <p role="alert">{read(lacks)}</p>}
      <div className="actions">
        <Button type="primary" size="large" htmlType="submit" loading={busy}>
          {read(notice ? INBOX.notice : INBOX.finish)}
        </Button>
      </div>
    </form>
  );
}
