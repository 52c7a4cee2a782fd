import { Spin, Typography } from "antd";
import { useMemo } from "react";
import { useParams, useSearchParams } from "react-router";

import type { ExperimentViews } from "../charts/views";
import { useReading } from "../language/language";
import { useRunning } from "../run/runner";
import { Failure } from "../shell/failure";
import { ShareBar } from "../share/share_bar";
import { Stages } from "../study/stages";
import { RESULTS } from "../texts/results";
import { Companion } from "./companion";
import { Contents, type Entry } from "./contents";
import { FOLLOWED } from "./further";
import { Grounds } from "./grounds";
import { LookCloser } from "./look_closer";
import { placed } from "./order";
import { refined } from "./refining";
import { ResultsBody } from "./results_body";
import { UnderWay } from "./under_way";
import { useResult } from "./use_result";
import "./results.css";

/** The result of an experiment; the link to it is the hash of all that it depends on, so it says the same for ever. */
export default function ResultsPage() {
  const { read } = useReading();
  const { experiment = "" } = useParams();
  const { data, refusal, again } = useResult(experiment);
  const { views: finer, going } = refined(experiment, useRunning());
  // What somebody looks at is made more precise in its place, without another address.
  const shown = finer ?? data?.views ?? null;
  return (
    <>
      <Stages at="see" />
      {refusal !== null && <Failure refusal={refusal} again={again} />}
      {data === null ? (
        refusal === null && <Spin aria-label={read(RESULTS.loading)} />
      ) : shown === null ? (
        <UnderWay experiment={data.experiment} what={RESULTS.result} look={again} />
      ) : (
        <Shown document={shown} going={going} />
      )}
    </>
  );
}

const MORE = "look-closer";
const GROUNDS = "grounds";

function Shown({ document, going }: { document: ExperimentViews; going: boolean }) {
  const { read } = useReading();
  const [parameters, setParameters] = useSearchParams();
  const beside = parameters.getAll("with").filter((id) => /^[0-9a-f]{64}$/.test(id));
  const { manifest, title } = document;
  const entries = useMemo<Entry[]>(
    () => [
      ...placed(document).map(({ view, place }) => ({ place, title: view.title })),
      ...(FOLLOWED.includes(document.kind) ? [{ place: MORE, title: RESULTS.more }] : []),
      { place: GROUNDS, title: RESULTS.grounds },
    ],
    [document],
  );
  const keep = (id: string) => {
    setParameters(
      (before) => {
        if (!before.getAll("with").includes(id)) before.append("with", id);
        return before;
      },
      { preventScrollReset: true },
    );
  };
  return (
    <div className="results">
      <Contents entries={entries} />
      <div className="results-main">
        <Typography.Title level={1}>{read(title)}</Typography.Title>
        <p className="results-run">
          {read(RESULTS.run, {
            replications: manifest.replications,
            seed: manifest.seed,
            confidence: Math.round(manifest.confidence * 100),
          })}
          {going && <span role="status"> · {read(RESULTS.going)}</span>}
        </p>
        <ShareBar document={document} />
        <ResultsBody document={document} />
        {FOLLOWED.includes(document.kind) && <LookCloser document={document} place={MORE} onAsked={keep} />}
        {beside.map((id) => (
          <Companion key={id} experiment={id} />
        ))}
        <Grounds document={document} place={GROUNDS} />
      </div>
    </div>
  );
}
