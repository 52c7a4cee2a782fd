import { Alert, Button, Popconfirm, Spin, Typography } from "antd";
import { useCallback, useState } from "react";
import { Link, useParams } from "react-router";

import { answer, api } from "../api/client";
import type { CaseTitles, CaseView, EventView, Timeline } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { Clock } from "../cases/clock";
import { Course } from "../cases/course";
import { Files } from "../cases/files";
import { Lamp, lampOf } from "../cases/lamp";
import { Refused } from "../cases/refused";
import type { Sending } from "../cases/sending";
import { useAct } from "../cases/use_act";
import "../cases/cases.css";
import { useReading } from "../language/language";
import { useSession } from "../sign-in/use_session";
import { CASES } from "../texts/cases";
import { FOLLOW } from "../texts/follow";
import { SHELL } from "../texts/shell";
import { FilePaper } from "./file_paper";
import { HowLong } from "./how_long";
import { namedMissing } from "./missing";
import { Rating } from "./rating";
import { takeOutPaper, withdraw } from "./requests";
import { WhoHasIt } from "./who_has_it";
import { YourTurn } from "./your_turn";

interface Shown {
  readonly whole: CaseView;
  readonly titles: CaseTitles;
  readonly timeline: Timeline;
  readonly events: readonly EventView[];
}

async function shown(id: string, signal: AbortSignal): Promise<Shown> {
  const ofCase = { params: { path: { case: id } }, signal };
  const [whole, titles, timeline, events] = await Promise.all([
    answer(api.GET("/cases/{case}", ofCase)),
    answer(api.GET("/cases/{case}/titles", ofCase)),
    answer(api.GET("/cases/{case}/timeline", ofCase)),
    answer(api.GET("/cases/{case}/events", { params: { path: { case: id }, query: { limit: 1000 } }, signal })),
  ]);
  return { whole, titles, timeline, events: events.events };
}

/** One case, for the applicant: who has it now, how long still, what is asked of them, what has been done. */
export default function CasePage() {
  const { read } = useReading();
  const id = useParams().case ?? "";
  const ask = useCallback((signal: AbortSignal) => shown(id, signal), [id]);
  const { data, refusal, again } = useAnswer(ask);
  const acting = useAct(again);
  const [success, setSuccess] = useState(false);
  const send: Sending = async (request, sent) => {
    setSuccess(false);
    const done = await acting.act(request, sent);
    setSuccess(done);
    return done;
  };
  if (data === null) {
    return (
      <div className="cases">
        <Back />
        <Typography.Title level={1}>{read(FOLLOW.title)}</Typography.Title>
        <Refused refusal={refusal} again={again} />
        {refusal === null && <Spin aria-label={read(SHELL.loading)} />}
      </div>
    );
  }
  const { whole, titles, timeline, events } = data;
  const busy = acting.busy !== null;
  return (
    <div className="cases">
      <Back />
      <div className="head">
        <Typography.Title level={1}>{read(titles.lane)}</Typography.Title>
        {timeline.sla > 1 && whole.result === null && <Lamp lamp={lampOf(timeline.sla)} />}
      </div>
      <p className="quiet number">
        {read(CASES.number)} {id}
      </p>
      <Refused refusal={acting.refusal ?? refusal} />
      {success && <Alert type="success" showIcon role="status" title={read(FOLLOW.thanks)} />}
      <YourTurn whole={whole} titles={titles} missing={namedMissing(events)} busy={busy} send={send} />
      <WhoHasIt whole={whole} titles={titles} />
      {whole.result === null && <HowLong whole={whole} timeline={timeline} />}
      {(whole.result !== null || whole.marks.includes("delivered")) && <Rating id={id} busy={busy} send={send} />}
      <h2>{read(CASES.course)}</h2>
      <Course timeline={timeline} titles={titles} />
      <h2>{read(CASES.clock)}</h2>
      <Clock timeline={timeline} />
      <h2>{read(CASES.files)}</h2>
      <Files
        key={whole.events}
        id={id}
        {...(whole.result === null && {
          takeOut: {
            text: read(FOLLOW.takeOut),
            busy,
            out: (number: number) => void send(`take out ${id} ${number}`, takeOutPaper(id, number)),
          },
        })}
      />
      {whole.result === null && <FilePaper id={id} titles={titles} busy={busy} send={send} />}
      {whole.result === null && <Withdrawing whole={whole} busy={busy} send={send} />}
    </div>
  );
}

function Withdrawing({ whole, busy, send }: { whole: CaseView; busy: boolean; send: Sending }) {
  const { read } = useReading();
  const session = useSession();
  if (session === null || whole.applicant === null) return null;
  return (
    <div className="actions" style={{ marginTop: 32 }}>
      <Popconfirm
        title={read(FOLLOW.withdrawSure)}
        okText={read(FOLLOW.withdraw)}
        cancelText={read(CASES.cancel)}
        onConfirm={() => {
          void send(`withdraw ${whole.id}`, withdraw(whole.id));
        }}
      >
        <Button danger disabled={busy}>
          {read(FOLLOW.withdraw)}
        </Button>
      </Popconfirm>
    </div>
  );
}

function Back() {
  const { read } = useReading();
  return <Link to="/cases">← {read(FOLLOW.toCases)}</Link>;
}
