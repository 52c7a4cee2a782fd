import { useCallback, useMemo } from "react";

import { Chart } from "../charts/chart";
import type { Look } from "../charts/drawing";
import { ganttChart } from "../charts/gantt";
import type { GanttView } from "../charts/views";
import { useReading } from "../language/language";
import { RESULTS } from "../texts/results";
import { Choose, useChosen } from "./chosen";
import { Section } from "./section";
import type { ViewSectionProps } from "./view_section";

/** One case at a time, before above after. */
export function GanttSection({ view, place }: ViewSectionProps<GanttView>) {
  const { read } = useReading();
  const { cases } = view.data;
  const [chosen, choose] = useChosen(cases.map(({ number }) => number));
  const course = cases.find(({ number }) => number === chosen);
  const draw = useCallback(
    (look: Look) => (course === undefined ? { option: {}, height: 0 } : ganttChart(view, course, look)),
    [view, course],
  );
  const charts = useMemo(() => [draw], [draw]);
  return (
    <Section
      view={view}
      place={place}
      charts={charts}
      choices={
        <Choose
          label={read(RESULTS.case)}
          choices={cases.map(({ number, title }) => ({ value: number, label: read(title) }))}
          chosen={chosen}
          onChoose={choose}
        />
      }
    >
      <Chart draw={draw} label={read(view.sentence)} />
    </Section>
  );
}
