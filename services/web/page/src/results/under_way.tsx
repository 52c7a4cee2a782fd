import { Alert, Progress } from "antd";
import { useEffect } from "react";

import type { ExperimentView } from "../api/schema";
import { useReading, type Both } from "../language/language";
import { RESULTS } from "../texts/results";

/** Milliseconds between looks. */
const PAUSE = 1000;

/** How far an experiment is whose result is awaited; `look` is called until it has ended. */
export function UnderWay({ experiment, what, look }: { experiment: ExperimentView; what: Both; look: () => void }) {
  const { read } = useReading();
  const { stage, done, of, reason } = experiment;
  useEffect(() => {
    if (stage !== "open") return undefined;
    const timer = window.setTimeout(look, PAUSE);
    return () => {
      window.clearTimeout(timer);
    };
  }, [stage, look, experiment]);
  if (stage !== "open") {
    return (
      <Alert
        type="warning"
        showIcon
        title={read(RESULTS[stage === "failed" ? "ended" : "cancelled"], { what })}
        description={reason}
      />
    );
  }
  const share = of.batches === 0 ? 0 : Math.min(99, Math.round((100 * done.batches) / of.batches));
  return (
    <div className="under-way" role="status">
      <span>{read(RESULTS.asking, { what })}</span>
      <Progress percent={share} aria-label={read(RESULTS.asking, { what })} />
    </div>
  );
}
