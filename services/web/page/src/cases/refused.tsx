import { Alert, Button } from "antd";

import type { Refusal } from "../api/refusal";
import { useReading, type Both } from "../language/language";
import { CASES } from "../texts/cases";
import { REFUSALS } from "../texts/refusals";
import { SHELL } from "../texts/shell";

/** A refusal in plain words, as far as there are any for it. */
function meaningOf(refusal: Refusal): Both {
  if (refusal.status === 0) return CASES.unanswered;
  return REFUSALS[refusal.problem?.code ?? ""] ?? CASES.refused;
}

/** Why something was not done; what the server says of it can be unfolded by whoever wants to know. */
export function Refused({ refusal, again }: { refusal: Refusal | null; again?: () => void }) {
  const { read } = useReading();
  if (refusal === null) return null;
  const detail = refusal.problem?.detail;
  return (
    <Alert
      className="refused"
      type={refusal.status === 412 ? "warning" : "error"}
      showIcon
      role="alert"
      title={read(meaningOf(refusal))}
      description={
        detail && (
          <details>
            <summary>{read(CASES.detail)}</summary>
            {detail}
          </details>
        )
      }
      action={again && <Button onClick={again}>{read(SHELL.again)}</Button>}
    />
  );
}
