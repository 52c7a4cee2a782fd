import { Button, Checkbox, Input } from "antd";
import { useId, useState } from "react";

import type { LaneSummary } from "../api/schema";
import type { Sending } from "../cases/sending";
import { useReading } from "../language/language";
import { FOLLOW } from "../texts/follow";
import { giveMandate } from "./requests";

const ACTIONS = ["start_case", "answer_step", "file_papers", "rate_case", "withdraw_case"] as const;
type Mandated = (typeof ACTIONS)[number];

interface Giving {
  readonly lanes: readonly LaneSummary[];
  readonly busy: boolean;
  readonly send: Sending;
}

/** Let somebody act for oneself: in what, and until when. */
export function GiveMandate({ lanes, busy, send }: Giving) {
  const { read } = useReading();
  const [agent, setAgent] = useState("");
  const [last, setLast] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [actions, setActions] = useState<readonly Mandated[]>(ACTIONS);
  const [lacks, setLacks] = useState(false);
  const [who, day] = [useId(), useId()];
  const submit = async () => {
    const named = agent.trim();
    const missing = named === "" || last === "" || actions.length === 0;
    setLacks(missing);
    if (missing) return;
    // The whole of the last day counts, at the clock of the place.
    const ends_at = `${last}T23:59:59.999+08:00`;
    const body = { agent: named, lanes: [...chosen], actions: [...actions], ends_at };
    if (await send(JSON.stringify(body), giveMandate(body))) {
      setAgent("");
      setLast("");
    }
  };
  return (
    <form
      className="panel"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{read(FOLLOW.giveTitle)}</h2>
      <div className="field">
        <label htmlFor={who}>{read(FOLLOW.agent)}</label>
        <Input
          id={who}
          value={agent}
          maxLength={120}
          autoComplete="off"
          onChange={({ target }) => {
            setAgent(target.value);
          }}
        />
      </div>
      <div className="field">
        <label htmlFor={day}>{read(FOLLOW.endsOn)}</label>
        <Input
          id={day}
          type="date"
          value={last}
          onChange={({ target }) => {
            setLast(target.value);
          }}
        />
      </div>
      <fieldset className="plain">
        <legend>{read(FOLLOW.actions)}</legend>
        <Checkbox.Group
          className="choices"
          value={[...actions]}
          onChange={setActions}
          options={ACTIONS.map((value) => ({ value, label: read(FOLLOW[value]) }))}
        />
      </fieldset>
      <fieldset className="plain">
        <legend>{read(FOLLOW.lanes)}</legend>
        <Checkbox.Group
          className="choices"
          value={[...chosen]}
          onChange={setChosen}
          options={lanes.filter(({ brought }) => brought).map(({ id, title }) => ({ value: id, label: read(title) }))}
        />
      </fieldset>
      {lacks && <p role="alert">{read(FOLLOW.lacksMandate)}</p>}
      <div className="actions">
        <Button type="primary" size="large" htmlType="submit" loading={busy}>
          {read(FOLLOW.give)}
        </Button>
      </div>
    </form>
  );
}
