/** What each lever saves, from the figure before to the figure after, one bar hanging from the end of the other. */
import { COLOURS } from "../shell/look";
import { CHARTS } from "../texts/charts";
import { begun, below, fieldLegend, lines, PATTERNS, reader, SIDES, type Drawing, type Look } from "./drawing";
import { PLACED, rowAxes, rowGrid, rowHeight, stretches, whiskers, type Reach, type Stretch } from "./rows";
import { changeBeside, changeSaid, figureBeside, figureSaid, named, verdictText } from "./saying";
import type { Estimate, Verdict, WaterfallView } from "./views";

export type Waterfall = WaterfallView["data"]["waterfalls"][number];

const STYLES = {
  better: { colour: COLOURS.better, pattern: PATTERNS.plain },
  worse: { colour: COLOURS.worse, pattern: PATTERNS.falling },
  unclear: { colour: "#a6a6a6", pattern: PATTERNS.dots },
} as const;

/** @param waterfall one of the view's */
export function waterfallChart(view: WaterfallView, waterfall: Waterfall, look: Look): Drawing {
  const read = reader(look);
  const { before, bars, after, unit } = waterfall;
  const names = [read(CHARTS.before), ...bars.map(({ title }) => read(title)), read(CHARTS.after)];
  const figures = [
    figureBeside(before, unit, look),
    ...bars.map(({ change }) => changeBeside(change, unit, look)),
    figureBeside(after, unit, look),
  ];
  const grid = rowGrid(look, names, figures);
  const row = rowHeight(names, grid, 32);
  const last = names.length - 1;
  const whole = (side: "before" | "after", place: number, figure: Estimate): Stretch => ({
    row: place,
    from: 0,
    to: figure.value,
    tip: lines(read(SIDES[side].name), figureSaid(figure, unit, look)),
    colour: SIDES[side].colour,
    pattern: SIDES[side].pattern,
  });
  const hung = (kind: keyof typeof STYLES): Stretch[] =>
    bars.flatMap((bar, place) =>
      styleOf(bar.verdict) === kind
        ? [
            {
              row: place + 1,
              from: bar.start,
              to: bar.end,
              tip: lines(read(bar.title), changeSaid(bar.change, unit, look), verdictText(bar.verdict, look)),
            },
          ]
        : [],
    );
  const kinds = (Object.keys(STYLES) as (keyof typeof STYLES)[]).filter((kind) => hung(kind).length > 0);
  return {
    height: 34 + names.length * row + 48,
    option: {
      ...begun({ title: waterfall.title, sentence: view.sentence }, look),
      legend: fieldLegend(kinds.map((kind) => ({ name: read(CHARTS[kind]), ...STYLES[kind] }))),
      grid: { ...PLACED, ...grid, top: 34, height: names.length * row },
      xAxis: { ...below(named(waterfall.title, unit, look)), min: lowest(waterfall) },
      yAxis: rowAxes(names, figures, grid),
      series: [
        stretches([whole("before", 0, before), whole("after", last, after)], {
          name: "",
          colour: COLOURS.before,
          pattern: PATTERNS.plain,
          fill: 0.62,
        }),
        ...kinds.map((kind) => stretches(hung(kind), { name: read(CHARTS[kind]), ...STYLES[kind], fill: 0.62 })),
        whiskers(
          [reach(0, before), ...bars.map(reachOfBar), reach(last, after)].filter((one) => one !== null),
          {},
        ),
      ],
    },
  };
}

function styleOf(verdict: Verdict | null): keyof typeof STYLES {
  return verdict === "better" || verdict === "worse" ? verdict : "unclear";
}

function lowest({ bars }: Waterfall): number {
  return Math.min(0, ...bars.flatMap(({ start, end }) => [start, end]));
}

function reach(row: number, { low, high }: Estimate): Reach | null {
  return low === null || high === null ? null : { row, low, high };
}

/** The interval of a change hangs from where its bar begins. */
function reachOfBar({ change, start }: Waterfall["bars"][number], place: number): Reach | null {
  if (change === null || change.low === null || change.high === null) return null;
  return { row: place + 1, low: start + change.low, high: start + change.high };
}
