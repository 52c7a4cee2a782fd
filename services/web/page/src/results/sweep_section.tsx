import { useCallback, useMemo } from "react";

import { Chart } from "../charts/chart";
import type { Look } from "../charts/drawing";
import { sweepChart } from "../charts/sweep";
import type { SweepView } from "../charts/views";
import { useReading } from "../language/language";
import { RESULTS } from "../texts/results";
import { Choose, useChosen } from "./chosen";
import { Section } from "./section";
import type { ViewSectionProps } from "./view_section";

/** A figure over the values of what is swept; those that matter most can be chosen first. */
export function SweepSection({ view, place }: ViewSectionProps<SweepView>) {
  const { read } = useReading();
  const { headlines, kpis } = view.data;
  const shown = useMemo(() => {
    const known = kpis.filter(({ points }) => points.some(({ reached }) => reached !== null));
    const rank = (kpi: string) => (headlines.includes(kpi) ? headlines.indexOf(kpi) : headlines.length);
    return [...known].sort((one, other) => rank(one.kpi) - rank(other.kpi));
  }, [headlines, kpis]);
  const [chosen, choose] = useChosen(shown.map(({ kpi }) => kpi));
  const kpi = shown.find((each) => each.kpi === chosen);
  const draw = useCallback(
    (look: Look) => (kpi === undefined ? { option: {}, height: 0 } : sweepChart(view, kpi, look)),
    [view, kpi],
  );
  const charts = useMemo(() => [draw], [draw]);
  return (
    <Section
      view={view}
      place={place}
      charts={charts}
      choices={
        <Choose
          label={read(RESULTS.measure)}
          choices={shown.map((each) => ({ value: each.kpi, label: read(each.title) }))}
          chosen={chosen}
          onChoose={choose}
        />
      }
    >
      <Chart draw={draw} label={read(view.sentence)} />
    </Section>
  );
}
