import { useCallback, useEffect, useState } from "react";

import type { Refusal } from "./refusal";

export interface Asked<Data> {
  readonly data: Data | null;
  readonly refusal: Refusal | null;
  readonly again: () => void;
}

/**
 * Ask when shown, and again when asked for or when `ask` is another one (see `useCallback`); what was answered before
 * stays until then.
 */
export function useAnswer<Data>(ask: (signal: AbortSignal) => Promise<Data>): Asked<Data> {
  const [state, setState] = useState<{ data: Data | null; refusal: Refusal | null }>({ data: null, refusal: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const aborted = new AbortController();
    ask(aborted.signal).then(
      (data) => {
        if (!aborted.signal.aborted) setState({ data, refusal: null });
      },
      (refusal: unknown) => {
        if (!aborted.signal.aborted) setState((before) => ({ ...before, refusal: refusal as Refusal }));
      },
    );
    return () => {
      aborted.abort();
    };
  }, [ask, turn]);
  const again = useCallback(() => {
    setTurn((before) => before + 1);
  }, []);
  return { ...state, again };
}
