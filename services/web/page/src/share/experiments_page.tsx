import { Button, Empty, Progress, Segmented, Table, type TableColumnsType } from "antd";
import { useCallback, useEffect, useState } from "react";
import { Link, useNavigate } from "react-router";

import { answer, api } from "../api/client";
import { Refusal } from "../api/refusal";
import type { ExperimentView } from "../api/schema";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { STUDY } from "../texts/study";
import { RUN } from "../texts/run";
import { SHARE } from "../texts/share";
import { useSubjects } from "./subjects";
import "./share.css";

type Stage = ExperimentView["stage"];

const STAGES: readonly ("all" | Stage)[] = ["all", "open", "done", "cancelled", "failed"];
const PAGE = 20;
/** Milliseconds between looks while something is under way. */
const PAUSE = 2000;

interface Listed {
  readonly experiments: readonly ExperimentView[];
  readonly next: string | null;
}

/** Everything that was asked: where it is, and the way to its result. */
export default function ExperimentsPage() {
  const { read } = useReading();
  const navigate = useNavigate();
  const [stage, setStage] = useState<"all" | Stage>("all");
  const { listed, refusal, again, older } = useListed(stage === "all" ? null : stage);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const subjects = useSubjects(listed?.experiments ?? []);

  const cancel = (id: string) => {
    setFailed(null);
    answer(api.DELETE("/experiments/{experiment}", { params: { path: { experiment: id } } })).then(
      again,
      (failure: unknown) => {
        setFailed(failure instanceof Refusal ? failure : new Refusal(0, null));
      },
    );
  };
  const whatOf = ({ id, kind }: ExperimentView): string => {
    const found = subjects[id];
    return found === undefined ? read(RUN[kind]) : read(SHARE.title, { what: RUN[kind], subjects: found });
  };
  const columns: TableColumnsType<ExperimentView> = [
    {
      title: read(SHARE.what),
      key: "what",
      render: (_, experiment) => (
        <>
          <Link to={`/results/${experiment.id}`}>{read(subjects[experiment.id] ?? RUN[experiment.kind])}</Link>
          <span className="experiments-of">
            {read(RUN[experiment.kind])} <code>{experiment.id.slice(0, 12)}</code>
          </span>
        </>
      ),
    },
    { title: read(SHARE.stage), key: "stage", width: 110, render: (_, { stage: at }) => read(SHARE[at]) },
    {
      title: read(SHARE.progress),
      key: "progress",
      width: 220,
      render: (_, experiment) => <HowFar experiment={experiment} />,
    },
    { title: read(SHARE.askedAt), key: "asked", width: 200, render: (_, { asked_at: at }) => <Moment at={at} /> },
    {
      title: read(SHARE.acts),
      key: "acts",
      width: 100,
      render: (_, experiment) =>
        experiment.stage === "open" && (
          <Button
            size="small"
            aria-label={read(SHARE.cancelOf, { what: whatOf(experiment) })}
            onClick={() => {
              cancel(experiment.id);
            }}
          >
            {read(SHARE.cancel)}
          </Button>
        ),
    },
  ];
  return (
    <>
      <h1>{read(SHARE.list)}</h1>
      <p>{read(SHARE.listLead)}</p>
      <div className="experiments-head">
        <Segmented
          aria-label={read(SHARE.stage)}
          value={stage}
          options={STAGES.map((each) => ({ value: each, label: read(SHARE[each]) }))}
          onChange={setStage}
        />
      </div>
      {refusal && <Failure refusal={refusal} again={again} />}
      {failed && <Failure refusal={failed} />}
      <Table<ExperimentView>
        size="small"
        rowKey="id"
        loading={listed === null && refusal === null}
        pagination={false}
        scroll={{ x: 900 }}
        dataSource={[...(listed?.experiments ?? [])]}
        columns={columns}
        locale={{
          emptyText: (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={
                <>
                  {read(SHARE.none)}
                  <br />
                  {stage === "all" && read(SHARE.noneHow)}
                </>
              }
            >
              {stage === "all" && (
                <Button type="primary" onClick={() => void navigate("/")}>
                  {read(STUDY.goChoose)}
                </Button>
              )}
            </Empty>
          ),
        }}
      />
      {listed?.next != null && (
        <p>
          <Button onClick={older}>{read(SHARE.more)}</Button>
        </p>
      )}
    </>
  );
}

function HowFar({ experiment }: { experiment: ExperimentView }) {
  const { read } = useReading();
  const { stage, done, of } = experiment;
  if (stage !== "open") return <>{read(SHARE.replicationsDone, { done: done.replications })}</>;
  const share = of.batches === 0 ? 0 : Math.round((done.batches / of.batches) * 100);
  return (
    <>
      <Progress size="small" percent={share} aria-label={read(SHARE.progress)} />
      {read(SHARE.replications, { done: done.replications, of: of.replications })}
    </>
  );
}

function Moment({ at }: { at: string }) {
  const { language } = useReading();
  return (
    <time dateTime={at}>
      {new Date(at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Shanghai" })}
    </time>
  );
}

/** Experiments as they are, looked at again while one of them is under way. */
function useListed(stage: Stage | null) {
  const [state, setState] = useState<{ of: Stage | null; listed: Listed } | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [pages, setPages] = useState(1);
  const [turn, setTurn] = useState(0);
  const listed = state?.of === stage ? state.listed : null;
  const underWay = listed?.experiments.some((each) => each.stage === "open") ?? false;

  useEffect(() => {
    const aborted = new AbortController();
    const query = { limit: Math.min(200, pages * PAGE), ...(stage === null ? {} : { stage }) };
    answer(api.GET("/experiments", { params: { query }, signal: aborted.signal })).then(
      (found) => {
        if (aborted.signal.aborted) return;
        setState({ of: stage, listed: found });
        setRefusal(null);
      },
      (failure: unknown) => {
        if (!aborted.signal.aborted) setRefusal(failure instanceof Refusal ? failure : new Refusal(0, null));
      },
    );
    return () => {
      aborted.abort();
    };
  }, [stage, pages, turn]);
  useEffect(() => {
    if (!underWay) return undefined;
    const timer = setTimeout(() => {
      setTurn((before) => before + 1);
    }, PAUSE);
    return () => {
      clearTimeout(timer);
    };
  }, [underWay, state]);
  const again = useCallback(() => {
    setTurn((before) => before + 1);
  }, []);
  const older = useCallback(() => {
    setPages((before) => before + 1);
  }, []);
  return { listed, refusal, again, older };
}
