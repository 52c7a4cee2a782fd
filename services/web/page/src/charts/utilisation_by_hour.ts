/** How busy a department is at each hour of the week: a table of colours with the figures in it. */
import type { HeatmapSeriesOption } from "echarts";

import { numberText, quantityText } from "../language/numbers";
import { HEAT } from "../shell/look";
import { CHARTS } from "../texts/charts";
import { AXIS_TEXT, begun, INK, reader, SIDES, type Drawing, type Look } from "./drawing";
import { PLACED } from "./rows";
import { pointedAt } from "./pointed";
import { SHARE, words } from "./saying";
import type { UtilisationByHourView } from "./views";

export type PoolWeek = UtilisationByHourView["data"]["pools"][number];

const ROW = 26;

/** Hours of the day at which anybody of these pools is on duty. */
export function hoursOnDuty(pools: readonly PoolWeek[]): readonly number[] {
  const open = [...Array(24).keys()].filter((hour) =>
    pools.some(({ utilisation }) => utilisation.some((day) => (day[hour] ?? null) !== null)),
  );
  const [first, last] = [open[0], open.at(-1)];
  return first === undefined || last === undefined
    ? []
    : [...Array(last - first + 1).keys()].map((step) => first + step);
}

/**
 * @param week a pool of the view's, on one side
 * @param hours of the day that are shown, the same for what is compared
 */
export function utilisationByHourChart(
  view: UtilisationByHourView,
  week: PoolWeek,
  hours: readonly number[],
  look: Look,
): Drawing {
  const read = reader(look);
  const { days, classes } = view.data;
  const side = read(SIDES[week.side].name);
  const top = 24;
  return {
    height: top + days.length * ROW + 46,
    option: {
      ...begun(view, look),
      title: {
        text: week.side === "alone" ? read(week.title) : `${read(week.title)} · ${side}`,
        left: 0,
        top: 0,
        textStyle: { ...AXIS_TEXT, fontSize: 13, fontWeight: 600 },
      },
      grid: { ...PLACED, left: 52, right: 8, top, height: days.length * ROW },
      xAxis: {
        type: "category",
        data: hours.map((hour) => `${hour}`),
        splitArea: { show: true },
        axisTick: { show: false },
        name: read(CHARTS.hourOfDay),
        nameLocation: "middle",
        nameGap: 24,
        nameTextStyle: AXIS_TEXT,
        axisLabel: { ...AXIS_TEXT, interval: 0 },
      },
      yAxis: {
        type: "category",
        inverse: true,
        data: days.map(read),
        axisTick: { show: false },
        axisLabel: { ...AXIS_TEXT, interval: 0 },
      },
      visualMap: {
        type: "piecewise",
        show: false,
        dimension: 2,
        pieces: classes.map((_, level) => ({ value: level, color: HEAT[level]?.fill ?? "#fff" })),
      },
      series: [cells()],
    },
  };

  function cells(): HeatmapSeriesOption {
    return {
      type: "heatmap",
      data: days.flatMap((_, day) =>
        hours.flatMap((hour, place) => {
          const level = week.levels[day]?.[hour] ?? null;
          const busy = week.utilisation[day]?.[hour] ?? null;
          if (level === null || busy === null) return [];
          return [
            {
              value: [place, day, level],
              label: { show: true, formatter: figure(busy), color: HEAT[level]?.ink ?? INK, fontSize: 11 },
            },
          ];
        }),
      ),
      itemStyle: { borderColor: "#fff", borderWidth: 1 },
      tooltip: {
        formatter: (shown) => {
          const { value } = pointedAt(shown);
          return Array.isArray(value) ? said(Number(value[0]), Number(value[1]), Number(value[2])) : "";
        },
      },
    };
  }

  function figure(busy: number): string {
    return (busy * 100).toFixed(0);
  }

  function said(place: number, day: number, level: number): string {
    const hour = hours[place] ?? 0;
    return words(look, CHARTS.busyAt, {
      day: days[day] ?? "",
      hour: `${hour}:00`,
      busy: quantityText(week.utilisation[day]?.[hour] ?? 0, SHARE, look.language),
      words: classes[level]?.title ?? "",
      queue: numberText(week.queue[day]?.[hour] ?? 0),
    });
  }
}
