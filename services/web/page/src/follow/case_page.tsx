import { Button, Popconfirm } from "antd";
import { useCallback } from "react";
import { useParams } from "react-router";

import { answer, api } from "../api/client";
import type { CaseTitles, CaseView, EventView, Timeline } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { CaseAwaited, CaseFrame } from "../cases/case_frame";
import { Clock } from "../cases/clock";
import { Course } from "../cases/course";
import { Files } from "../cases/files";
import { Lamp, lampOf } from "../cases/lamp";
import type { Sending } from "../cases/sending";
import { useSending } from "../cases/use_sending";
import { useReading } from "../language/language";
import { useSession } from "../sign-in/use_session";
import { CASES } from "../texts/cases";
import { FOLLOW } from "../texts/follow";
import { FilePaper } from "./file_paper";
import { HowLong } from "./how_long";
import { namedMissing } from "./missing";
import { Rating } from "./rating";
import { takeOutPaper, withdraw } from "./requests";
import { WhoHasIt } from "./who_has_it";
import { YourTurn } from "./your_turn";

const BACK = { to: "/cases", text: FOLLOW.toCases };

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
  const { send, busy, done, refusal: refused } = useSending(again);
  if (data === null) return <CaseAwaited back={BACK} title={FOLLOW.title} refusal={refusal} again={again} />;
  const { whole, titles, timeline, events } = data;
  return (
    <CaseFrame
      back={BACK}
      title={titles.lane}
      lamp={timeline.sla > 1 && whole.result === null && <Lamp lamp={lampOf(timeline.sla)} />}
      about={
        <p className="quiet number">
          {read(CASES.number)} {id}
        </p>
      }
      refusal={refused ?? refusal}
      success={done ? FOLLOW.thanks : null}
    >
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
    </CaseFrame>
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
