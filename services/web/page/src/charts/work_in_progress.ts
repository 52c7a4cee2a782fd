/** Cases under way at the end of each day, with the band of the interval on the mean. */
import type { CustomSeriesOption, LineSeriesOption } from "echarts";

import { figureText } from "../language/numbers";
import { CHARTS } from "../texts/charts";
import {
  AXIS_TEXT,
  begun,
  GRID_LINE,
  isNarrow,
  LEGEND,
  lines,
  reader,
  SIDES,
  TOOLTIP,
  type Drawing,
  type Look,
} from "./drawing";
import { PLACED } from "./rows";
import { pointedAt } from "./pointed";
import type { WorkInProgressView } from "./views";

type ProgressSide = WorkInProgressView["data"]["sides"][number];

export function workInProgressChart(view: WorkInProgressView, look: Look): Drawing {
  const read = reader(look);
  const { days, sides, measured_from, measured_until } = view.data;
  return {
    height: 330,
    option: {
      ...begun(view, look),
      tooltip: {
        ...TOOLTIP,
        trigger: "axis",
        formatter: (shown) => {
          const { index: place } = pointedAt(shown);
          return lines(
            days[place] ?? "",
            ...sides.map(
              ({ side, mean, low, high }) =>
                `${read(SIDES[side].name)}${read(CHARTS.colon)}${figureText(
                  { value: mean[place] ?? 0, low: low[place] ?? null, high: high[place] ?? null },
                  null,
                  look.language,
                )}`,
            ),
          );
        },
      },
      legend: { ...LEGEND, data: sides.map(({ side }) => read(SIDES[side].name)) },
      grid: { ...PLACED, left: 52, right: 20, top: 52, bottom: 34 },
      xAxis: {
        type: "category",
        data: [...days],
        boundaryGap: false,
        axisLabel: {
          ...AXIS_TEXT,
          hideOverlap: true,
          ...(isNarrow(look) ? { interval: Math.ceil(days.length / 3) } : {}),
        },
        axisTick: { show: false },
      },
      yAxis: {
        type: "value",
        min: 0,
        name: read(CHARTS.casesUnderWay),
        nameTextStyle: { ...AXIS_TEXT, align: "left", padding: [0, 0, 0, -44] },
        nameGap: 10,
        axisLabel: AXIS_TEXT,
        splitLine: GRID_LINE,
      },
      series: [...sides.map(band), ...sides.map(mean)],
    },
  };

  function mean({ side, mean: values }: ProgressSide, index: number): LineSeriesOption {
    const { name, colour, symbol, line } = SIDES[side];
    return {
      type: "line",
      name: read(name),
      data: [...values],
      lineStyle: { color: colour, width: 2, type: line },
      itemStyle: { color: colour },
      symbol,
      symbolSize: 6,
      showSymbol: false,
      ...(index === 0 && measured_from !== null && measured_until !== null
        ? {
            markArea: {
              silent: true,
              itemStyle: { color: "rgba(0, 0, 0, 0.05)" },
              label: { color: "#595959", fontSize: 12, position: "insideTop" },
              data: [[{ name: read(CHARTS.measured), xAxis: measured_from }, { xAxis: measured_until }]],
            },
          }
        : {}),
    };
  }
}

/** All of a band at once, since it is one shape. */
function band({ side, low, high }: ProgressSide): CustomSeriesOption {
  const ends = low.flatMap((value, day) => {
    const top = high[day] ?? null;
    return value === null || top === null ? [] : [{ day, value, top }];
  });
  const first = ends[0];
  return {
    type: "custom",
    silent: true,
    // One item stands for the band; its reach keeps the axis from cutting it off.
    data: first === undefined ? [] : [[first.day, Math.max(...ends.map(({ top }) => top))]],
    tooltip: { show: false },
    clip: true,
    renderItem: (_, api) => {
      const upper = ends.map(({ day, top }) => api.coord([day, top]));
      const lower = ends.map(({ day, value }) => api.coord([day, value])).reverse();
      return {
        type: "polygon",
        shape: { points: [...upper, ...lower] },
        style: { fill: SIDES[side].colour, opacity: 0.22 },
      };
    },
  };
}
