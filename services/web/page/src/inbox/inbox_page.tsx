import { Alert, Button, Segmented, Select, Spin, Typography } from "antd";
import { useCallback, useEffect, useState } from "react";
import { Link, useSearchParams } from "react-router";

import { answer, api } from "../api/client";
import type { InboxItem } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { usePages } from "../api/use_pages";
import { Lamp } from "../cases/lamp";
import { lastDayText, minuteText } from "../cases/moments";
import { Refused } from "../cases/refused";
import { useAct } from "../cases/use_act";
import "../cases/cases.css";
import { useReading, type Both } from "../language/language";
import { currentSession } from "../sign-in/session";
import { CASES, LAMPS } from "../texts/cases";
import { INBOX } from "../texts/inbox";
import { SHELL } from "../texts/shell";
import { addressOf, asked, filtersOf, WHICH, WHOSE, type Filters } from "./filters";
import { pathOf } from "./places";

/** How many are taken at once. */
const HANDFUL = 5;
const PAGE = 50;

const lanesKnown = (signal: AbortSignal) => answer(api.GET("/lanes", { signal }));

/** What waits for an officer or supervisor, the most urgent first. */
export default function InboxPage() {
  const { read } = useReading();
  const [address, setAddress] = useSearchParams();
  const text = address.toString();
  const ask = useCallback(
    (cursor: string | null, signal: AbortSignal) => {
      const query = { ...asked(filtersOf(new URLSearchParams(text))), limit: PAGE, ...(cursor && { cursor }) };
      return answer(api.GET("/work-items", { params: { query }, signal }));
    },
    [text],
  );
  const { items, more, refusal, showMore, again } = usePages(ask);
  const lanes = useAnswer(lanesKnown);
  const filters = filtersOf(address);
  const titles = new Map(lanes.data?.map(({ id, title }) => [id, title]));
  const pools = new Map(lanes.data?.flatMap((lane) => Object.entries(lane.pools)));
  useRefreshedOnReturn(again);

  return (
    <div className="cases">
      <div className="head">
        <Typography.Title level={1}>{read(INBOX.title)}</Typography.Title>
        <Button onClick={again}>{read(CASES.refresh)}</Button>
      </div>
      <Choosing
        filters={filters}
        lanes={[...titles].map(([id, title]) => ({ id, title }))}
        choose={(chosen) => {
          setAddress(addressOf(chosen), { replace: true });
        }}
      />
      <Refused refusal={refusal} again={again} />
      {items === null ? (
        refusal === null && <Spin aria-label={read(SHELL.loading)} />
      ) : (
        <>
          <TakingSeveral filters={filters} items={items} done={again} />
          {items.length === 0 && <p>{read(text === "" ? INBOX.nothing : INBOX.nothingHere)}</p>}
          <ul className="cards">
            {items.map((item) => (
              <li key={`${item.case} ${item.step} ${item.occurrence}`}>
                <Card item={item} lane={titles.get(item.lane)} pool={pools.get(item.pool)} />
              </li>
            ))}
          </ul>
          {more && <Button onClick={showMore}>{read(CASES.more)}</Button>}
        </>
      )}
    </div>
  );
}

interface Choices {
  filters: Filters;
  lanes: readonly { id: string; title: Both }[];
  choose: (filters: Filters) => void;
}

function Choosing({ filters, lanes, choose }: Choices) {
  const { read } = useReading();
  return (
    <div className="filters">
      <Segmented
        aria-label={read(INBOX.whose)}
        value={filters.whose}
        options={WHOSE.map((value) => ({ value, label: read(INBOX[value]) }))}
        onChange={(whose) => {
          choose({ ...filters, whose });
        }}
      />
      <Segmented
        aria-label={read(INBOX.how)}
        value={filters.lamp}
        options={WHICH.map((value) => ({ value, label: read(value === "all" ? INBOX.everyLamp : LAMPS[value]) }))}
        onChange={(lamp) => {
          choose({ ...filters, lamp });
        }}
      />
      <Select
        aria-label={read(INBOX.lane)}
        value={filters.lane}
        style={{ minWidth: 200, maxWidth: "100%" }}
        options={[
          { value: "", label: read(INBOX.everyLane) },
          ...lanes.map(({ id, title }) => ({ value: id, label: read(title) })),
        ]}
        onChange={(lane) => {
          choose({ ...filters, lane });
        }}
      />
    </div>
  );
}

function Card({ item, lane, pool }: { item: InboxItem; lane: Both | undefined; pool: Both | undefined }) {
  const { read, language } = useReading();
  const mine = item.assignee !== "" && item.assignee === currentSession()?.subject;
  const hands =
    item.actor !== "pool"
      ? read(item.actor === "applicant" ? CASES.applicant : CASES.thirdParty)
      : item.assignee === ""
        ? read(INBOX.nobodys)
        : mine
          ? read(INBOX.yours)
          : read(INBOX.someones, { who: item.assignee });
  const when = item.started_at ?? item.enabled_at;
  return (
    <Link to={pathOf(item)} className={mine ? "card yours" : "card"}>
      <span className="top">
        <span>{read(item.title ?? { zh: item.step, en: item.step })}</span>
        {item.due_at !== null && <Lamp lamp={item.lamp} />}
      </span>
      <span>
        {[read(lane ?? { zh: item.lane, en: item.lane }), item.pool && read(pool ?? { zh: item.pool, en: item.pool })]
          .filter(Boolean)
          .join(" · ")}
      </span>
      <span className="when">
        {[
          hands,
          read(item.started_at === null ? INBOX.since : INBOX.begun, { at: minuteText(when, language) }),
          item.due_at !== null && read(INBOX.due, { day: lastDayText(item.due_at, language) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
      <span className="quiet number">{item.case}</span>
    </Link>
  );
}

/** Take a handful of what is free, in the order in which it is shown. */
function TakingSeveral({ filters, items, done }: { filters: Filters; items: readonly InboxItem[]; done: () => void }) {
  const { read } = useReading();
  const { act, busy, refusal } = useAct(done);
  const [result, setResult] = useState<{ done: number; rest: number } | null>(null);
  const free = items.filter(({ assignee, actor }) => assignee === "" && actor === "pool").length;
  if (free < 2 && result === null) return null;
  const count = Math.min(free, HANDFUL);
  const take = async () => {
    const filter = { ...asked({ ...filters, whose: "free" }), actor: "pool" as const };
    const body = { filter, action: { kind: "claim" as const }, limit: count, dry_run: false };
    await act(JSON.stringify(body), async (key) => {
      const params = { header: { "Idempotency-Key": key } };
      const told = await answer(api.POST("/work-items/bulk", { params, body }));
      setResult({ done: told.done, rest: told.items.length - told.done });
    });
  };
  return (
    <>
      <Refused refusal={refusal} />
      {result !== null && (
        <Alert
          type={result.rest === 0 ? "success" : "warning"}
          showIcon
          role="status"
          title={read(result.rest === 0 ? INBOX.taken : INBOX.takenSome, result)}
        />
      )}
      {free >= 2 && filters.whose !== "mine" && (
        <Button loading={busy !== null} onClick={() => void take()}>
          {read(INBOX.takeFive, { count })}
        </Button>
      )}
    </>
  );
}

/** Ask again when somebody comes back to the window: others have gone on working meanwhile. */
function useRefreshedOnReturn(again: () => void): void {
  useEffect(() => {
    const back = () => {
      if (document.visibilityState === "visible") again();
    };
    document.addEventListener("visibilitychange", back);
    return () => {
      document.removeEventListener("visibilitychange", back);
    };
  }, [again]);
}
