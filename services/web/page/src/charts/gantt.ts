/** One case step by step, before above after, with the same draws: who has each piece of work, and when. */
import type { EChartsOption, SeriesOption } from "echarts";

import { quantityText } from "../language/numbers";
import { CHARTS } from "../texts/charts";
import {
  AXIS_TEXT,
  begun,
  below,
  isNarrow,
  fieldLegend,
  legendHeight,
  lines,
  reader,
  SIDES,
  type Drawing,
  type Look,
} from "./drawing";
import { HOLDERS, type Holder } from "./holders";
import { PLACED, rowAxes, rowGrid, rowHeight, stretches, type Stretch } from "./rows";
import { words } from "./saying";
import type { GanttView } from "./views";

export type CaseCourse = GanttView["data"]["cases"][number];
type CourseSide = CaseCourse["sides"][number];
type Bar = CourseSide["bars"][number];

const HOURS_OF_A_DAY = 24;
const HOURS = { name: "hours", title: CHARTS.hours };
const DAYS = { name: "days", title: CHARTS.days };
const KINDS: readonly Holder[] = [
  "working",
  "queueing",
  "off_duty",
  "applicant",
  "third_party",
  "statutory",
  "elsewhere",
];

/** @param course one of the view's cases */
export function ganttChart(view: GanttView, course: CaseCourse, look: Look): Drawing {
  const read = reader(look);
  const names = course.sides.map((side) => [read(CHARTS.wholeCase), ...side.bars.map((bar) => nameOf(bar, look))]);
  const grid = rowGrid(look, names.flat(), []);
  const row = rowHeight(names.flat(), grid, 24);
  const longest = Math.max(1, ...course.sides.map(({ ended }) => ended));
  const held = new Set(
    course.sides.flatMap((side) =>
      [...side.held, ...side.bars.flatMap(({ spells }) => spells)].map(({ holder }) => holder),
    ),
  );
  const kinds = KINDS.filter((kind) => held.has(kind));
  const fields = kinds.map((kind) => ({ name: read(CHARTS[kind]), ...HOLDERS[kind] }));
  const legend = legendHeight(
    fields.map(({ name }) => name),
    look,
  );
  const tops: number[] = [];
  let at = legend;
  for (const rows of names) {
    tops.push(at + 24);
    at += 24 + rows.length * row + 44;
  }
  const option: EChartsOption = {
    ...begun({ title: course.title, sentence: view.sentence }, look),
    legend: fieldLegend(fields),
    title: course.sides.map((side, index) => ({
      text: headOf(side, look),
      left: 0,
      top: (tops[index] ?? 0) - 22,
      textStyle: { ...AXIS_TEXT, fontSize: 13, fontWeight: 600 },
    })),
    grid: names.map((rows, index) => ({ ...PLACED, ...grid, top: tops[index] ?? 0, height: rows.length * row })),
    xAxis: course.sides.map((_, index) => ({
      ...below(read(CHARTS.daysSince)),
      gridIndex: index,
      min: 0,
      max: longest,
      interval: dayStep(longest, look) * HOURS_OF_A_DAY,
      axisLabel: {
        ...AXIS_TEXT,
        showMaxLabel: false,
        formatter: (hours: number) => `${Math.round(hours / HOURS_OF_A_DAY)}`,
      },
    })),
    yAxis: names.map((rows, index) => ({ ...rowAxes(rows, null, grid)[0], gridIndex: index })),
    series: course.sides.flatMap((side, axes): SeriesOption[] =>
      kinds.map((kind) =>
        stretches(spellsOf(side, kind, look), { name: read(CHARTS[kind]), ...HOLDERS[kind], axes, fill: 0.7 }),
      ),
    ),
  };
  return { height: at, option };
}

function nameOf(bar: Bar, look: Look): string {
  return bar.occurrence === 1
    ? reader(look)(bar.title)
    : words(look, CHARTS.occurrence, { title: bar.title, count: bar.occurrence });
}

function headOf(side: CourseSide, look: Look): string {
  const time = quantityText(side.cycle_days, DAYS, look.language);
  return side.side === "alone" ? time : `${reader(look)(SIDES[side.side].name)} · ${time}`;
}

function spellsOf(side: CourseSide, kind: Holder, look: Look): Stretch[] {
  const read = reader(look);
  const rows = [
    { name: read(CHARTS.wholeCase), doer: null, spells: side.held },
    ...side.bars.map((bar) => ({ name: nameOf(bar, look), doer: read(bar.doer), spells: bar.spells })),
  ];
  return rows.flatMap(({ name, doer, spells }, row) =>
    spells
      .filter(({ holder }) => holder === kind)
      .map(({ start, end }) => ({
        row,
        from: start,
        to: end,
        tip: lines(
          name,
          doer,
          `${read(CHARTS[kind])}${read(CHARTS.colon)}${quantityText(end - start, HOURS, look.language)}`,
        ),
      })),
  );
}

/** Days between lines, so that there is room for their numbers. */
function dayStep(hours: number, look: Look): number {
  const days = hours / HOURS_OF_A_DAY;
  const most = isNarrow(look) ? 5 : 12;
  return [1, 2, 5, 10, 20, 50, 100, 200, 500].find((step) => days / step <= most) ?? 1000;
}
