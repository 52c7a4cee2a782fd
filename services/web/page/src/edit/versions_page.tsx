import { Button, Select, Spin } from "antd";
import { useCallback, useEffect, useState } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";

import { answer, api } from "../api/client";
import type { Refusal } from "../api/refusal";
import type { DraftVersion, VersionSummary } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { readLane } from "../editing/reading";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { Stages } from "../study/stages";
import { changeStudy, currentStudy } from "../study/store";
import type { LeverUse } from "../study/study";
import { EDIT, VERSIONS } from "../texts/edit";
import { Comparison } from "./comparison";
import "./edit.css";
import { edit } from "./history_of_study";
import { momentSaid } from "./moments";
import { isOf, opened } from "./opening";

/** The versions of a draft, and what two of them differ in. */
export default function VersionsPage() {
  const { read } = useReading();
  const { design = "" } = useParams();
  const [listed, setListed] = useState<{ versions: readonly VersionSummary[]; next: string | null } | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const ask = useCallback(
    (cursor: string | null, signal: AbortSignal | null) => {
      const query = cursor === null ? {} : { cursor };
      answer(api.GET("/drafts/{draft}/versions", { params: { path: { draft: design }, query }, signal })).then(
        ({ versions, next }) => {
          if (signal?.aborted) return;
          setRefusal(null);
          setListed((before) => ({
            versions: cursor === null ? versions : [...(before?.versions ?? []), ...versions],
            next,
          }));
        },
        (failure: unknown) => {
          if (!signal?.aborted) setRefusal(failure as Refusal);
        },
      );
    },
    [design],
  );
  useEffect(() => {
    const aborted = new AbortController();
    ask(null, aborted.signal);
    return () => {
      aborted.abort();
    };
  }, [ask]);
  return (
    <>
      <Stages at="edit" />
      <div className="edit-head">
        <h1>{read(VERSIONS.title)}</h1>
        <Link to={`/design/${design}`}>{read(VERSIONS.back)}</Link>
      </div>
      {refusal && (
        <Failure
          refusal={refusal}
          again={() => {
            ask(null, null);
          }}
        />
      )}
      {listed === null ? refusal === null && <Spin /> : <Versions draft={design} versions={listed.versions} />}
      {listed?.next != null && (
        <Button
          size="small"
          onClick={() => {
            ask(listed.next, null);
          }}
        >
          {read(VERSIONS.more)}
        </Button>
      )}
    </>
  );
}

function Versions({ draft, versions }: { draft: string; versions: readonly VersionSummary[] }) {
  const { read, language } = useReading();
  const navigate = useNavigate();
  const [asked, setAsked] = useSearchParams();
  const [failed, setFailed] = useState<Refusal | null>(null);
  const latest = versions[0]?.number ?? 1;
  const after = Number(asked.get("after") ?? latest);
  const before = Number(asked.get("before") ?? Math.max(1, latest - 1));

  const take = async (number: number): Promise<void> => {
    setFailed(null);
    try {
      const study = currentStudy();
      if (study === null || !isOf(study, draft)) await opened(draft, new AbortController().signal);
      const version = await versionOf(draft, number);
      const lane = readLane(version.lane);
      if (lane === null) return;
      edit(lane);
      changeStudy((now) => ({ ...now, levers: version.levers as unknown as readonly LeverUse[] }));
      void navigate(`/design/${draft}`);
    } catch (failure) {
      setFailed(failure as Refusal);
    }
  };
  const options = versions.map(({ number }) => ({ value: number, label: read(VERSIONS.versionNamed, { number }) }));
  const compare = (which: "before" | "after", number: number): void => {
    setAsked({ before: String(before), after: String(after), [which]: String(number) }, { replace: true });
  };
  return (
    <>
      <div className="table-box">
        <table className="differences versions">
          <thead>
            <tr>
              <th scope="col">{read(VERSIONS.number)}</th>
              <th scope="col">{read(VERSIONS.note)}</th>
              <th scope="col">{read(VERSIONS.by)}</th>
              <th scope="col">{read(VERSIONS.at)}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {versions.map(({ number, note, made_by, made_at }) => (
              <tr key={number}>
                <th scope="row">{number}</th>
                <td>{note}</td>
                <td>{made_by}</td>
                <td>{momentSaid(made_at, language)}</td>
                <td>
                  <Button
                    size="small"
                    aria-label={`${read(VERSIONS.open)} ${number}`}
                    onClick={() => {
                      void take(number);
                    }}
                  >
                    {read(VERSIONS.open)}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {failed && <Failure refusal={failed} />}
      {versions.length < 2 && after === before ? (
        <p>{read(VERSIONS.only)}</p>
      ) : (
        <section aria-labelledby="compare-title">
          <h2 id="compare-title">{read(VERSIONS.compare)}</h2>
          <div className="compare-pick">
            {(["before", "after"] as const).map((which) => (
              <label key={which}>
                {read(VERSIONS[which])}{" "}
                <Select
                  aria-label={read(VERSIONS[which])}
                  value={which === "before" ? before : after}
                  options={options}
                  onChange={(number) => {
                    compare(which, number);
                  }}
                />
              </label>
            ))}
          </div>
          <Between key={`${before}.${after}`} draft={draft} before={before} after={after} />
        </section>
      )}
    </>
  );
}

function versionOf(draft: string, number: number, signal?: AbortSignal): Promise<DraftVersion> {
  const params = { path: { draft, number } };
  return answer(api.GET("/drafts/{draft}/versions/{number}", { params, signal: signal ?? null }));
}

function Between({ draft, before, after }: { draft: string; before: number; after: number }) {
  const { read } = useReading();
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const both = await Promise.all([versionOf(draft, before, signal), versionOf(draft, after, signal)]);
      return both.map(({ lane }) => readLane(lane));
    },
    [draft, before, after],
  );
  const { data, refusal, again } = useAnswer(ask);
  if (refusal) return <Failure refusal={refusal} again={again} />;
  if (data === null) return <Spin />;
  const [left = null, right = null] = data;
  if (left === null || right === null) return <p>{read(EDIT.unreadable)}</p>;
  const titles = {
    before: read(VERSIONS.versionNamed, { number: before }),
    after: read(VERSIONS.versionNamed, { number: after }),
  };
  return <Comparison before={left} after={right} titles={titles} />;
}
