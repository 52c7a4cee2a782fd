import { useCallback } from "react";

import { answer, api } from "../api/client";
import type { Asked } from "../api/use_answer";
import { useAnswer } from "../api/use_answer";
import type { ExperimentView } from "../api/schema";
import type { ExperimentViews } from "../charts/views";

/** A result in views, or how far the experiment is that is to give it. */
export interface Result {
  readonly experiment: ExperimentView;
  readonly views: ExperimentViews | null;
}

export function useResult(experiment: string): Asked<Result> {
  const ask = useCallback(
    async (signal: AbortSignal): Promise<Result> => {
      const params = { path: { experiment } };
      const now = await answer(api.GET("/experiments/{experiment}", { params, signal }));
      if (now.stage !== "done") return { experiment: now, views: null };
      return { experiment: now, views: await answer(api.GET("/experiments/{experiment}/views", { params, signal })) };
    },
    [experiment],
  );
  return useAnswer(ask);
}
