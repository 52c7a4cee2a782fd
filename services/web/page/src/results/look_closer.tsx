import { Button, Select } from "antd";
import { useCallback, useMemo, useState } from "react";

import type { NewExperiment } from "../api/schema";
import { Refusal } from "../api/refusal";
import { useAnswer } from "../api/use_answer";
import type { BottlenecksView, ExperimentViews, LiveView } from "../charts/views";
import { answer, api } from "../api/client";
import { useReading, type Both } from "../language/language";
import { Failure } from "../shell/failure";
import { RESULTS } from "../texts/results";
import { ask, requestOf, sweeps } from "./asking";
import { furtherOf, inKind, type Further } from "./further";
import { ViewSection } from "./view_section";

/** Pools whose staff varies at first: those of the steps at which cases spend most time. */
const BUSIEST = 2;

/** Further questions about the same lanes, each asked by one button. */
export function LookCloser({
  document,
  place,
  onAsked,
}: {
  document: ExperimentViews;
  place: string;
  onAsked: (experiment: string) => void;
}) {
  const { read } = useReading();
  const { experiment } = document;
  const load = useCallback(
    async (signal: AbortSignal) => {
      const request = await requestOf(experiment, signal);
      const kinds = furtherOf(document.kind, request);
      return { request, kinds: kinds.includes("sweep") && !(await sweeps(request, signal)) ? without(kinds) : kinds };
    },
    [experiment, document.kind],
  );
  const { data, refusal, again } = useAnswer(load);
  if (refusal !== null) return <Failure refusal={refusal} again={again} />;
  const kinds = data?.kinds ?? [];
  if (data === null) return null;
  return (
    <section className="view" id={place} aria-labelledby={`${place}-title`} tabIndex={-1}>
      <h2 id={`${place}-title`}>{read(RESULTS.more)}</h2>
      <p>{read(RESULTS.moreWhy)}</p>
      <ul className="further">
        {kinds.map((kind) => (
          <FurtherQuestion key={kind} kind={kind} document={document} request={data.request} onAsked={onAsked} />
        ))}
        <BesideLive experiment={experiment} />
      </ul>
    </section>
  );
}

const TITLES: Readonly<Record<Further, Both>> = {
  trace: RESULTS.trace,
  attribute: RESULTS.attribute,
  sweep: RESULTS.sweep,
  pareto: RESULTS.pareto,
};

interface QuestionProps {
  readonly kind: Further;
  readonly document: ExperimentViews;
  readonly request: NewExperiment;
  readonly onAsked: (experiment: string) => void;
}

function FurtherQuestion({ kind, document, request, onAsked }: QuestionProps) {
  const { read } = useReading();
  const known = useMemo(() => poolsOf(document), [document]);
  const [pools, setPools] = useState<readonly string[]>(() => known.slice(0, BUSIEST).map(({ pool }) => pool));
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = () => {
    setBusy(true);
    setRefusal(null);
    ask(inKind(request, kind, pools))
      .then(onAsked, (failure: unknown) => {
        setRefusal(failure instanceof Refusal ? failure : new Refusal(0, null));
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return (
    <li>
      <span className="further-what">{read(TITLES[kind])}</span>
      {kind === "pareto" && (
        <Select
          mode="multiple"
          aria-label={read(RESULTS.paretoPools)}
          placeholder={read(RESULTS.paretoPools)}
          className="further-pools"
          value={[...pools]}
          onChange={setPools}
          options={known.map(({ pool, title }) => ({ value: pool, label: read(title) }))}
        />
      )}
      <Button
        onClick={send}
        loading={busy}
        disabled={kind === "pareto" && pools.length === 0}
        aria-label={`${read(RESULTS.ask)}${read(RESULTS.colon)}${read(TITLES[kind])}`}
      >
        {read(RESULTS.ask)}
      </Button>
      {refusal && <Failure refusal={refusal} again={send} />}
    </li>
  );
}

/** Live cases of the same lane, if there are any; what they came to changes with time, so no link keeps it. */
function BesideLive({ experiment }: { experiment: string }) {
  const { read } = useReading();
  const [view, setView] = useState<LiveView | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const load = () => {
    setBusy(true);
    setRefusal(null);
    answer(api.GET("/experiments/{experiment}/views/live_against_simulated", { params: { path: { experiment } } }))
      .then(setView, (failure: unknown) => {
        setRefusal(failure instanceof Refusal ? failure : new Refusal(0, null));
      })
      .finally(() => {
        setBusy(false);
      });
  };
  if (view !== null) {
    return (
      <li className="further-shown">
        <ViewSection view={view} place="live" />
      </li>
    );
  }
  return (
    <li>
      <span className="further-what">{read(RESULTS.liveAsk)}</span>
      <Button
        onClick={load}
        loading={busy}
        aria-label={`${read(RESULTS.ask)}${read(RESULTS.colon)}${read(RESULTS.liveAsk)}`}
      >
        {read(RESULTS.ask)}
      </Button>
      {refusal !== null &&
        (refusal.status === 404 ? (
          <span role="status">{read(RESULTS.noLive)}</span>
        ) : (
          <Failure refusal={refusal} again={load} />
        ))}
    </li>
  );
}

function without(kinds: readonly Further[]): readonly Further[] {
  return kinds.filter((kind) => kind !== "sweep");
}

/** Departments of the steps, the one at whose steps cases spend most time first. */
function poolsOf({ views }: ExperimentViews): readonly { pool: string; title: Both }[] {
  const steps = views.find((view): view is BottlenecksView => view.view === "bottlenecks")?.data.steps ?? [];
  const found = new Map<string, Both>();
  for (const { pool, pool_title } of steps) if (pool !== null && pool_title !== null) found.set(pool, pool_title);
  return [...found].map(([pool, title]) => ({ pool, title }));
}
