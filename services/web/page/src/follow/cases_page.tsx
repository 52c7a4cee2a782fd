import { Button, Spin, Typography } from "antd";
import { useCallback } from "react";
import { Link } from "react-router";

import { answer, api } from "../api/client";
import type { OwnCase } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { usePages } from "../api/use_pages";
import { Lamp, lampOf } from "../cases/lamp";
import { dayText } from "../cases/moments";
import { Refused } from "../cases/refused";
import "../cases/cases.css";
import { useReading, type Both } from "../language/language";
import { useSession } from "../sign-in/use_session";
import { CASES, RESULTS, STATES } from "../texts/cases";
import { FOLLOW } from "../texts/follow";
import { SHELL } from "../texts/shell";

const MOST_WAITING = 200;

const lanesKnown = (signal: AbortSignal) => answer(api.GET("/lanes", { signal }));
const waitingForMe = (signal: AbortSignal) =>
  answer(api.GET("/work-items", { params: { query: { actor: "applicant", limit: MOST_WAITING } }, signal }));

/** The cases of an applicant, or of an agent's clients; what waits for them stands out. */
export default function CasesPage() {
  const { read } = useReading();
  const session = useSession();
  const ask = useCallback(async (cursor: string | null, signal: AbortSignal) => {
    const query = { limit: 50, ...(cursor !== null && { cursor }) };
    const page = await answer(api.GET("/cases", { params: { query }, signal }));
    return { items: page.cases, next: page.next };
  }, []);
  const { items, more, refusal, showMore, again } = usePages(ask);
  const lanes = useAnswer(lanesKnown);
  const waiting = useAnswer(waitingForMe);
  const titles = new Map(lanes.data?.map(({ id, title }) => [id, title]));
  const mine = new Set(waiting.data?.items.map((item) => item.case));
  return (
    <div className="cases">
      <div className="head">
        <Typography.Title level={1}>{read(FOLLOW.title)}</Typography.Title>
        <span className="actions" style={{ marginTop: 0 }}>
          <Button type="primary" size="large" href="#/new-case">
            {read(FOLLOW.start)}
          </Button>
          <Button size="large" href="#/mandates">
            {read(FOLLOW.mandates)}
          </Button>
        </span>
      </div>
      <Refused refusal={refusal} again={again} />
      {items === null && refusal === null && <Spin aria-label={read(SHELL.loading)} />}
      {items?.length === 0 && <p>{read(FOLLOW.none)}</p>}
      <ul className="cards">
        {items?.map((each) => (
          <li key={each.id}>
            <Card
              one={each}
              lane={titles.get(each.lane)}
              waits={mine.has(each.id)}
              others={each.applicant !== session?.subject}
            />
          </li>
        ))}
      </ul>
      {more && <Button onClick={showMore}>{read(CASES.more)}</Button>}
    </div>
  );
}

interface Shown {
  readonly one: OwnCase;
  readonly lane: Both | undefined;
  readonly waits: boolean;
  readonly others: boolean;
}

function Card({ one, lane, waits, others }: Shown) {
  const { read, language } = useReading();
  const state = one.result === null ? STATES[one.state?.name ?? "received"] : RESULTS[one.result];
  return (
    <Link to={`/cases/${encodeURIComponent(one.id)}`} className={waits ? "card yours" : "card"}>
      <span className="top">
        <span>{read(lane ?? { zh: one.lane, en: one.lane })}</span>
        {one.sla > 1 && one.result === null && <Lamp lamp={lampOf(one.sla)} />}
      </span>
      <span>
        <strong>{waits ? read(FOLLOW.needsYou) : read(state ?? STATES.received ?? FOLLOW.submitted)}</strong>
        {others && one.applicant !== null && ` · ${read(FOLLOW.forWhom, { who: one.applicant })}`}
      </span>
      <span className="when">
        {one.ended_at === null
          ? read(FOLLOW.submitted, { day: dayText(one.submitted_at, language) })
          : read(FOLLOW.ended, { day: dayText(one.ended_at, language) })}
      </span>
      <span className="quiet number">{one.id}</span>
    </Link>
  );
}
