import { Alert, Button, Progress, Table } from "antd";
import { useMemo } from "react";
import { useNavigate } from "react-router";

import type { KpisView } from "../charts/views";
import { useReading } from "../language/language";
import { figureText, NOTHING } from "../language/numbers";
import { KpiStrip } from "../results/kpi_strip";
import "../results/results.css";
import { Failure } from "../shell/failure";
import { RUN } from "../texts/run";
import { cancel, start, type Running, type Rung } from "./runner";

/** How far a question is, and what is known of its answer already. */
export function AnswerSoFar({ running, outdated }: { running: Running; outdated: boolean }) {
  const { read } = useReading();
  const navigate = useNavigate();
  const { answers, stage, refusal, asked } = running;
  const last = answers.at(-1);
  const kpis = last && kpisOf(last);
  return (
    <section className="run-answer" aria-labelledby="run-answer">
      <h2 id="run-answer">{read(RUN.answer)}</h2>
      {outdated && <Alert type="info" showIcon title={read(RUN.outdated)} />}
      <Standing running={running} />
      {stage === "failed" && refusal !== null && (
        <Failure
          refusal={refusal}
          again={() => {
            start(asked, running.of);
          }}
        />
      )}
      {stage === "failed" && refusal === null && (
        <Alert type="error" showIcon title={read(RUN.failed)} description={running.progress?.reason} />
      )}
      {stage === "cancelled" && <Alert type="info" showIcon title={read(RUN.cancelled)} />}
      {last !== undefined && (
        <p className="run-see">
          <Button type="primary" onClick={() => void navigate(`/results/${last.experiment}`)}>
            {read(RUN.seeAll)}
          </Button>
          {stage === "running" && <span className="run-help">{read(RUN.background)}</span>}
        </p>
      )}
      {kpis !== undefined ? (
        <>
          <p className="run-sentence">{read(kpis.sentence)}</p>
          <KpiStrip view={kpis} />
        </>
      ) : (
        last?.views.views.slice(0, 2).map((view) => (
          <p className="run-sentence" key={view.id}>
            {read(view.sentence)}
          </p>
        ))
      )}
      {answers.length > 1 && <Narrowing answers={answers} />}
    </section>
  );
}

function Standing({ running }: { running: Running }) {
  const { read } = useReading();
  const { stage, progress, rungs, at, answers } = running;
  if (stage !== "running") return stage === "done" ? <p role="status">{read(RUN.doneAll)}</p> : null;
  const rung = rungs[at];
  const replications = rung?.design.replications ?? null;
  const withLevers = rung?.kind === "compare" && rung.design.lever_replications !== 0;
  const share = progress === null || progress.of.batches === 0 ? 0 : progress.done.batches / progress.of.batches;
  const several = rungs.length > 1;
  const step =
    replications === null
      ? read(several ? RUN.rungOther : RUN.running, { at: at + 1, count: rungs.length })
      : read(RUN.rung, { at: at + 1, count: rungs.length, replications });
  return (
    <div className="run-standing">
      <div>
        <p role="status">
          {answers.length > 0 ? read(RUN.ready) : progress?.done.batches === 0 ? read(RUN.waiting) : read(RUN.running)}
        </p>
        <p className="run-help">
          {step}
          {withLevers && read(RUN.leversNow)}
        </p>
        <Progress
          percent={Math.min(100, Math.round(((several ? at + share : share) / (several ? rungs.length : 1)) * 100))}
          aria-label={read(RUN.running)}
        />
      </div>
      <Button onClick={cancel}>{read(RUN.cancel)}</Button>
    </div>
  );
}

interface Line {
  readonly key: string;
  readonly replications: number;
  readonly [kpi: string]: string | number;
}

const SHOWN = 4;

/** The same figures from more and more replications. */
function Narrowing({ answers }: { answers: readonly Rung[] }) {
  const { read, language } = useReading();
  const { lines, columns } = useMemo(() => {
    const views = answers.flatMap((answer) => kpisOf(answer) ?? []);
    const { headlines = [], kpis = [], compared = false } = views.at(-1)?.data ?? {};
    const shown = headlines.slice(0, SHOWN).flatMap((id) => kpis.filter(({ kpi }) => kpi === id));
    return {
      columns: shown.map(({ kpi, title }) => ({ title: read(title), dataIndex: kpi, key: kpi })),
      lines: views.map((view, index): Line => {
        const figures = view.data.kpis.map((kpi): [string, string] => {
          const figure = compared ? kpi.difference : kpi.after;
          return [kpi.kpi, figure === null ? NOTHING : figureText(figure, kpi.unit, language)];
        });
        return { ...Object.fromEntries(figures), key: String(index), replications: view.footer.replications };
      }),
    };
  }, [answers, read, language]);
  if (lines.length < 2) return null;
  return (
    <section aria-labelledby="run-narrowing">
      <h3 id="run-narrowing">{read(RUN.narrowing)}</h3>
      <p className="run-help">{read(RUN.narrowingHow)}</p>
      <Table<Line>
        size="small"
        pagination={false}
        scroll={{ x: 720 }}
        dataSource={lines}
        columns={[{ title: read(RUN.replications), dataIndex: "replications", width: 90 }, ...columns]}
      />
    </section>
  );
}

function kpisOf({ views }: Rung): KpisView | undefined {
  return views.views.find((view): view is KpisView => view.view === "kpis");
}
