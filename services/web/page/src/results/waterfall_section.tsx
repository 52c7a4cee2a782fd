import { useCallback, useMemo } from "react";

import { Chart } from "../charts/chart";
import type { Look } from "../charts/drawing";
import type { WaterfallView } from "../charts/views";
import { waterfallChart } from "../charts/waterfall";
import { inLanguage, useReading } from "../language/language";
import { CODES, RESULTS } from "../texts/results";
import { Choose, useChosen } from "./chosen";
import { Section } from "./section";
import type { ViewSectionProps } from "./view_section";

/** What each lever saves; of the time that is chosen, and the way of dividing. */
export function WaterfallSection({ view, place }: ViewSectionProps<WaterfallView>) {
  const { language, read } = useReading();
  const { waterfalls } = view.data;
  const choices = useMemo(() => {
    const ways = new Set(waterfalls.map(({ way }) => way));
    return waterfalls.map(({ kpi, way, title }) => {
      const how = CODES.way?.[way];
      const name = inLanguage(title, language);
      return {
        value: `${kpi} ${way}`,
        label: ways.size < 2 || how === undefined ? name : `${name} · ${inLanguage(how, language)}`,
      };
    });
  }, [waterfalls, language]);
  const [chosen, choose] = useChosen(choices.map(({ value }) => value));
  const waterfall = waterfalls.find(({ kpi, way }) => `${kpi} ${way}` === chosen);
  const draw = useCallback(
    (look: Look) => (waterfall === undefined ? { option: {}, height: 0 } : waterfallChart(view, waterfall, look)),
    [view, waterfall],
  );
  const charts = useMemo(() => [draw], [draw]);
  return (
    <Section
      view={view}
      place={place}
      charts={charts}
      choices={<Choose label={read(RESULTS.measure)} choices={choices} chosen={chosen} onChoose={choose} />}
    >
      <Chart draw={draw} label={read(view.sentence)} />
    </Section>
  );
}
