import type { LiveView } from "../charts/views";
import { useReading } from "../language/language";
import { NOTHING, numberText, quantityText, unitText } from "../language/numbers";
import { RESULTS } from "../texts/results";
import "./kpi_strip.css";

/** The figures that matter most of live cases, each beside where a simulated one usually lies. */
export function LiveStrip({ view }: { view: LiveView }) {
  const { language, read } = useReading();
  const { headlines, kpis } = view.data;
  const shown = headlines.flatMap((id) => kpis.filter(({ kpi, live }) => kpi === id && live !== null));
  return (
    <ul className="kpi-strip">
      {shown.map(({ kpi, title, unit, live, cases, simulated, usual_low, usual_high, verdict }) => (
        <li key={kpi} className="kpi">
          <span className="kpi-title">{read(title)}</span>
          <span className="kpi-value">
            <strong>{live === null ? NOTHING : numberText(live, unit)}</strong>
            <span>{unitText(unit, language)}</span>
          </span>
          <span className="kpi-interval">{read(RESULTS.liveCases, { count: cases })}</span>
          {simulated !== null && (
            <span className="kpi-before">
              {read(RESULTS.simulated, { value: quantityText(simulated.value, unit, language) })}
              {usual_low !== null && usual_high !== null && (
                <span className="interval">
                  {" "}
                  {read(RESULTS.usually, { low: numberText(usual_low, unit), high: numberText(usual_high, unit) })}
                </span>
              )}
            </span>
          )}
          {verdict !== null && (
            <span className={`kpi-change verdict-${verdict === "within" ? "equal" : "unclear"}`}>
              {read(RESULTS[verdict])}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
