import { useCallback, useDeferredValue, useEffect, useMemo, useState } from "react";

import { answer, api } from "../api/client";
import type { Draft } from "../api/schema";
import { readLane } from "../editing/reading";
import { sameText, type Study } from "../study/study";

type Summary = Pick<Draft, "own" | "owner" | "version" | "changed_at">;

export interface Saved {
  /** The draft as the server has it by now; none if there is none, or it is not known yet. */
  readonly draft: Summary | null;
  /** Whether the study differs from the version that it came from. */
  readonly changed: boolean;
  /** The study is now what the version says that it was saved as. */
  readonly remember: (version: number, study: Study) => void;
}

function textOf(lane: unknown, levers: unknown): string {
  return sameText({ lane: readLane(lane) ?? lane, levers });
}

/** What of the study is kept, so that one sees whether anything would be lost. */
export function useSaved(study: Study): Saved {
  // Comparing takes longer than a key may: it follows what is typed.
  const { draft: reference, lane, levers, shipped } = useDeferredValue(study);
  const id = reference?.id ?? null;
  const version = reference?.version ?? null;
  const [known, setKnown] = useState<{ id: string; version: number; text: string } | null>(null);
  const [draft, setDraft] = useState<Summary | null>(null);
  const needed = id !== null && version !== null && !(known?.id === id && known.version === version);

  useEffect(() => {
    if (!needed) return undefined;
    let current = true;
    const path = { draft: id, number: version };
    void Promise.all([
      answer(api.GET("/drafts/{draft}", { params: { path } })),
      answer(api.GET("/drafts/{draft}/versions/{number}", { params: { path } })),
    ]).then(
      ([latest, seen]) => {
        if (!current) return;
        setDraft(latest);
        setKnown({ id, version, text: textOf(seen.lane, seen.levers) });
      },
      () => {
        // Whoever saves is told what is the matter; until then everything counts as changed.
        if (current) setKnown({ id, version, text: "" });
      },
    );
    return () => {
      current = false;
    };
  }, [needed, id, version]);

  const now = useMemo(() => textOf(lane, levers), [lane, levers]);
  const remember = useCallback((saved: number, after: Study) => {
    if (after.draft !== null) {
      setKnown({ id: after.draft.id, version: saved, text: textOf(after.lane, after.levers) });
    }
    setDraft((before) => (before === null ? null : { ...before, version: saved }));
  }, []);
  const beginning = useMemo(
    () => (shipped === null ? null : shipped.lane === sameText(lane) && shipped.levers === sameText(levers)),
    [shipped, lane, levers],
  );
  const changed = id === null ? beginning !== true : !needed && known?.text !== now;
  return { draft: draft !== null && id !== null ? draft : null, changed, remember };
}
