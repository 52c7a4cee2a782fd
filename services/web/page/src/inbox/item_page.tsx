import { Alert, Spin, Typography } from "antd";
import { useCallback, useState } from "react";
import { Link, useParams } from "react-router";

import { answer, api } from "../api/client";
import type { CaseTitles, CaseView, ItemView, Standing, Timeline } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { Clock } from "../cases/clock";
import { Course } from "../cases/course";
import { Lamp } from "../cases/lamp";
import { Files } from "../cases/files";
import { Refused } from "../cases/refused";
import { useAct } from "../cases/use_act";
import "../cases/cases.css";
import { useReading } from "../language/language";
import { CASES, STATES } from "../texts/cases";
import { INBOX } from "../texts/inbox";
import { SHELL } from "../texts/shell";
import { CaseOrders } from "./case_orders";
import { Opinions } from "./opinions";
import type { Sending } from "../cases/sending";
import { WorkOnItem } from "./work_on_item";

interface Shown {
  readonly item: ItemView;
  readonly titles: CaseTitles;
  readonly timeline: Timeline;
  readonly standing: Standing;
  readonly whole: CaseView;
}

async function shown(id: string, step: string, occurrence: number, signal: AbortSignal): Promise<Shown> {
  const ofCase = { params: { path: { case: id } }, signal };
  const [item, titles, timeline, standing, whole] = await Promise.all([
    answer(
      api.GET("/cases/{case}/work-items/{step}", {
        params: { path: { case: id, step }, query: { occurrence } },
        signal,
      }),
    ),
    answer(api.GET("/cases/{case}/titles", ofCase)),
    answer(api.GET("/cases/{case}/timeline", ofCase)),
    answer(api.GET("/cases/{case}/standing", ofCase)),
    answer(api.GET("/cases/{case}", ofCase)),
  ]);
  return { item, titles, timeline, standing, whole };
}

/** One step of a case: what there is to do, and what there is to know for it. */
export default function ItemPage() {
  const { read } = useReading();
  const place = useParams();
  const id = place.case ?? "";
  const step = place.step ?? "";
  const occurrence = Number(place.occurrence ?? 0);
  const ask = useCallback((signal: AbortSignal) => shown(id, step, occurrence, signal), [id, step, occurrence]);
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
        <Typography.Title level={1}>{read(INBOX.work)}</Typography.Title>
        <Refused refusal={refusal} again={again} />
        {refusal === null && <Spin aria-label={read(SHELL.loading)} />}
      </div>
    );
  }
  const { item, titles, timeline, standing, whole } = data;
  return (
    <div className="cases">
      <Back />
      <div className="head">
        <Typography.Title level={1}>{read(titles.steps[step]?.title ?? { zh: step, en: step })}</Typography.Title>
        {item.due_at !== null && <Lamp lamp={item.lamp} />}
      </div>
      <p>
        {read(titles.lane)} · <span className="quiet number">{id}</span>
      </p>
      <Refused refusal={acting.refusal ?? refusal} />
      {success && <Alert type="success" showIcon role="status" title={read(INBOX.success)} />}
      <WorkOnItem
        item={item}
        titles={titles}
        named={whole.applicant !== null}
        busy={acting.busy !== null}
        send={send}
      />
      <h2>{read(CASES.clock)}</h2>
      <Clock timeline={timeline} />
      <Opinions item={item} titles={titles} busy={acting.busy !== null} send={send} />
      <h2>{read(CASES.files)}</h2>
      <Files key={whole.events} id={id} />
      <h2>{read(INBOX.aboutCase)}</h2>
      <Facts standing={standing} whole={whole} titles={titles} />
      <h2>{read(CASES.course)}</h2>
      <Course timeline={timeline} titles={titles} />
      <CaseOrders standing={standing} busy={acting.busy !== null} send={send} />
    </div>
  );
}

function Back() {
  const { read } = useReading();
  return <Link to="/inbox">← {read(INBOX.toInbox)}</Link>;
}

function Facts({ standing, whole, titles }: { standing: Standing; whole: CaseView; titles: CaseTitles }) {
  const { read } = useReading();
  const state = standing.state?.state;
  return (
    <ul>
      {state !== undefined && (
        <li>
          {read(INBOX.state)}: {read(STATES[state] ?? { zh: state, en: state })}
        </li>
      )}
      <li>
        {read(INBOX.owner)}: {standing.owner.owner || read(INBOX.nobody)}
      </li>
      {Object.entries(whole.attributes).map(([name, value]) => {
        const attribute = titles.attributes[name];
        return (
          <li key={name}>
            {read(attribute?.title ?? { zh: name, en: name })}:{" "}
            {read(attribute?.values[value] ?? { zh: value, en: value })}
          </li>
        );
      })}
    </ul>
  );
}
