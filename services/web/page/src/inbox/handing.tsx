import { Button, Input } from "antd";
import { useId, useState } from "react";

import type { ItemView } from "../api/schema";
import { useReading } from "../language/language";
import { INBOX } from "../texts/inbox";
import { about, delegate, escalate, reassign } from "./item_requests";
import type { Sending } from "../cases/sending";

interface Hand {
  readonly item: ItemView;
  readonly mine: boolean;
  readonly supervises: boolean;
  readonly busy: boolean;
  readonly send: Sending;
}

/** Give a step to somebody else: to a colleague, to the supervisor, or as a supervisor to anybody of the department. */
export function Handing({ item, mine, supervises, busy, send }: Hand) {
  const { read } = useReading();
  const [to, setTo] = useState("");
  const field = useId();
  const named = to.trim();
  return (
    <details style={{ marginTop: 12 }}>
      <summary>{read(INBOX.hand)}</summary>
      <div className="field">
        <label htmlFor={field}>{read(mine || supervises ? INBOX.colleague : INBOX.supervisor)}</label>
        <Input
          id={field}
          value={to}
          maxLength={120}
          autoComplete="off"
          onChange={({ target }) => {
            setTo(target.value);
          }}
        />
      </div>
      <div className="actions">
        {mine && !supervises && (
          <Button
            disabled={busy || named === ""}
            onClick={() => void about(item, send, `delegate ${named}`, delegate(named))}
          >
            {read(INBOX.delegate)}
          </Button>
        )}
        {supervises && (
          <Button
            disabled={busy || named === ""}
            onClick={() => void about(item, send, `reassign ${named}`, reassign(named))}
          >
            {read(INBOX.reassign)}
          </Button>
        )}
        <Button disabled={busy} onClick={() => void about(item, send, `escalate ${named}`, escalate(named))}>
          {read(INBOX.escalate)}
        </Button>
      </div>
    </details>
  );
}
