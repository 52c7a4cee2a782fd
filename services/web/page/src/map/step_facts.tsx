import { useReading, type Both } from "../language/language";
import { KINDS, MAP, SOURCES } from "../texts/map";
import { known, sourcesCounted, timeSaid, workingDaysSaid } from "./quantities";
import type { MapElement } from "./shapes";

/** What there is to know of a step at a glance: who does it, how long, by when, with what, and where that comes from. */
export function StepFacts({ element }: { element: MapElement }) {
  const { read } = useReading();
  const rows: [Both, string][] = [];
  if (element.doer !== null) rows.push([MAP.doer, read(element.doer.title)]);
  if (element.time !== null) rows.push([MAP.time, read(timeSaid(element.time))]);
  if (element.limit !== null) {
    const words = read(workingDaysSaid(element.limit.working_days));
    const source = read(known(SOURCES, element.limit.provenance.source));
    rows.push([element.kind === "wait" ? MAP.wait : MAP.limit, `${words} · ${source}`]);
  }
  if (element.documents.length > 0) {
    rows.push([MAP.documents, read(MAP.documentsCount, { count: element.documents.length })]);
  }
  if (element.calls !== null) rows.push([MAP.calls, element.calls]);
  const sources = sourcesCounted(element).map(({ source, count }) => `${read(known(SOURCES, source))} ${count}`);
  if (sources.length > 0) rows.push([MAP.numbersFrom, sources.join(read(MAP.separator))]);
  if (element.clauses.length > 0) {
    rows.push([MAP.clauses, element.clauses.map(({ basis }) => basis).join(read(MAP.separator))]);
  }
  return (
    <dl className="step-facts">
      <dt className="step-facts-kind">{read(known(KINDS, element.kind))}</dt>
      <dd className="step-facts-title">{read(element.title)}</dd>
      {rows.map(([name, value]) => (
        <div key={name.en} className="step-facts-row">
          <dt>{read(name)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
