import { Button, Spin, Typography } from "antd";
import { useCallback } from "react";
import { Link } from "react-router";

import { answer, api } from "../api/client";
import type { MandateView } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { usePages } from "../api/use_pages";
import { lastDayText } from "../cases/moments";
import { Refused } from "../cases/refused";
import { useAct } from "../cases/use_act";
import "../cases/cases.css";
import { useReading, type Both } from "../language/language";
import { useSession } from "../sign-in/use_session";
import { CASES } from "../texts/cases";
import { FOLLOW } from "../texts/follow";
import { SHELL } from "../texts/shell";
import { GiveMandate } from "./give_mandate";
import { endMandate } from "./requests";

const lanesKnown = (signal: AbortSignal) => answer(api.GET("/lanes", { signal }));

/** Who acts for whom: mandates that one gave, and that one was given. */
export default function MandatesPage() {
  const { read } = useReading();
  const session = useSession();
  const ask = useCallback(async (cursor: string | null, signal: AbortSignal) => {
    const query = { limit: 50, ...(cursor !== null && { cursor }) };
    const page = await answer(api.GET("/mandates", { params: { query }, signal }));
    return { items: page.mandates, next: page.next };
  }, []);
  const { items, more, refusal, showMore, again } = usePages(ask);
  const lanes = useAnswer(lanesKnown);
  const { act, busy, refusal: refused } = useAct(again);
  const titles = new Map(lanes.data?.map(({ id, title }) => [id, title]));
  return (
    <div className="cases">
      <Link to="/cases">← {read(FOLLOW.toCases)}</Link>
      <Typography.Title level={1}>{read(FOLLOW.mandates)}</Typography.Title>
      <Refused refusal={refused ?? refusal} again={again} />
      <h2>{read(FOLLOW.given)}</h2>
      {items === null && refusal === null && <Spin aria-label={read(SHELL.loading)} />}
      {items?.length === 0 && <p>{read(FOLLOW.noMandates)}</p>}
      <ul className="cards">
        {items?.map((mandate) => (
          <Card
            key={mandate.id}
            mandate={mandate}
            gave={mandate.applicant === session?.subject}
            titles={titles}
            busy={busy !== null}
            end={() => void act(`end ${mandate.id}`, endMandate(mandate.id))}
          />
        ))}
      </ul>
      {more && <Button onClick={showMore}>{read(CASES.more)}</Button>}
      {session?.roles.includes("applicant") && <GiveMandate lanes={lanes.data ?? []} busy={busy !== null} send={act} />}
    </div>
  );
}

interface Shown {
  readonly mandate: MandateView;
  readonly gave: boolean;
  readonly titles: ReadonlyMap<string, Both>;
  readonly busy: boolean;
  readonly end: () => void;
}

const STATES = {
  to_come: FOLLOW.to_come,
  in_force: FOLLOW.in_force,
  ended: FOLLOW.ended_,
  revoked: FOLLOW.revoked,
} as const;

function Card({ mandate, gave, titles, busy, end }: Shown) {
  const { read, language } = useReading();
  const counts = mandate.state === "in_force" || mandate.state === "to_come";
  const lanes = mandate.lanes.map((id) => read(titles.get(id) ?? { zh: id, en: id }));
  return (
    <li className="card">
      <span className="top">
        <span>
          {gave ? read(FOLLOW.youGave, { who: mandate.agent }) : read(FOLLOW.youHave, { who: mandate.applicant })}
        </span>
        <span className="quiet">{read(STATES[mandate.state])}</span>
      </span>
      <span>
        {[
          ...(lanes.length === 0 ? [read(FOLLOW.everything)] : lanes),
          read(FOLLOW.untilDay, { day: lastDayText(mandate.ends_at, language) }),
        ].join(" · ")}
      </span>
      <span className="quiet">
        {mandate.actions
          .filter((each): each is keyof typeof FOLLOW => each in FOLLOW)
          .map((each) => read(FOLLOW[each]))
          .join(" · ")}
      </span>
      {counts && (
        <span className="actions">
          <Button disabled={busy} onClick={end}>
            {read(gave ? FOLLOW.revoke : FOLLOW.layDown)}
          </Button>
        </span>
      )}
    </li>
  );
}
