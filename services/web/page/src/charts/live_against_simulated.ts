/** Hours that each step takes, live above simulated. */
import { numberText } from "../language/numbers";
import { OKABE_ITO } from "../shell/look";
import { CHARTS } from "../texts/charts";
import { begun, below, LEGEND, lines, PATTERNS, reader, type Drawing, type Look } from "./drawing";
import { rowAxes, rowGrid, rowHeight, stretches, type Stretch } from "./rows";
import { words } from "./saying";
import type { LiveView } from "./views";

type LiveStep = LiveView["data"]["steps"][number];

/** More than these are in the table. */
const MOST = 12;

/** Waiting, then service, of live cases in the upper track and of simulated ones in the lower one. */
export function liveAgainstSimulatedChart(view: LiveView, look: Look): Drawing {
  const read = reader(look);
  const steps = view.data.steps.filter(({ live_done }) => live_done > 0).slice(0, MOST);
  const names = steps.map(({ title }) => read(title));
  const figures = steps.map(({ live_done }) => words(look, CHARTS.timesLive, { count: live_done }));
  const grid = rowGrid(look, figures);
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
  const one = (
    text: keyof typeof CHARTS,
    track: number,
    colour: string,
    pattern: keyof typeof PATTERNS,
    from: (step: LiveStep) => number,
    size: (step: LiveStep) => number | null,
  ) =>
    stretches(bars(read(CHARTS[text]), track, from, size), {
      name: read(CHARTS[text]),
      colour,
      pattern: PATTERNS[pattern],
      tracks: 2,
    });
  return {
    height: 58 + names.length * row + 48,
    option: {
      ...begun(view, look),
      legend: { ...LEGEND },
      grid: { ...grid, top: 58, height: names.length * row },
      xAxis: { ...below(read(CHARTS.hoursEachTime)), min: 0 },
      yAxis: rowAxes(names, figures, grid),
      series: [
        one(
          "liveWaiting",
          0,
          OKABE_ITO.orange,
          "rising",
          () => 0,
          ({ live_waiting_hours }) => live_waiting_hours,
        ),
        one(
          "liveService",
          0,
          OKABE_ITO.orange,
          "plain",
          ({ live_waiting_hours }) => live_waiting_hours ?? 0,
          ({ live_service_hours }) => live_service_hours,
        ),
        one(
          "simulatedWaiting",
          1,
          OKABE_ITO.sky,
          "rising",
          () => 0,
          ({ simulated_waiting_hours }) => simulated_waiting_hours,
        ),
        one(
          "simulatedService",
          1,
          OKABE_ITO.sky,
          "plain",
          ({ simulated_waiting_hours }) => simulated_waiting_hours,
          ({ simulated_service_hours }) => simulated_service_hours,
        ),
      ],
    },
  };
}
