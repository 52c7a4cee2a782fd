/** Hours that each step takes, live above simulated. */
import { numberText } from "../language/numbers";
import { OKABE_ITO } from "../shell/look";
import { CHARTS } from "../texts/charts";
import { begun, below, fieldLegend, legendHeight, lines, PATTERNS, reader, type Drawing, type Look } from "./drawing";
import { PLACED, rowAxes, rowGrid, rowHeight, stretches, type Stretch } from "./rows";
import { words } from "./saying";
import type { LiveView } from "./views";

type LiveStep = LiveView["data"]["steps"][number];

/** More than these are in the table. */
const MOST = 12;

/** What stands in which track, from where, and how long it is. */
const FIELDS = [
  {
    text: "liveWaiting",
    track: 0,
    colour: OKABE_ITO.orange,
    pattern: PATTERNS.rising,
    from: () => 0,
    size: (step: LiveStep) => step.live_waiting_hours,
  },
  {
    text: "liveService",
    track: 0,
    colour: OKABE_ITO.orange,
    pattern: PATTERNS.plain,
    from: (step: LiveStep) => step.live_waiting_hours ?? 0,
    size: (step: LiveStep) => step.live_service_hours,
  },
  {
    text: "simulatedWaiting",
    track: 1,
    colour: OKABE_ITO.sky,
    pattern: PATTERNS.rising,
    from: () => 0,
    size: (step: LiveStep) => step.simulated_waiting_hours,
  },
  {
    text: "simulatedService",
    track: 1,
    colour: OKABE_ITO.sky,
    pattern: PATTERNS.plain,
    from: (step: LiveStep) => step.simulated_waiting_hours,
    size: (step: LiveStep) => step.simulated_service_hours,
  },
] as const;

/** Waiting, then service, of live cases in the upper track and of simulated ones in the lower one. */
export function liveAgainstSimulatedChart(view: LiveView, look: Look): Drawing {
  const read = reader(look);
  const steps = view.data.steps.filter(({ live_done }) => live_done > 0).slice(0, MOST);
  const names = steps.map(({ title }) => read(title));
  const figures = steps.map(({ live_done }) => words(look, CHARTS.timesLive, { count: live_done }));
  const grid = rowGrid(look, names, figures);
  const row = rowHeight(names, grid, 44);
  const bars = (
    name: string,
    track: number,
    from: (step: LiveStep) => number,
    size: (step: LiveStep) => number | null,
  ): Stretch[] =>
    steps.flatMap((step, place) => {
      const hours = size(step);
      if (hours === null) return [];
      const tip = lines(read(step.title), `${name}${read(CHARTS.colon)}${numberText(hours)} ${read(CHARTS.hours)}`);
      return [{ row: place, track, from: from(step), to: from(step) + hours, tip }];
    });
  const fields = FIELDS.map(({ text, colour, pattern, ...field }) => ({
    name: read(CHARTS[text]),
    colour,
    pattern,
    ...field,
  }));
  const top = legendHeight(
    fields.map(({ name }) => name),
    look,
  );
  return {
    height: top + names.length * row + 48,
    option: {
      ...begun(view, look),
      legend: fieldLegend(fields),
      grid: { ...PLACED, ...grid, top, height: names.length * row },
      xAxis: { ...below(read(CHARTS.hoursEachTime)), min: 0 },
      yAxis: rowAxes(names, figures, grid),
      series: fields.map(({ track, from, size, ...style }) =>
        stretches(bars(style.name, track, from, size), { ...style, tracks: 2 }),
      ),
    },
  };
}
