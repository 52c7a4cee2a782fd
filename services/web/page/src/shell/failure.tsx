import { Alert, Button } from "antd";

import type { Refusal } from "../api/refusal";
import { useReading } from "../language/language";
import { SHELL } from "../texts/shell";

/** Shows why something was not done, and offers to try again. */
export function Failure({ refusal, again }: { refusal: Refusal; again?: () => void }) {
  const { read } = useReading();
  const message =
    refusal.status === 0
      ? read(SHELL.unreachable)
      : read(SHELL.refused, { status: refusal.problem?.title ?? refusal.status });
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={message}
      description={refusal.problem?.detail}
      action={again && <Button onClick={again}>{read(SHELL.again)}</Button>}
    />
  );
}
