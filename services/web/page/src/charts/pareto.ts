/** Choices that nothing else beats in both cost and time: a step line, since between two of them there is nothing. */
import { CHARTS } from "../texts/charts";
import { COLOURS } from "../shell/look";
import { numberText, quantityText } from "../language/numbers";
import { AXIS_TEXT, begun, below, GRID_LINE, INK, isNarrow, lines, reader, type Drawing, type Look } from "./drawing";
import { pointedAt } from "./pointed";
import { upright } from "./points";
import { figureSaid, named } from "./saying";
import { PLACED } from "./rows";
import type { ParetoView } from "./views";

export function paretoChart(view: ParetoView, look: Look): Drawing {
  const read = reader(look);
  const { points, unit, cost_unit, kpi_title } = view.data;
  const factor = unit.name === "share" ? 100 : 1;
  return {
    height: 380,
    option: {
      ...begun(view, look),
      grid: { ...PLACED, left: 64, right: isNarrow(look) ? 24 : 40, top: 40, bottom: 48 },
      xAxis: { ...below(named(CHARTS.cost, cost_unit, look)), scale: true },
      yAxis: {
        type: "value",
        scale: true,
        name: named(kpi_title, unit, look),
        nameTextStyle: { ...AXIS_TEXT, align: "left", padding: [0, 0, 0, -56] },
        nameGap: 12,
        axisLabel: AXIS_TEXT,
        splitLine: GRID_LINE,
      },
      series: [
        {
          type: "line",
          step: "end",
          data: points.map(({ cost, reached }) => [cost, reached.value * factor]),
          lineStyle: { color: COLOURS.after, width: 1.5, type: "dashed" },
          itemStyle: { color: COLOURS.after },
          symbol: "diamond",
          symbolSize: 13,
          // The number of a choice is that of its row in the table.
          label: {
            show: true,
            position: "right",
            formatter: ({ dataIndex }) => `${dataIndex + 1}`,
            color: INK,
            fontSize: 12,
            fontWeight: 600,
          },
          tooltip: {
            formatter: (shown) => {
              const { index: place } = pointedAt(shown);
              const point = points[place];
              if (point === undefined) return "";
              return lines(
                `${place + 1} · ${read(point.label)}`,
                `${read(CHARTS.cost)}${read(CHARTS.colon)}${quantityText(point.cost, cost_unit, look.language)}`,
                `${read(kpi_title)}${read(CHARTS.colon)}${figureSaid(point.reached, unit, look)}`,
                ...point.members.map(
                  ({ title, members }) => `${read(title)}${read(CHARTS.colon)}${numberText(members)}`,
                ),
              );
            },
          },
        },
        upright(
          points.flatMap(({ cost, reached: { low, high } }) =>
            low === null || high === null ? [] : [{ at: cost, low: low * factor, high: high * factor }],
          ),
          COLOURS.after,
        ),
      ],
    },
  };
}
