import { Button, Input, Popconfirm } from "antd";
import { useId, useState } from "react";

import type { Standing } from "../api/schema";
import { useReading } from "../language/language";
import { useSession } from "../sign-in/use_session";
import { CASES, REASONS } from "../texts/cases";
import { INBOX, PROCEDURES } from "../texts/inbox";
import { askExtension, decideExtension, own, refuse, takeBack, turnProcedure } from "./case_requests";
import type { Sending } from "../cases/sending";

interface Orders {
  readonly standing: Standing;
  readonly busy: boolean;
  readonly send: Sending;
}

/** What can be ordered of a case beside its steps: the clock, more time, its end. */
export function CaseOrders({ standing, busy, send }: Orders) {
  const { read } = useReading();
  const session = useSession();
  if (standing.result !== null) return null;
  const { id } = standing;
  const supervises = session?.roles.includes("supervisor") ?? false;
  const reached = new Set(standing.states.map(({ state }) => state));
  const decided = standing.states.some(({ code }) => code >= 11);
  return (
    <details style={{ marginTop: 28 }}>
      <summary>
        <strong>{read(INBOX.orders)}</strong>
      </summary>
      <div className="actions">
        <Button disabled={busy} onClick={() => void send(`own ${id}`, own(id))}>
          {read(INBOX.own)}
        </Button>
      </div>
      {!decided && <Procedures standing={standing} busy={busy} send={send} />}
      {!decided && <Extension standing={standing} busy={busy} send={send} supervises={supervises} />}
      {!reached.has("accepted") && !decided && (
        <Ending
          title={read(INBOX.refusal)}
          choices={(["not_needed", "not_competent"] as const).map((ground) => ({
            name: read(INBOX[ground]),
            take: () => send(`refuse ${id} ${ground}`, refuse(id, ground)),
          }))}
          busy={busy}
        />
      )}
      {decided && supervises && (
        <Ending
          title={read(INBOX.takingBack)}
          choices={(["retraction", "revocation"] as const).map((ground) => ({
            name: read(INBOX[ground]),
            take: () => send(`take back ${id} ${ground}`, takeBack(id, ground)),
          }))}
          busy={busy}
        />
      )}
    </details>
  );
}

function Procedures({ standing, busy, send }: Orders) {
  const { read } = useReading();
  const going = new Set(standing.procedures.filter(({ ended_at }) => ended_at === null).map((each) => each.procedure));
  return (
    <>
      <h3>{read(INBOX.procedure)}</h3>
      <div className="actions">
        {PROCEDURES.map((procedure) => {
          const turn = going.has(procedure) ? "end" : "begin";
          return (
            <Button
              key={procedure}
              disabled={busy}
              type={turn === "end" ? "primary" : "default"}
              onClick={() =>
                void send(`${turn} ${procedure} ${standing.id}`, turnProcedure(standing.id, procedure, turn))
              }
            >
              {read(turn === "end" ? INBOX.endProcedure : INBOX.beginProcedure, {
                name: REASONS[procedure] ?? procedure,
              })}
            </Button>
          );
        })}
      </div>
    </>
  );
}

function Extension({ standing, busy, send, supervises }: Orders & { readonly supervises: boolean }) {
  const { read } = useReading();
  const [reason, setReason] = useState("");
  const field = useId();
  const { id, extension } = standing;
  const waits = extension?.stage === "asked";
  const given = reason.trim();
  return (
    <>
      <h3>{read(INBOX.extension)}</h3>
      {extension?.stage === "asked" && (
        <p>{read(INBOX.extensionAsked, { who: extension.asked_by, days: extension.days, reason: extension.reason })}</p>
      )}
      {extension?.stage === "granted" && <p>{read(INBOX.extensionGranted, { days: extension.days })}</p>}
      {extension?.stage === "refused" && <p>{read(INBOX.extensionRefused)}</p>}
      {(!waits || supervises) && extension?.stage !== "granted" && (
        <>
          <div className="field">
            <label htmlFor={field}>{read(INBOX.reason)}</label>
            <Input
              id={field}
              value={reason}
              maxLength={500}
              onChange={({ target }) => {
                setReason(target.value);
              }}
            />
          </div>
          <div className="actions">
            {waits ? (
              <>
                <Button
                  disabled={busy}
                  onClick={() => void send(`grant ${id} ${given}`, decideExtension(id, true, given))}
                >
                  {read(INBOX.grant)}
                </Button>
                <Button
                  disabled={busy}
                  onClick={() => void send(`do not grant ${id} ${given}`, decideExtension(id, false, given))}
                >
                  {read(INBOX.refuse)}
                </Button>
              </>
            ) : (
              <Button
                disabled={busy || given === ""}
                onClick={() => void send(`extend ${id} ${given}`, askExtension(id, given))}
              >
                {read(INBOX.askExtension)}
              </Button>
            )}
          </div>
        </>
      )}
    </>
  );
}

interface End {
  readonly title: string;
  readonly choices: readonly { readonly name: string; readonly take: () => Promise<boolean> }[];
  readonly busy: boolean;
}

/** Ways in which a case ends for good; each is asked for twice. */
function Ending({ title, choices, busy }: End) {
  const { read } = useReading();
  return (
    <>
      <h3>{title}</h3>
      <div className="actions">
        {choices.map(({ name, take }) => (
          <Popconfirm
            key={name}
            title={read(INBOX.sure)}
            okText={name}
            cancelText={read(CASES.cancel)}
            onConfirm={() => {
              void take();
            }}
          >
            <Button danger disabled={busy}>
              {name}
            </Button>
          </Popconfirm>
        ))}
      </div>
    </>
  );
}
