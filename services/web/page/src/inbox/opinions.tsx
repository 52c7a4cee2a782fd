import { Button, Checkbox, InputNumber } from "antd";
import { useId, useState } from "react";

import type { CaseTitles, ItemView } from "../api/schema";
import { lastDayText } from "../cases/moments";
import { useReading, type Both } from "../language/language";
import { useSession } from "../sign-in/use_session";
import { INBOX } from "../texts/inbox";
import { about, askOpinions, giveOpinion } from "./item_requests";
import type { Sending } from "../cases/sending";

const OPINIONS = ["agree", "agree_with_conditions", "object"] as const;

interface Asked {
  readonly item: ItemView;
  readonly titles: CaseTitles;
  readonly busy: boolean;
  readonly send: Sending;
}

/** What other departments think of a step, and asking them. */
export function Opinions({ item, titles, busy, send }: Asked) {
  const { read, language } = useReading();
  const session = useSession();
  const nameOf = (pool: string): Both => titles.pools[pool]?.department ?? { zh: pool, en: pool };
  const serves = (pool: string): boolean => {
    const names = new Set(["*", pool, nameOf(pool).zh, nameOf(pool).en]);
    return session?.departments.some((each) => names.has(each) || each.endsWith(`/${pool}`)) ?? false;
  };
  const open = item.closed_at === null && item.actor === "pool";
  if (item.opinions.length === 0 && !open) return null;
  return (
    <>
      <h2>{read(INBOX.opinions)}</h2>
      {item.opinions.length === 0 && <p>{read(INBOX.noOpinions)}</p>}
      <ul className="cards">
        {item.opinions.map(({ department, due_at, opinion, by }) => (
          <li key={department} className="card">
            <span className="top">{read(nameOf(department))}</span>
            <span>
              {opinion === null
                ? read(INBOX.waitsUntil, { day: lastDayText(due_at, language) })
                : [read(INBOX[opinion]), by].filter(Boolean).join(" · ")}
            </span>
            {opinion === null && open && serves(department) && (
              <div className="actions" role="group" aria-label={read(INBOX.give)}>
                {OPINIONS.map((each) => (
                  <Button
                    key={each}
                    disabled={busy}
                    onClick={() =>
                      void about(item, send, `opinion ${department} ${each}`, giveOpinion(department, each))
                    }
                  >
                    {read(INBOX[each])}
                  </Button>
                ))}
              </div>
            )}
          </li>
        ))}
      </ul>
      {open && (
        <Asking
          pools={Object.keys(titles.pools).filter(
            (pool) => pool !== item.pool && !item.opinions.some(({ department }) => department === pool),
          )}
          nameOf={(pool) => titles.pools[pool]?.title ?? nameOf(pool)}
          busy={busy}
          ask={(pools, within) => about(item, send, `ask ${pools.join(" ")} ${within}`, askOpinions(pools, within))}
        />
      )}
    </>
  );
}

interface Ask {
  readonly pools: readonly string[];
  readonly nameOf: (pool: string) => Both;
  readonly busy: boolean;
  readonly ask: (pools: readonly string[], within: number) => Promise<boolean>;
}

function Asking({ pools, nameOf, busy, ask }: Ask) {
  const { read } = useReading();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [within, setWithin] = useState(5);
  const field = useId();
  if (pools.length === 0) return null;
  return (
    <details>
      <summary>{read(INBOX.ask)}</summary>
      <fieldset className="plain">
        <legend>{read(INBOX.askWhom)}</legend>
        <Checkbox.Group
          className="choices"
          value={[...chosen]}
          onChange={setChosen}
          options={pools.map((pool) => ({ value: pool, label: read(nameOf(pool)) }))}
        />
      </fieldset>
      <div className="field">
        <label htmlFor={field}>{read(INBOX.within)}</label>
        <InputNumber
          id={field}
          min={1}
          max={366}
          precision={0}
          value={within}
          onChange={(days) => {
            setWithin(days ?? 1);
          }}
        />
      </div>
      <Button
        disabled={busy || chosen.length === 0}
        onClick={() => {
          void ask(chosen, within).then((done) => {
            if (done) setChosen([]);
          });
        }}
      >
        {read(INBOX.ask)}
      </Button>
    </details>
  );
}
