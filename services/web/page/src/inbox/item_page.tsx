import { useCallback } from "react";
import { useParams } from "react-router";

import { answer, api } from "../api/client";
import type { CaseTitles, CaseView, ItemView, Standing, Timeline } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { CaseAwaited, CaseFrame } from "../cases/case_frame";
import { Clock } from "../cases/clock";
import { Course } from "../cases/course";
import { Files } from "../cases/files";
import { Lamp } from "../cases/lamp";
import { useSending } from "../cases/use_sending";
import { useReading } from "../language/language";
import { CASES, STATES } from "../texts/cases";
import { INBOX } from "../texts/inbox";
import { CaseOrders } from "./case_orders";
import { Opinions } from "./opinions";
import { WorkOnItem } from "./work_on_item";

const BACK = { to: "/inbox", text: INBOX.toInbox };

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
  const { send, busy, done, refusal: refused } = useSending(again);
  if (data === null) return <CaseAwaited back={BACK} title={INBOX.work} refusal={refusal} again={again} />;
  const { item, titles, timeline, standing, whole } = data;
  return (
    <CaseFrame
      back={BACK}
      title={titles.steps[step]?.title ?? { zh: step, en: step }}
      lamp={item.due_at !== null && <Lamp lamp={item.lamp} />}
      about={
        <p>
          {read(titles.lane)} · <span className="quiet number">{id}</span>
        </p>
      }
      refusal={refused ?? refusal}
      success={done ? INBOX.success : null}
    >
      <WorkOnItem item={item} titles={titles} named={whole.applicant !== null} busy={busy} send={send} />
      <h2>{read(CASES.clock)}</h2>
      <Clock timeline={timeline} />
      <Opinions item={item} titles={titles} busy={busy} send={send} />
      <h2>{read(CASES.files)}</h2>
      <Files key={whole.events} id={id} />
      <h2>{read(INBOX.aboutCase)}</h2>
      <Facts standing={standing} whole={whole} titles={titles} />
      <h2>{read(CASES.course)}</h2>
      <Course timeline={timeline} titles={titles} />
      <CaseOrders standing={standing} busy={busy} send={send} />
    </CaseFrame>
  );
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
