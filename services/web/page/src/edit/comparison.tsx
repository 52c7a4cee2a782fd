import { Spin } from "antd";
import { useCallback, useMemo, useState } from "react";

import { answer, api } from "../api/client";
import type { FieldDifference, LaneDifferences } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import type { Lane } from "../editing/lane";
import { useReading, type Both } from "../language/language";
import { CHANGE_SIGNS } from "../map/shapes";
import { SideBySide } from "../map/side_by_side";
import { Failure } from "../shell/failure";
import { VERSIONS } from "../texts/edit";
import { differenceMarks } from "./marks";

interface ComparisonProps {
  readonly before: Lane;
  readonly after: Lane;
  /** In the reader's language. */
  readonly titles: { readonly before: string; readonly after: string };
}

/** What two lanes differ in: their maps beside each other, and a table of every field. */
export function Comparison({ before, after, titles }: ComparisonProps) {
  const { read } = useReading();
  const [chosen, setChosen] = useState<string | null>(null);
  const ask = useCallback(
    (signal: AbortSignal) => {
      const body = {
        before: before as unknown as Record<string, never>,
        after: after as unknown as Record<string, never>,
      };
      return answer(api.POST("/differences", { body, signal }));
    },
    [before, after],
  );
  const { data, refusal, again } = useAnswer(ask);
  const marks = useMemo(() => (data === null ? { before: [], after: [] } : differenceMarks(data, read)), [data, read]);
  return (
    <div className="comparison">
      <SideBySide
        before={{ lane: before, title: titles.before, marks: marks.before }}
        after={{ lane: after, title: titles.after, marks: marks.after }}
        chosen={chosen}
        onChoose={setChosen}
      />
      {refusal && <Failure refusal={refusal} again={again} />}
      {data === null ? (
        refusal === null && <Spin />
      ) : (
        <DifferenceTable differences={data} titles={titles} onChoose={setChosen} />
      )}
    </div>
  );
}

type Change = keyof typeof CHANGE_SIGNS;

interface Row {
  readonly key: string;
  readonly section: keyof typeof VERSIONS;
  readonly title: Both;
  readonly change: Change;
  readonly fields: readonly FieldDifference[];
  readonly step: string | null;
}

function rowsOf(differences: LaneDifferences): Row[] {
  const steps = differences.steps.map((each): Row => ({
    ...each,
    key: `steps.${each.step}`,
    section: "steps",
    title: each.step === "" ? VERSIONS.body : each.title,
    step: each.step === "" ? null : each.step,
  }));
  const parts = (["pools", "calendars", "documents"] as const).flatMap((section) =>
    differences[section].map((each): Row => ({ ...each, key: `${section}.${each.id}`, section, step: null })),
  );
  const other = differences.other.map((field): Row => ({
    key: `other.${field.field}`,
    section: "other",
    title: VERSIONS.other,
    change: field.before == null ? "added" : field.after == null ? "removed" : "changed",
    fields: [field],
    step: null,
  }));
  return [...steps, ...parts, ...other];
}

interface TableProps {
  readonly differences: LaneDifferences;
  readonly titles: ComparisonProps["titles"];
  readonly onChoose: (step: string) => void;
}

function DifferenceTable({ differences, titles, onChoose }: TableProps) {
  const { read } = useReading();
  const rows = rowsOf(differences);
  if (rows.length === 0) return <p>{read(VERSIONS.same)}</p>;
  return (
    <div className="table-box" role="region" aria-label={read(VERSIONS.table)} tabIndex={0}>
      <table className="differences">
        <caption>{read(VERSIONS.table)}</caption>
        <thead>
          <tr>
            <th scope="col">{read(VERSIONS.what)}</th>
            <th scope="col">{read(VERSIONS.change)}</th>
            <th scope="col">{read(VERSIONS.field)}</th>
            <th scope="col">{titles.before}</th>
            <th scope="col">{titles.after}</th>
          </tr>
        </thead>
        {rows.map((row) => (
          <tbody key={row.key}>
            {(row.fields.length === 0 ? [null] : row.fields).map((field, index) => (
              <tr key={field?.field ?? ""}>
                {index === 0 && (
                  <>
                    <th scope="rowgroup" rowSpan={Math.max(1, row.fields.length)}>
                      {row.step === null ? (
                        read(row.title)
                      ) : (
                        <button
                          type="button"
                          className="text-button"
                          onClick={() => {
                            onChoose(row.step ?? "");
                          }}
                        >
                          {read(row.title)}
                        </button>
                      )}
                      <span className="difference-section">{read(VERSIONS[row.section])}</span>
                    </th>
                    <td rowSpan={Math.max(1, row.fields.length)}>
                      <span className={`change change-${row.change}`}>
                        <span aria-hidden>{CHANGE_SIGNS[row.change]}</span> {read(VERSIONS[row.change])}
                      </span>
                    </td>
                  </>
                )}
                <td>{field && read(field.title)}</td>
                <td>{field && read(field.before?.text ?? VERSIONS.nothing)}</td>
                <td>{field && read(field.after?.text ?? VERSIONS.nothing)}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
