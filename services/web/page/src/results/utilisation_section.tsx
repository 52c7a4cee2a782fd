import { useMemo } from "react";

import { Chart } from "../charts/chart";
import type { Look } from "../charts/drawing";
import { hoursOnDuty, utilisationByHourChart } from "../charts/utilisation_by_hour";
import type { UtilisationByHourView } from "../charts/views";
import { useReading } from "../language/language";
import { HEAT } from "../shell/look";
import { RESULTS } from "../texts/results";
import { Choose, useChosen } from "./chosen";
import { Classes } from "./classes";
import { Section } from "./section";
import type { ViewSectionProps } from "./view_section";

/** Pixels that the figures of an hour take. */
const HOUR = 34;
const NAMES = 70;

/** One department at a time over the hours of the week, before beside after. */
export function UtilisationSection({ view, place }: ViewSectionProps<UtilisationByHourView>) {
  const { read } = useReading();
  const { pools, classes } = view.data;
  const ids = useMemo(() => [...new Set(pools.map(({ pool }) => pool))], [pools]);
  const [chosen, choose] = useChosen(ids);
  const shown = useMemo(() => pools.filter(({ pool }) => pool === chosen), [pools, chosen]);
  const hours = useMemo(() => hoursOnDuty(shown), [shown]);
  const charts = useMemo(
    () => shown.map((week) => (look: Look) => utilisationByHourChart(view, week, hours, look)),
    [view, shown, hours],
  );
  return (
    <Section
      view={view}
      place={place}
      charts={charts}
      drawn={() =>
        Promise.resolve({
          drawn: [],
          classes: classes.map(({ title }, level) => ({ name: read(title), fill: HEAT[level]?.fill ?? "#fff" })),
        })
      }
      choices={
        <Choose
          label={read(RESULTS.pool)}
          choices={ids.map((id) => ({
            value: id,
            label: read(pools.find(({ pool }) => pool === id)?.title ?? view.title),
          }))}
          chosen={chosen}
          onChoose={choose}
        />
      }
    >
      <Classes classes={classes} />
      <div className="charts-beside">
        {charts.map((draw, index) => (
          <Chart
            key={shown[index]?.side}
            draw={draw}
            label={read(view.sentence)}
            least={Math.max(280, NAMES + hours.length * HOUR)}
          />
        ))}
      </div>
    </Section>
  );
}
