import { ArrowDownOutlined, ArrowUpOutlined, MinusOutlined, QuestionOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

import type { Kpi, KpisView, Verdict } from "../charts/views";
import { useReading } from "../language/language";
import { changeText, intervalText, NOTHING, numberText, quantityText, unitText } from "../language/numbers";
import { CHARTS } from "../texts/charts";
import { RESULTS } from "../texts/results";
import "./kpi_strip.css";

/** What a reform costs, and what lies on the desks, beside the headlines. */
const ALSO = ["agency_cost", "work_in_progress"];

/** The figures that matter most, each with its interval and what became of it. */
export function KpiStrip({ view }: { view: KpisView }) {
  const { headlines, kpis, compared } = view.data;
  const shown = [...new Set([...headlines, ...ALSO])].flatMap((id) => kpis.filter(({ kpi }) => kpi === id));
  return (
    <ul className="kpi-strip">
      {shown.map((kpi) => (
        <KpiCard key={kpi.kpi} kpi={kpi} compared={compared} />
      ))}
    </ul>
  );
}

function KpiCard({ kpi, compared }: { kpi: Kpi; compared: boolean }) {
  const { language, read } = useReading();
  const { after, before, difference, unit, verdict } = kpi;
  const interval = after === null ? null : intervalText(after, unit, language);
  return (
    <li className="kpi">
      <span className="kpi-title">{read(kpi.title)}</span>
      <span className="kpi-value">
        <strong>{after === null ? NOTHING : numberText(after.value, unit)}</strong>
        {after !== null && <span>{unitText(unit, language)}</span>}
      </span>
      <span className="kpi-interval">
        {after === null
          ? read(RESULTS.unknown)
          : interval === null
            ? read(CHARTS.noInterval)
            : read(CHARTS.interval, { confidence: Math.round(after.confidence * 100), interval })}
      </span>
      {compared && (
        <span className={`kpi-change verdict-${verdict ?? "unclear"}`}>
          {verdict !== null && <VerdictSign verdict={verdict} value={difference?.value ?? 0} />}
          {read(verdict === null ? RESULTS.noBefore : CHARTS[verdict])}
        </span>
      )}
      {difference !== null && verdict !== "equal" && (
        <span className={`kpi-difference verdict-${verdict ?? "unclear"}`}>
          {changeText(difference.value, unit, language)}
          {difference.low !== null && <span className="interval"> {intervalText(difference, unit, language)}</span>}
        </span>
      )}
      {compared && before !== null && (
        <span className="kpi-before">{read(RESULTS.from, { value: quantityText(before.value, unit, language) })}</span>
      )}
    </li>
  );
}

/** Which way it went; the word beside it says whether that is good. */
function VerdictSign({ verdict, value }: { verdict: Verdict; value: number }): ReactNode {
  if (verdict === "unclear") return <QuestionOutlined aria-hidden="true" />;
  if (verdict === "equal") return <MinusOutlined aria-hidden="true" />;
  return value < 0 ? <ArrowDownOutlined aria-hidden="true" /> : <ArrowUpOutlined aria-hidden="true" />;
}
