import { Collapse, Table } from "antd";
import { useCallback, useMemo, useState } from "react";

import { answer, api } from "../api/client";
import type { Lane, LaneDifferences, StepDifference } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { differenceMarks } from "../edit/marks";
import { useReading, type Both, type Reading } from "../language/language";
import { CHANGE_SIGNS } from "../map/shapes";
import { SideBySide } from "../map/side_by_side";
import { Failure } from "../shell/failure";
import { VERSIONS } from "../texts/edit";
import { LEVERS } from "../texts/levers";

/** Both lanes as maps that move together, with what differs marked on them and told below. */
export function BeforeAfter({ before, after, titleAfter }: { before: Lane; after: Lane; titleAfter: string }) {
  const { read } = useReading();
  const [chosen, setChosen] = useState<string | null>(null);
  const ask = useCallback(
    (signal: AbortSignal) => answer(api.POST("/differences", { body: { before, after }, signal })),
    [before, after],
  );
  const { data, refusal, again } = useAnswer(ask);
  const sides = useMemo(() => {
    const marks = data === null ? { before: [], after: [] } : differenceMarks(data, read);
    return {
      before: { lane: before, title: read(LEVERS.before), marks: marks.before },
      after: { lane: after, title: titleAfter, marks: marks.after },
    };
  }, [before, after, titleAfter, data, read]);
  return (
    <section aria-labelledby="levers-maps">
      <h2 id="levers-maps">{read(LEVERS.maps)}</h2>
      <p className="lever-help">{read(LEVERS.mapsHow)}</p>
      <SideBySide before={sides.before} after={sides.after} chosen={chosen} onChoose={setChosen} />
      {refusal && <Failure refusal={refusal} again={again} />}
      {data !== null && <Differences differences={data} />}
    </section>
  );
}

interface Row {
  readonly key: string;
  readonly what: string;
  readonly change: string;
  readonly how: readonly string[];
}

function Differences({ differences }: { differences: LaneDifferences }) {
  const { read } = useReading();
  const rows = useMemo(() => rowsOf(differences, read), [differences, read]);
  if (rows.length === 0) return <p>{read(LEVERS.noDifferences)}</p>;
  return (
    <Collapse
      items={[
        {
          key: "differences",
          label: read(LEVERS.differences, { count: rows.length }),
          children: (
            <Table<Row>
              size="small"
              dataSource={[...rows]}
              pagination={rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
              scroll={{ x: 640 }}
              columns={[
                { title: read(LEVERS.what), dataIndex: "what", width: "30%" },
                { title: read(LEVERS.which), dataIndex: "change", width: 110 },
                { title: read(LEVERS.how), dataIndex: "how", render: lines },
              ]}
            />
          ),
        },
      ]}
    />
  );
}

function lines(how: readonly string[]) {
  return (
    <ul className="levers-how">
      {how.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

interface Differing {
  readonly title: Both;
  readonly change: StepDifference["change"];
  readonly fields: StepDifference["fields"];
}

function rowsOf(differences: LaneDifferences, read: Reading["read"]): readonly Row[] {
  const { steps, pools, calendars, documents, other } = differences;
  const row = (key: string, { title, change, fields }: Differing): Row => ({
    key,
    what: read(title),
    change: `${CHANGE_SIGNS[change]} ${read(VERSIONS[change])}`,
    // Of what came or went, its fields would repeat the whole of it.
    how: change === "added" || change === "removed" ? [] : fields.map((field) => said(field, read)),
  });
  return [
    ...steps.map((step) => row(`step ${step.step}`, step)),
    ...pools.map((part) => row(`pool ${part.id}`, part)),
    ...calendars.map((part) => row(`calendar ${part.id}`, part)),
    ...documents.map((part) => row(`document ${part.id}`, part)),
    ...other.map((field) => ({
      key: `other ${field.field}`,
      what: read(field.title),
      change: `${CHANGE_SIGNS.changed} ${read(VERSIONS.changed)}`,
      how: [said(field, read)],
    })),
  ];
}

function said({ title, before, after }: StepDifference["fields"][number], read: Reading["read"]): string {
  const value = (held: typeof before): string => (held == null ? "–" : read(held.text));
  return `${read(title)}: ${value(before)} → ${value(after)}`;
}
