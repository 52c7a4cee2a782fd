import { Button } from "antd";

import type { CaseTitles, ItemView } from "../api/schema";
import { useReading } from "../language/language";
import { useSession } from "../sign-in/use_session";
import { INBOX } from "../texts/inbox";
import { Finishing } from "./finishing";
import { Handing } from "./handing";
import { about, begin, claim, complete, release, tellMissing, writeDown } from "./item_requests";
import type { Sending } from "../cases/sending";

interface Work {
  readonly item: ItemView;
  readonly titles: CaseTitles;
  /** Whether the applicant is known, and answers for themselves. */
  readonly named: boolean;
  readonly busy: boolean;
  readonly send: Sending;
}

/** What an officer or supervisor can do with a step now; nothing that would only be refused. */
export function WorkOnItem(work: Work) {
  const { read } = useReading();
  return (
    <section className="panel yours" aria-labelledby="work">
      <h2 id="work" style={{ marginTop: 0 }}>
        {read(INBOX.work)}
      </h2>
      <Possible {...work} />
    </section>
  );
}

function Possible({ item, titles, named, busy, send }: Work) {
  const { read } = useReading();
  const session = useSession();
  const step = titles.steps[item.step];
  const finish = (outcome: string, missing: readonly string[] | null) =>
    about(
      item,
      send,
      `complete ${outcome} ${(missing ?? []).join(" ")}`,
      missing === null ? complete(outcome) : tellMissing(outcome, missing),
    );

  if (item.closed_at !== null) {
    const outcome = step?.outcomes.find(({ id }) => id === item.outcome)?.title ?? INBOX.done;
    return <p>{item.outcome === "" ? read(INBOX.dropped) : read(INBOX.closed, { outcome })}</p>;
  }
  if (item.actor === "applicant") {
    if (named) return <p>{read(INBOX.waitsForApplicant)}</p>;
    return (
      <>
        <p>{read(INBOX.atWindow)}</p>
        <Finishing
          item={item}
          titles={titles}
          busy={busy}
          finish={(outcome) => about(item, send, `answer ${outcome}`, writeDown(outcome))}
        />
      </>
    );
  }
  if (item.actor === "third_party") {
    return (
      <>
        <p>{read(INBOX.waitsForOthers, { who: step?.doer ?? { zh: "第三方", en: "A third party" } })}</p>
        <Finishing item={item} titles={titles} busy={busy} finish={finish} />
      </>
    );
  }
  const mine = item.assignee !== "" && item.assignee === session?.subject;
  const supervises = session?.roles.includes("supervisor") ?? false;
  return (
    <>
      {item.assignee === "" && (
        <>
          <p>{read(INBOX.takeFirst)}</p>
          <div className="actions">
            <Button type="primary" size="large" loading={busy} onClick={() => void about(item, send, "claim", claim)}>
              {read(INBOX.take)}
            </Button>
          </div>
        </>
      )}
      {item.assignee !== "" && !mine && <p>{read(INBOX.theirs, { who: item.assignee })}</p>}
      {mine && <Finishing item={item} titles={titles} busy={busy} finish={finish} />}
      <div className="actions">
        {mine && item.started_at === null && (
          <Button disabled={busy} onClick={() => void about(item, send, "begin", begin)}>
            {read(INBOX.begin)}
          </Button>
        )}
        {item.assignee !== "" && (mine || supervises) && (
          <Button disabled={busy} onClick={() => void about(item, send, "release", release)}>
            {read(INBOX.release)}
          </Button>
        )}
      </div>
      <Handing item={item} mine={mine} supervises={supervises} busy={busy} send={send} />
    </>
  );
}
