import { Button, Input, Radio, Spin, Typography } from "antd";
import { useId, useState } from "react";
import { Link, useNavigate } from "react-router";

import { answer, api } from "../api/client";
import type { LaneSummary } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { Refused } from "../cases/refused";
import { useAct } from "../cases/use_act";
import "../cases/cases.css";
import { useReading, type Both } from "../language/language";
import { useSession } from "../sign-in/use_session";
import { FOLLOW } from "../texts/follow";
import { SHELL } from "../texts/shell";

const lanesKnown = (signal: AbortSignal) => answer(api.GET("/lanes", { signal }));
const nothing = () => undefined;

/** Start a case: what it is, what it asks to be told, and for agents whose it is. */
export default function NewCasePage() {
  const { read } = useReading();
  const { data, refusal, again } = useAnswer(lanesKnown);
  const [lane, setLane] = useState<LaneSummary | null>(null);
  return (
    <div className="cases">
      <Link to="/cases">← {read(FOLLOW.toCases)}</Link>
      <Typography.Title level={1}>{read(FOLLOW.newTitle)}</Typography.Title>
      <Refused refusal={refusal} again={again} />
      {data === null && refusal === null && <Spin aria-label={read(SHELL.loading)} />}
      {data !== null && (
        <fieldset className="plain">
          <legend>{read(FOLLOW.what)}</legend>
          <Radio.Group
            className="choices"
            value={lane?.id ?? null}
            onChange={({ target }) => {
              setLane(data.find(({ id }) => id === target.value) ?? null);
            }}
          >
            {data
              .filter(({ brought }) => brought)
              .map(({ id, title }) => (
                <Radio key={id} value={id}>
                  {read(title)}
                </Radio>
              ))}
          </Radio.Group>
        </fieldset>
      )}
      {lane !== null && <Telling key={lane.id} lane={lane} />}
    </div>
  );
}

function Telling({ lane }: { lane: LaneSummary }) {
  const { read } = useReading();
  const session = useSession();
  const navigate = useNavigate();
  const [told, setTold] = useState<Readonly<Record<string, string>>>({});
  const [whose, setWhose] = useState("");
  const [lacks, setLacks] = useState<Both | null>(null);
  const { act, busy, refusal } = useAct(nothing);
  const field = useId();
  const forOthers = session?.roles.includes("agent") ?? false;
  const asked = Object.entries(lane.asked);

  const submit = async () => {
    const applicant = whose.trim();
    if (asked.some(([name]) => told[name] === undefined)) setLacks(FOLLOW.lacks);
    else if (forOthers && applicant === "" && session?.roles.length === 1) setLacks(FOLLOW.lacksWho);
    else {
      setLacks(null);
      const body = { lane: lane.id, attributes: told, ...(applicant !== "" && { applicant }) };
      await act(JSON.stringify(body), async (key) => {
        const params = { header: { "Idempotency-Key": key } };
        const started = await answer(api.POST("/cases", { params, body }));
        void navigate(`/cases/${encodeURIComponent(started.id)}`);
      });
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {asked.map(([name, attribute]) => (
        <fieldset key={name} className="plain">
          <legend>{read(attribute.title)}</legend>
          <Radio.Group
            className="choices"
            value={told[name] ?? null}
            onChange={({ target }) => {
              setTold({ ...told, [name]: target.value as string });
            }}
          >
            {attribute.values.map(({ value, title }) => (
              <Radio key={value} value={value}>
                {read(title)}
              </Radio>
            ))}
          </Radio.Group>
        </fieldset>
      ))}
      {forOthers && (
        <div className="field">
          <label htmlFor={field}>{read(FOLLOW.whose)}</label>
          <Input
            id={field}
            value={whose}
            maxLength={120}
            autoComplete="off"
            onChange={({ target }) => {
              setWhose(target.value);
            }}
          />
        </div>
      )}
      {lacks !== null && <p role="alert">{read(lacks)}</p>}
      <Refused refusal={refusal} />
      <div className="actions">
        <Button type="primary" size="large" htmlType="submit" loading={busy !== null}>
          {read(FOLLOW.submit)}
        </Button>
      </div>
    </form>
  );
}
