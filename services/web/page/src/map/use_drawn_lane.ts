import { useCallback, useEffect, useState } from "react";

import { answer, api } from "../api/client";
import type { Refusal } from "../api/refusal";
import type { Lane } from "../api/schema";
import { useReading, type Language } from "../language/language";
import type { DrawnLane } from "./shapes";

/** After the last key: a map for every letter of a title would only flicker. */
const PAUSE = 250;
const KEPT = 24;
const kept = new WeakMap<Lane, Map<Language, DrawnLane>>();
const recent: Lane[] = [];

interface Drawn {
  readonly drawn: DrawnLane | null;
  readonly refusal: Refusal | null;
  readonly again: () => void;
}

/** The drawing of a lane; while another one is made, and when it cannot be made, the one before. */
export function useDrawnLane(lane: Lane): Drawn {
  const { language } = useReading();
  const [state, setState] = useState<{ drawn: DrawnLane | null; refusal: Refusal | null }>(() => ({
    drawn: kept.get(lane)?.get(language) ?? null,
    refusal: null,
  }));
  const [turn, setTurn] = useState(0);
  const first = state.drawn === null;
  useEffect(() => {
    const aborted = new AbortController();
    const ask = (): void => {
      draw(lane, language, aborted.signal).then(
        (drawn) => {
          if (!aborted.signal.aborted) setState({ drawn, refusal: null });
        },
        (refusal: unknown) => {
          if (!aborted.signal.aborted) setState((before) => ({ ...before, refusal: refusal as Refusal }));
        },
      );
    };
    const timer = setTimeout(ask, first || kept.get(lane)?.has(language) ? 0 : PAUSE);
    return () => {
      clearTimeout(timer);
      aborted.abort();
    };
    // Whether it is the first one decides only how soon it is asked for.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [lane, language, turn]);
  const again = useCallback(() => {
    setTurn((before) => before + 1);
  }, []);
  return { ...state, again };
}

/** Lanes are never changed, only replaced: one that undo brings back has its drawing still. */
async function draw(lane: Lane, language: Language, signal: AbortSignal): Promise<DrawnLane> {
  const known = kept.get(lane)?.get(language);
  if (known !== undefined) return known;
  const body = { lane: lane as unknown as Record<string, never>, language };
  const drawn: DrawnLane = await answer(api.POST("/maps", { body, signal }));
  if (!kept.has(lane)) {
    kept.set(lane, new Map());
    recent.push(lane);
    if (recent.length > KEPT) kept.delete(recent.shift() ?? lane);
  }
  kept.get(lane)?.set(language, drawn);
  return drawn;
}
