import { Spin } from "antd";

import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { RESULTS } from "../texts/results";
import { ResultsBody } from "./results_body";
import { UnderWay } from "./under_way";
import { useResult } from "./use_result";

/** The answer to a further question, in its place on the page of the first. */
export function Companion({ experiment }: { experiment: string }) {
  const { read } = useReading();
  const { data, refusal, again } = useResult(experiment);
  if (refusal !== null) return <Failure refusal={refusal} again={again} />;
  if (data === null) return <Spin aria-label={read(RESULTS.loading)} />;
  if (data.views === null) {
    return <UnderWay experiment={data.experiment} what={nameOf(data.experiment.kind)} look={again} />;
  }
  return <ResultsBody document={data.views} beside={experiment} />;
}

function nameOf(kind: string) {
  switch (kind) {
    case "trace":
      return RESULTS.trace;
    case "attribute":
      return RESULTS.attribute;
    case "sweep":
      return RESULTS.sweep;
    case "pareto":
      return RESULTS.pareto;
    default:
      return RESULTS.further;
  }
}
