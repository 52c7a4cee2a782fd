/** A figure over the values of a parameter, each with its interval, and the figure before as a line across. */
import type { LineSeriesOption } from "echarts";

import { COLOURS } from "../shell/look";
import { CHARTS } from "../texts/charts";
import { AXIS_TEXT, begun, below, GRID_LINE, LEGEND, lines, reader, type Drawing, type Look } from "./drawing";
import { PLACED } from "./rows";
import { pointedAt } from "./pointed";
import { upright } from "./points";
import { changeSaid, figureSaid, named, verdictText } from "./saying";
import type { SweepView } from "./views";

export type SweptKpi = SweepView["data"]["kpis"][number];

/** @param kpi one of the view's */
export function sweepChart(view: SweepView, kpi: SweptKpi, look: Look): Drawing {
  const read = reader(look);
  const numbers = kpi.points.every(({ number }) => number !== null);
  const at = (place: number): number | string =>
    numbers ? (kpi.points[place]?.number ?? 0) : (kpi.points[place]?.label ?? "");
  const factor = kpi.unit.name === "share" ? 100 : 1;
  const name = `${read(view.data.called)} · ${read(view.data.parameter_title)}`;
  return {
    height: 340,
    option: {
      ...begun({ title: kpi.title, sentence: view.sentence }, look),
      legend: { ...LEGEND, data: [read(kpi.title), ...(kpi.before === null ? [] : [read(CHARTS.without)])] },
      grid: { ...PLACED, left: 60, right: 24, top: 56, bottom: 48 },
      xAxis: numbers
        ? { ...below(name), scale: true, minInterval: 1 }
        : { ...below(name), type: "category", data: kpi.points.map(({ label }) => label) },
      yAxis: {
        type: "value",
        scale: true,
        name: named(kpi.title, kpi.unit, look),
        nameTextStyle: { ...AXIS_TEXT, align: "left", padding: [0, 0, 0, -52] },
        nameGap: 10,
        axisLabel: AXIS_TEXT,
        splitLine: GRID_LINE,
      },
      series: [
        values(),
        upright(
          kpi.points.flatMap(({ reached }, place) =>
            reached === null || reached.low === null || reached.high === null
              ? []
              : [{ at: at(place), low: reached.low * factor, high: reached.high * factor }],
          ),
          COLOURS.after,
        ),
        ...beforehand(),
      ],
    },
  };

  function values(): LineSeriesOption {
    return {
      type: "line",
      name: read(kpi.title),
      data: kpi.points.map(({ reached }, place) => [at(place), reached === null ? null : reached.value * factor]),
      lineStyle: { color: COLOURS.after, width: 2 },
      itemStyle: { color: COLOURS.after },
      symbol: "circle",
      symbolSize: 10,
      tooltip: {
        formatter: (shown) => {
          const point = kpi.points[pointedAt(shown).index];
          if (point === undefined) return "";
          return lines(
            `${read(view.data.parameter_title)}${read(CHARTS.colon)}${point.label}`,
            figureSaid(point.reached, kpi.unit, look),
            point.difference === null ? null : changeSaid(point.difference, kpi.unit, look),
            verdictText(point.verdict, look),
          );
        },
      },
    };
  }

  function beforehand(): LineSeriesOption[] {
    if (kpi.before === null) return [];
    return [
      {
        type: "line",
        name: read(CHARTS.without),
        // It is the same at every value, so it goes across.
        data: [],
        lineStyle: { color: COLOURS.before, width: 2, type: "dashed" },
        itemStyle: { color: COLOURS.before },
        symbol: "none",
        markLine: {
          silent: true,
          symbol: "none",
          label: { show: false },
          lineStyle: { color: COLOURS.before, width: 2, type: "dashed" },
          data: [{ yAxis: kpi.before.value * factor }],
        },
      },
    ];
  }
}
