import { useState } from "react";

import type { Refusal } from "../api/refusal";
import type { Sending } from "./sending";
import { useAct } from "./use_act";

export interface Sent {
  readonly send: Sending;
  readonly busy: boolean;
  /** Whether what was sent last was done. */
  readonly done: boolean;
  readonly refusal: Refusal | null;
}

/** What the parts of a page send together: one thing at a time, and how the last of them ended. */
export function useSending(again: () => void): Sent {
  const { act, busy, refusal } = useAct(again);
  const [done, setDone] = useState(false);
  const send: Sending = async (request, sent) => {
    setDone(false);
    const now = await act(request, sent);
    setDone(now);
    return now;
  };
  return { send, busy: busy !== null, done, refusal };
}
