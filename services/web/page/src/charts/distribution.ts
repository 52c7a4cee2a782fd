/** How one time is distributed: which share of the cases takes how long, and below that the same as boxes. */
import type { BoxplotSeriesOption, LineSeriesOption, MarkLineComponentOption } from "echarts";

import { inLanguage } from "../language/language";
import { numberText, quantityText } from "../language/numbers";
import { OKABE_ITO } from "../shell/look";
import { CHARTS } from "../texts/charts";
import {
  AXIS_TEXT,
  begun,
  below,
  GRID_LINE,
  INK,
  isNarrow,
  LEGEND,
  reader,
  roundReach,
  SIDES,
  type Drawing,
  type Look,
  widthOf,
} from "./drawing";
import { pointedAt } from "./pointed";
import { PLACED } from "./rows";
import { named, words } from "./saying";
import type { DistributionView } from "./views";

export type Measure = DistributionView["data"]["measures"][number];
type Mark = Measure["marks"][number];

const CURVE = 220;
const BOX = 34;

/** @param measure one of the view's */
export function distributionChart(view: DistributionView, measure: Measure, look: Look): Drawing {
  const read = reader(look);
  const marks = measure.marks.length;
  const top = 30 + marks * 17;
  const left = Math.max(58, ...measure.series.map(({ side }) => widthOf(read(SIDES[side].name)) + 14));
  const boxes = measure.series.length * BOX;
  const bottom = 44;
  const grid = { ...PLACED, left, right: 20 };
  const reach = roundReach(longest(measure), isNarrow(look) ? 5 : 8);
  return {
    height: top + CURVE + 16 + boxes + bottom,
    option: {
      ...begun({ title: measure.title, sentence: view.sentence }, look),
      legend: { ...LEGEND, data: measure.series.map(({ side }) => read(SIDES[side].name)) },
      grid: [
        { ...grid, top, height: CURVE },
        { ...grid, top: top + CURVE + 16, height: boxes },
      ],
      xAxis: [
        { ...below(""), ...reach, min: 0, axisLabel: { show: false } },
        {
          ...below(isNarrow(look) ? read(measure.unit.title) : named(measure.title, measure.unit, look)),
          ...reach,
          min: 0,
          gridIndex: 1,
        },
      ],
      yAxis: [
        {
          type: "value",
          min: 0,
          max: 100,
          interval: isNarrow(look) ? 50 : 25,
          name: read(CHARTS.shareOfCases),
          nameLocation: "middle",
          nameGap: 34,
          nameTextStyle: AXIS_TEXT,
          axisLabel: AXIS_TEXT,
          splitLine: GRID_LINE,
        },
        {
          type: "category",
          gridIndex: 1,
          inverse: true,
          data: measure.series.map(({ side }) => read(SIDES[side].name)),
          axisTick: { show: false },
          axisLabel: AXIS_TEXT,
        },
      ],
      axisPointer: { link: [{ xAxisIndex: [0, 1] }] },
      series: [...curves(view, measure, look), boxesOf(measure, look)],
    },
  };
}

function curves(view: DistributionView, measure: Measure, look: Look): LineSeriesOption[] {
  const read = reader(look);
  return measure.series.map((series, index) => {
    const side = SIDES[series.side];
    return {
      type: "line",
      name: read(side.name),
      data: series.quantiles.map((time, place) => [time, (view.data.shares[place] ?? 0) * 100]),
      lineStyle: { color: side.colour, width: 2.5, type: side.line },
      itemStyle: { color: side.colour },
      symbol: side.symbol,
      // A mark at every tenth tells the curves apart where colour does not; all points answer to the pointer.
      symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) => (dataIndex % 10 === 9 ? 9 : 3),
      showSymbol: true,
      showAllSymbol: true,
      symbolKeepAspect: true,
      tooltip: {
        formatter: (shown) => {
          const { index: place } = pointedAt(shown);
          const time = series.quantiles[place] ?? 0;
          const share = numberText((view.data.shares[place] ?? 0) * 100);
          return words(look, CHARTS.atMost, { share, time: quantityText(time, measure.unit, look.language) });
        },
      },
      ...(index === 0 && measure.marks.length > 0 ? { markLine: marksOf(measure, look) } : {}),
    };
  });
}

function longest(measure: Measure): number {
  return Math.max(
    ...measure.series.flatMap(({ quantiles, box }) => [...quantiles.slice(-1), box?.p95 ?? 0]),
    ...measure.marks.map(({ value }) => value),
    0,
  );
}

function marksOf(measure: Measure, look: Look): MarkLineComponentOption {
  const middle = longest(measure) / 2;
  const colour = (mark: Mark) => (mark.kind === "target" ? OKABE_ITO.vermilion : INK);
  return {
    symbol: "none",
    silent: true,
    data: [...measure.marks]
      .sort((one, other) => one.value - other.value)
      .map((mark, row) => ({
        xAxis: mark.value,
        lineStyle: { color: colour(mark), width: 1.5, type: mark.kind === "statutory" ? "solid" : [6, 3] },
        label: {
          formatter: inLanguage(mark.title, look.language),
          position: "end",
          distance: 3 + row * 17,
          align: mark.value > middle ? "right" : "left",
          color: INK,
          fontSize: 12,
        },
      })),
  };
}

function boxesOf(measure: Measure, look: Look): BoxplotSeriesOption {
  const text = (value: number) => numberText(value);
  return {
    type: "boxplot",
    xAxisIndex: 1,
    yAxisIndex: 1,
    boxWidth: [10, 20],
    data: measure.series.map(({ side, box }) => ({
      value: box === null ? [] : [box.p5, box.p25, box.p50, box.p75, box.p95],
      itemStyle: {
        color: "#fff",
        borderColor: SIDES[side].colour,
        borderWidth: 2,
        borderType: SIDES[side].line,
      },
    })),
    tooltip: {
      formatter: (shown) => {
        const box = measure.series[pointedAt(shown).index]?.box;
        if (box === null || box === undefined) return "";
        const { p5, p25, p50, p75, p95 } = box;
        return words(look, CHARTS.box, {
          p5: text(p5),
          p25: text(p25),
          p50: text(p50),
          p75: text(p75),
          p95: text(p95),
        });
      },
    },
  };
}
