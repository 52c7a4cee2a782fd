import { Alert, Button } from "antd";

import type { Refusal } from "../api/refusal";
import { useReading } from "../language/language";
import { PROBLEMS } from "../texts/problems";
import { SHELL } from "../texts/shell";
import { Technical } from "./technical";

/** Shows why something was not done, and offers to try again; names and numbers of it the server tells in English. */
export function Failure({ refusal, again }: { refusal: Refusal; again?: () => void }) {
  const { read } = useReading();
  const { status, problem } = refusal;
  const meaning = PROBLEMS[problem?.code ?? ""];
  const message =
    status === 0
      ? read(SHELL.unreachable)
      : meaning === undefined
        ? read(SHELL.refused, { status: problem?.title ?? status })
        : read(meaning);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={message}
      description={
        problem?.detail && (
          <Technical>
            <span lang="en">{problem.detail}</span>
          </Technical>
        )
      }
      action={again && <Button onClick={again}>{read(SHELL.again)}</Button>}
    />
  );
}
