/** How long a lane takes from empty to usual: the statistic that says where to cut, above the cycle times that it is of. */
import { numberText } from "../language/numbers";
import { COLOURS, OKABE_ITO } from "../shell/look";
import { CHARTS } from "../texts/charts";
import { AXIS_TEXT, begun, below, GRID_LINE, INK, lines, reader, type Drawing, type Look } from "./drawing";
import { pointedAt } from "./pointed";
import { PLACED } from "./rows";
import type { WarmUpView } from "./views";

const HEIGHT = 170;

export function warmUpChart(view: WarmUpView, look: Look): Drawing {
  const read = reader(look);
  const { points, days } = view.data;
  const grid = { ...PLACED, left: 60, right: 24, height: HEIGHT };
  const second = 44 + HEIGHT + 56;
  const above = (name: string) => ({
    type: "value" as const,
    scale: true,
    name,
    nameTextStyle: { ...AXIS_TEXT, align: "left" as const, padding: [0, 0, 0, -52] },
    nameGap: 10,
    axisLabel: AXIS_TEXT,
    splitLine: GRID_LINE,
  });
  const series = (
    place: 0 | 1,
    name: string,
    colour: string,
    line: "solid" | "dashed",
    value: (point: (typeof points)[number]) => number,
  ) => ({
    type: "line" as const,
    name,
    xAxisIndex: place,
    yAxisIndex: place,
    data: points.map((point) => [point.day, value(point)]),
    lineStyle: { color: colour, width: 2, type: line },
    itemStyle: { color: colour },
    showSymbol: false,
    tooltip: {
      formatter: (shown: unknown) => {
        const point = points[pointedAt(shown).index];
        return point === undefined
          ? ""
          : lines(
              `${read(CHARTS.dayFromStart)}${read(CHARTS.colon)}${numberText(point.day)}`,
              `${name}${read(CHARTS.colon)}${numberText(value(point))}`,
            );
      },
    },
    ...(days === 0
      ? {}
      : {
          markLine: {
            symbol: "none",
            silent: true,
            lineStyle: { color: INK, width: 1.5, type: "dashed" as const },
            label: { formatter: read(CHARTS.cutHere), position: "insideEndTop" as const, color: INK, fontSize: 12 },
            data: [{ xAxis: days }],
          },
        }),
  });
  return {
    height: second + HEIGHT + 48,
    option: {
      ...begun(view, look),
      grid: [
        { ...grid, top: 44 },
        { ...grid, top: second },
      ],
      xAxis: [
        { ...below(""), min: 0, gridIndex: 0 },
        { ...below(read(CHARTS.dayFromStart)), min: 0, gridIndex: 1 },
      ],
      yAxis: [above(read(CHARTS.statistic)), { ...above(read(CHARTS.cycleTime)), gridIndex: 1 }],
      series: [
        series(0, read(CHARTS.statistic), COLOURS.after, "solid", ({ statistic }) => statistic),
        series(1, read(CHARTS.cycleTime), OKABE_ITO.vermilion, "solid", ({ cycle_days }) => cycle_days),
      ],
    },
  };
}
