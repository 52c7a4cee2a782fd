import { Alert, Button, Select, Spin } from "antd";
import { useCallback, useState } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";

import { answer, api } from "../api/client";
import type { Refusal } from "../api/refusal";
import type { DraftVersion, VersionSummary } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { usePages } from "../api/use_pages";
import { readLane } from "../editing/reading";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { Stages } from "../study/stages";
import { VERSIONS } from "../texts/edit";
import { Comparison } from "./comparison";
import "./edit.css";
import { momentSaid } from "./moments";
import { tookVersion } from "./opening";

/** The versions of a draft, and what two of them differ in. */
export default function VersionsPage() {
  const { read } = useReading();
  const { design = "" } = useParams();
  const ask = useCallback(
    async (cursor: string | null, signal: AbortSignal) => {
      const params = { path: { draft: design }, query: cursor === null ? {} : { cursor } };
      const { versions, next } = await answer(api.GET("/drafts/{draft}/versions", { params, signal }));
      return { items: versions, next };
    },
    [design],
  );
  const { items, more, refusal, showMore, again } = usePages(ask);
  return (
    <>
      <Stages at="edit" />
      <div className="edit-head">
        <h1>{read(VERSIONS.title)}</h1>
        <Link to={`/design/${design}`}>{read(VERSIONS.back)}</Link>
      </div>
      {refusal && <Failure refusal={refusal} again={again} />}
      {items === null ? refusal === null && <Spin /> : <Versions draft={design} versions={items} />}
      {more && (
        <Button size="small" onClick={showMore}>
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
  const [unreadable, setUnreadable] = useState<number | null>(null);
  const latest = versions[0]?.number ?? 1;
  const after = Number(asked.get("after") ?? latest);
  const before = Number(asked.get("before") ?? Math.max(1, latest - 1));

  const take = async (number: number): Promise<void> => {
    setFailed(null);
    setUnreadable(null);
    try {
      if (await tookVersion(draft, number)) void navigate(`/design/${draft}`);
      else setUnreadable(number);
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
      {unreadable !== null && <Unreadable number={unreadable} />}
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
  if (left === null || right === null) {
    return <Unreadable number={left === null ? before : after} />;
  }
  const titles = {
    before: read(VERSIONS.versionNamed, { number: before }),
    after: read(VERSIONS.versionNamed, { number: after }),
  };
  return <Comparison before={left} after={right} titles={titles} />;
}

/** Versions are kept as they were sent, by other programs too: what is no lane is said to be none. */
function Unreadable({ number }: { number: number }) {
  const { read } = useReading();
  return <Alert type="warning" showIcon role="alert" title={read(VERSIONS.unreadable, { number })} />;
}
