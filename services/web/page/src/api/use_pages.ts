import { useCallback, useEffect, useRef, useState } from "react";

import type { Refusal } from "./refusal";

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface Pages<Item> {
  readonly items: readonly Item[] | null;
  readonly more: boolean;
  readonly refusal: Refusal | null;
  readonly showMore: () => void;
  readonly again: () => void;
}

/**
 * A list that comes in pages: the first one when it is shown, the others when they are asked for.
 *
 * @param ask for the page of a cursor; another function is another list (see `useCallback`)
 */
export function usePages<Item>(ask: (cursor: string | null, signal: AbortSignal) => Promise<Page<Item>>): Pages<Item> {
  const [state, setState] = useState<{ page: Page<Item> | null; refusal: Refusal | null }>({
    page: null,
    refusal: null,
  });
  const [turn, setTurn] = useState(0);
  const aborted = useRef<AbortController>(null);
  const load = useCallback(
    (before: Page<Item> | null) => {
      aborted.current?.abort();
      const controller = new AbortController();
      aborted.current = controller;
      ask(before?.next ?? null, controller.signal).then(
        (page) => {
          if (controller.signal.aborted) return;
          setState({ page: { items: [...(before?.items ?? []), ...page.items], next: page.next }, refusal: null });
        },
        (refusal: unknown) => {
          if (!controller.signal.aborted) setState(({ page }) => ({ page, refusal: refusal as Refusal }));
        },
      );
    },
    [ask],
  );
  useEffect(() => {
    load(null);
    return () => aborted.current?.abort();
  }, [load, turn]);
  const showMore = () => {
    if (state.page !== null && state.page.next !== null) load(state.page);
  };
  const again = useCallback(() => {
    setTurn((before) => before + 1);
  }, []);
  return {
    items: state.page?.items ?? null,
    more: state.page !== null && state.page.next !== null,
    refusal: state.refusal,
    showMore,
    again,
  };
}
