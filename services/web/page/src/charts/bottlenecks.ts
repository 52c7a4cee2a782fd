/** Where cases spend their time, step by step: until it is begun, and until it is done. */
import { OKABE_ITO } from "../shell/look";
import { CHARTS } from "../texts/charts";
import { begun, below, fieldLegend, lines, PATTERNS, reader, SIDES, type Drawing, type Look } from "./drawing";
import { PLACED, rowAxes, rowGrid, rowHeight, stretches, whiskers, type Stretch } from "./rows";
import { numberText } from "../language/numbers";
import { words } from "./saying";
import type { BottlenecksView } from "./views";

/** More than these are in the table. */
const MOST = 12;

type Step = BottlenecksView["data"]["steps"][number];
type StepSide = Step["sides"][number];

export function bottlenecksChart(view: BottlenecksView, look: Look): Drawing {
  const read = reader(look);
  const steps = view.data.steps.slice(0, MOST);
  const tracks = view.data.compared ? 2 : 1;
  const names = steps.map(({ title }) => read(title));
  const figures = steps.map(({ sides }) => sides.map(({ spent_hours }) => numberText(spent_hours)).join(" → "));
  const grid = rowGrid(look, names, figures);
  const row = rowHeight(names, grid, 18 + 14 * tracks);
  const waits = { name: read(CHARTS.waits), colour: OKABE_ITO.orange, pattern: PATTERNS.rising };
  const worked = { name: read(CHARTS.worked), colour: OKABE_ITO.sky, pattern: PATTERNS.plain };
  const parts = (from: (side: StepSide) => number, to: (side: StepSide) => number): Stretch[] =>
    steps.flatMap((step, place) =>
      step.sides.map((side) => ({
        row: place,
        track: trackOf(side),
        from: from(side),
        to: to(side),
        tip: tip(step, side, look),
      })),
    );
  return {
    height: 34 + steps.length * row + 48,
    option: {
      ...begun(view, look),
      legend: fieldLegend([waits, worked]),
      grid: { ...PLACED, ...grid, top: 34, height: steps.length * row },
      xAxis: { ...below(read(view.data.compared ? CHARTS.hoursPerCaseBoth : CHARTS.hoursPerCase)), min: 0 },
      yAxis: rowAxes(names, figures, grid),
      series: [
        stretches(
          parts(
            () => 0,
            ({ queued_hours }) => queued_hours,
          ),
          { ...waits, tracks },
        ),
        stretches(
          parts(
            ({ queued_hours }) => queued_hours,
            ({ spent_hours }) => spent_hours,
          ),
          { ...worked, tracks },
        ),
        whiskers(
          steps.flatMap((step, place) =>
            step.sides.flatMap((side) => {
              const low = side.spent?.low ?? null;
              const high = side.spent?.high ?? null;
              return low === null || high === null ? [] : [{ row: place, track: trackOf(side), low, high }];
            }),
          ),
          { tracks },
        ),
      ],
    },
  };
}

function trackOf({ side }: StepSide): number {
  return side === "after" ? 1 : 0;
}

function tip(step: Step, side: StepSide, look: Look): string {
  const read = reader(look);
  const hours = (name: string, value: number) =>
    `${name}${read(CHARTS.colon)}${numberText(value)} ${read(CHARTS.hours)}`;
  return lines(
    side.side === "alone" ? read(step.title) : `${read(step.title)} · ${read(SIDES[side.side].name)}`,
    step.pool_title === null ? null : read(step.pool_title),
    hours(read(CHARTS.total), side.spent_hours),
    hours(read(CHARTS.waits), side.queued_hours),
    words(look, CHARTS.times, { count: numberText(side.per_case) }),
  );
}
