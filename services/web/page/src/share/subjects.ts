/** What experiments are about, in words. What was asked never changes, so it is asked once. */
import { useEffect, useState } from "react";

import { answer, api } from "../api/client";
import type { ExperimentView, NewExperiment } from "../api/schema";
import type { Both } from "../language/language";

const known = new Map<string, Both>();
let titles: Promise<ReadonlyMap<string, Both>> | null = null;

/** Titles of what experiments are about, by their ids, as they come to be known. */
export function useSubjects(experiments: readonly ExperimentView[]): Readonly<Record<string, Both>> {
  const [, setTurn] = useState(0);
  useEffect(() => {
    const aborted = new AbortController();
    const lacking = experiments.filter(({ id }) => !known.has(id));
    void Promise.allSettled(
      lacking.map(async ({ id }) => {
        const params = { path: { experiment: id } };
        const asked = await answer(api.GET("/experiments/{experiment}/request", { params, signal: aborted.signal }));
        known.set(id, saidOf(asked, await shipped()));
      }),
    ).then(() => {
      if (!aborted.signal.aborted && lacking.length > 0) setTurn((before) => before + 1);
    });
    return () => {
      aborted.abort();
    };
  }, [experiments]);
  return Object.fromEntries(known);
}

/** The subjects of a request by their titles; ids of what nothing is known of. */
function saidOf({ subjects, lanes, scenarios }: NewExperiment, names: ReadonlyMap<string, Both>): Both {
  const own = new Map([...lanes, ...scenarios].map(({ id, title }) => [id, title as Both | undefined]));
  const all = subjects.map((id) => own.get(id) ?? names.get(id) ?? { zh: id, en: id });
  return { zh: all.map(({ zh }) => zh).join("、"), en: all.map(({ en }) => en).join(", ") };
}

function shipped(): Promise<ReadonlyMap<string, Both>> {
  titles ??= Promise.all([answer(api.GET("/lanes")), answer(api.GET("/scenarios"))]).then(
    ([lanes, scenarios]) => new Map([...lanes, ...scenarios].map(({ id, title }) => [id, title])),
  );
  // Whoever comes later asks again, if nobody answered now.
  titles.catch(() => {
    titles = null;
  });
  return titles;
}
