import { Button, Checkbox, Radio } from "antd";
import { useState } from "react";

import type { CaseTitles, ItemView } from "../api/schema";
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
  const [only] = item.outcomes.length === 1 ? item.outcomes : [];
  const [outcome, setOutcome] = useState<string | null>(only ?? null);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [lacks, setLacks] = useState<Both | null>(null);
  const known = titles.steps[item.step]?.outcomes ?? [];
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
      {only === undefined && (
        <fieldset className="plain">
          <legend>{read(INBOX.outcome)}</legend>
          <Radio.Group
            className="choices"
            value={outcome}
            onChange={({ target }) => {
              setOutcome(target.value as string);
              setLacks(null);
            }}
          >
            {item.outcomes.map((id) => (
              <Radio key={id} value={id}>
                {read(known.find((each) => each.id === id)?.title ?? { zh: id, en: id })}
              </Radio>
            ))}
          </Radio.Group>
        </fieldset>
      )}
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
