import { init } from "echarts";
import { describe, expect, it } from "vitest";

import { inLanguage, type Language } from "../language/language";
import { numberText } from "../language/numbers";
import { bottlenecksChart } from "./bottlenecks";
import { distributionChart } from "./distribution";
import { roundReach, type Drawing, type Look } from "./drawing";
import {
  bottlenecks,
  distribution,
  gantt,
  pareto,
  precision,
  selection,
  sensitivity,
  staffing,
  sweep,
  targets,
  utilisation,
  waiting,
  warmUp,
  waterfall,
  workInProgress,
} from "./fixtures/views";
import { ganttChart } from "./gantt";
import { paretoChart } from "./pareto";
import { precisionChart } from "./precision";
import { selectionChart } from "./selection";
import { sensitivityChart } from "./sensitivity";
import { staffingChart } from "./staffing";
import { sweepChart } from "./sweep";
import { targetsChart } from "./targets";
import { hoursOnDuty, utilisationByHourChart } from "./utilisation_by_hour";
import { waitingChart } from "./waiting";
import { warmUpChart } from "./warm_up";
import { waterfallChart } from "./waterfall";
import { workInProgressChart } from "./work_in_progress";

const LOOKS: readonly Look[] = (["zh-CN", "en"] as const).flatMap((language: Language) =>
  [320, 1000].map((width) => ({ language, width })),
);
const WIDE: Look = { language: "en", width: 1000 };

function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error("expected an item; found none");
  return item;
}

/** Every chart, with words that have to stand on it. */
const DRAWN: readonly (readonly [string, (look: Look) => Drawing, (language: Language) => readonly string[]])[] = [
  [
    "distribution",
    (look) => distributionChart(distribution, first(distribution.data.measures), look),
    (language) => first(distribution.data.measures).marks.map(({ title }) => inLanguage(title, language)),
  ],
  [
    "waterfall",
    (look) => waterfallChart(waterfall, first(waterfall.data.waterfalls), look),
    () => [numberText(first(waterfall.data.waterfalls).before.value)],
  ],
  [
    "bottlenecks",
    (look) => bottlenecksChart(bottlenecks, look),
    () => [numberText(first(first(bottlenecks.data.steps).sides).spent_hours)],
  ],
  [
    "waiting",
    (look) => waitingChart(waiting, look),
    () => waiting.data.sides.map(({ total_days }) => numberText(total_days)),
  ],
  [
    "targets",
    (look) => targetsChart(targets, look),
    () => targets.data.targets.map((one) => numberText(one.working_days)),
  ],
  ["precision", (look) => precisionChart(precision, look), () => []],
  [
    "utilisation",
    (look) => utilisationByHourChart(utilisation, first(utilisation.data.pools), [9, 10], look),
    (language) => utilisation.data.days.map((day) => inLanguage(day, language)),
  ],
  [
    "gantt",
    (look) => ganttChart(gantt, first(gantt.data.cases), look),
    () => first(gantt.data.cases).sides.map(({ cycle_days }) => numberText(cycle_days)),
  ],
  ["work in progress", (look) => workInProgressChart(workInProgress, look), () => [first(workInProgress.data.days)]],
  [
    "sweep",
    (look) => sweepChart(sweep, first(sweep.data.kpis), look),
    (language) => [inLanguage(first(sweep.data.kpis).title, language)],
  ],
  ["pareto", (look) => paretoChart(pareto, look), (language) => [inLanguage(pareto.data.kpi_title, language)]],
  ["staffing", (look) => staffingChart(staffing, look), () => [`≤ ${numberText(staffing.data.bound)}`]],
  [
    "selection",
    (look) => selectionChart(selection, look),
    () => selection.data.candidates.map(({ mean }) => numberText(mean)),
  ],
  ["sensitivity", (look) => sensitivityChart(sensitivity, look), () => []],
  ["warm-up", (look) => warmUpChart(warmUp, look), () => []],
];

/** All texts of a chart as the library draws it. */
function textsOf({ option, height }: Drawing, { width }: Look): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption(option);
  const drawn = chart.renderToSVGString();
  chart.dispose();
  return drawn.replaceAll(/<[^>]*>/g, " ");
}

describe.each(DRAWN)("the chart of %s", (_, draw, said) => {
  it.each(LOOKS)("is drawn in $language, $width pixels wide, with its words and no number that is none", (look) => {
    const drawing = draw(look);
    const texts = textsOf(drawing, look);
    for (const word of said(look.language)) expect(texts).toContain(word);
    expect(texts).not.toMatch(/NaN|undefined|\[object/);
    expect(drawing.height).toBeGreaterThan(60);
  });

  it("does not move, makes no markup, and tells its sentence to those who do not see it", () => {
    const { option } = draw(WIDE);
    expect(option.animation).toBe(false);
    expect(option.tooltip).toMatchObject({ renderMode: "richText" });
    const { aria } = option as { aria?: { enabled?: boolean; label?: { description?: string } } };
    expect(aria?.enabled).toBe(true);
    expect(aria?.label?.description).toMatch(/: .{20,}/);
  });

  it("is the same for the same view", () => {
    expect(JSON.stringify(draw(WIDE))).toBe(JSON.stringify(draw(WIDE)));
  });
});

/** Data of the series of a name. */
function dataOf({ option }: Drawing, name: string): unknown {
  const series = Array.isArray(option.series) ? option.series : [option.series];
  return series.find((each) => each?.name === name)?.data;
}

describe("what charts show", () => {
  it("is every quantile as a share of the cases in per cent", () => {
    const measure = first(distribution.data.measures);
    const drawing = distributionChart(distribution, measure, WIDE);
    const after = measure.series.find(({ side }) => side === "after");
    expect(dataOf(drawing, "after")).toEqual(
      after?.quantiles.map((time, place) => [time, (distribution.data.shares[place] ?? 0) * 100]),
    );
  });

  it("is each lever where the one before it ends", () => {
    const shown = first(waterfall.data.waterfalls);
    const drawing = waterfallChart(waterfall, shown, WIDE);
    const better = shown.bars.flatMap(({ start, end, verdict }, row) =>
      verdict === "better" ? [[start, end, row + 1]] : [],
    );
    expect(better.length).toBeGreaterThan(2);
    expect(dataOf(drawing, "better")).toEqual(better);
    expect(shown.bars.every(({ start }, row) => row === 0 || start === shown.bars[row - 1]?.end)).toBe(true);
  });

  it("is the whole cycle time, holder after holder", () => {
    const drawing = waitingChart(waiting, WIDE);
    const stretches = (drawing.option.series as { data: [number, number, number][] }[]).flatMap(({ data }) => data);
    waiting.data.sides.forEach(({ total_days }, row) => {
      const ends = stretches.filter(([, , at]) => at === row).map(([, end]) => end);
      expect(Math.max(...ends)).toBeCloseTo(total_days, 3);
    });
  });

  it("is heat only where somebody is on duty, with its figure", () => {
    const week = first(utilisation.data.pools);
    const hours = hoursOnDuty([week]);
    const series = utilisationByHourChart(utilisation, week, hours, WIDE).option.series as {
      data: { value: number[]; label: { formatter: string } }[];
    }[];
    const { data } = first(series);
    const open = week.utilisation.flat().filter((busy) => busy !== null);
    expect(data).toHaveLength(open.length);
    const [place = 0, day = 0] = first(data).value;
    expect(first(data).label.formatter).toBe(((week.utilisation[day]?.[hours[place] ?? 0] ?? 0) * 100).toFixed(0));
  });

  it("is each spell of a case in the row of its step, and of the whole case in the first", () => {
    const course = first(gantt.data.cases);
    const data = dataOf(ganttChart(gantt, course, WIDE), "with the applicant") as number[][];
    const side = first(course.sides);
    const held = side.held.filter(({ holder }) => holder === "applicant");
    expect(data.slice(0, held.length)).toEqual(held.map(({ start, end }) => [start, end, 0]));
  });

  it("is a share in per cent where the figure is one", () => {
    const kpi = sweep.data.kpis.find(({ unit }) => unit.name === "share");
    if (kpi === undefined) throw new Error("expected a share among the figures that are swept");
    const data = dataOf(sweepChart(sweep, kpi, WIDE), kpi.title.en) as [number, number][];
    expect(data.map(([, share]) => share)).toEqual(kpi.points.map(({ reached }) => reached && reached.value * 100));
  });

  it("is before and after told apart by more than colour", () => {
    const series = distributionChart(distribution, first(distribution.data.measures), WIDE).option.series as {
      type: string;
      symbol?: string;
      lineStyle?: { type: string };
    }[];
    const curves = series.filter(({ type }) => type === "line");
    expect(new Set(curves.map(({ symbol }) => symbol)).size).toBe(2);
    expect(new Set(curves.map(({ lineStyle }) => lineStyle?.type)).size).toBe(2);
  });
});

describe("a round reach", () => {
  it("is not below the greatest value, in steps of which there are not too many", () => {
    expect(roundReach(37, 8)).toEqual({ max: 40, interval: 5 });
    expect(roundReach(0.9, 5)).toEqual({ max: 1, interval: 0.2 });
    expect(roundReach(0, 5).max).toBeGreaterThan(0);
  });
});
