import { useCallback, useRef, useState } from "react";

import { Refusal } from "../api/refusal";
import { isSettled, newKeys } from "./keys";

export interface Acting {
  /** Of what is being sent; one thing at a time. */
  readonly busy: string | null;
  readonly refusal: Refusal | null;
  /**
   * Send something, under the same key until it is known what came of it.
   *
   * @param request what tells it from other requests: its address and its body
   * @returns whether it was done
   */
  readonly act: (request: string, send: (key: string) => Promise<unknown>) => Promise<boolean>;
  readonly forget: () => void;
}

/** What people send from a page: each of it once, however often they press. */
export function useAct(done: () => void): Acting {
  const [busy, setBusy] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const keys = useRef(newKeys());
  const sending = useRef(false);
  const act = useCallback(
    async (request: string, send: (key: string) => Promise<unknown>) => {
      if (sending.current) return false;
      sending.current = true;
      setBusy(request);
      setRefusal(null);
      try {
        await send(keys.current.of(request));
        keys.current.settled(request);
        return true;
      } catch (failure) {
        if (!(failure instanceof Refusal)) throw failure;
        if (isSettled(failure)) keys.current.settled(request);
        setRefusal(failure);
        return false;
      } finally {
        sending.current = false;
        setBusy(null);
        // After a refusal too: what was shown may be what it is no more.
        done();
      }
    },
    [done],
  );
  const forget = useCallback(() => {
    setRefusal(null);
  }, []);
  return { busy, refusal, act, forget };
}
