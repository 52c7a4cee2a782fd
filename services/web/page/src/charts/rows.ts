/** Charts whose rows have names on the left, and what they come to on the right. */
import type { CustomSeriesOption } from "echarts";

import { AXIS_TEXT, INK, isNarrow, widthOf, type Look, type Pattern } from "./drawing";
import { pointedAt } from "./pointed";

/** A stretch of a row. A row may be divided into several tracks, the first on top. */
export interface Stretch {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly track?: number;
  readonly tip: string;
  /** Of its own, where not that of its series. */
  readonly colour?: string;
  readonly pattern?: Pattern;
}

/** The reach of an interval in a row. */
export interface Reach {
  readonly row: number;
  readonly low: number;
  readonly high: number;
  readonly track?: number;
}

export interface RowGrid {
  readonly left: number;
  readonly right: number;
}

/** The place of a chart is what it is told to be; names beside it have their own room. */
export const PLACED = { outerBoundsMode: "none" } as const;

/** How much room names and figures of rows take: as much as they need, but the chart keeps most of it. */
export function rowGrid(look: Look, names: readonly string[], figures: readonly string[]): RowGrid {
  const most = isNarrow(look) ? Math.max(92, look.width * 0.32) : Math.min(280, look.width * 0.28);
  const left = Math.round(Math.min(most, Math.max(24, ...names.map(widthOf)) + 6));
  return { left: left + 12, right: figures.length === 0 ? 24 : Math.max(...figures.map(widthOf)) + 16 };
}

/** Axes of rows: names on the left, figures on the right. */
export function rowAxes(names: readonly string[], figures: readonly string[] | null, grid: RowGrid) {
  const shared = {
    type: "category" as const,
    inverse: true,
    axisTick: { show: false },
  };
  const left = {
    ...shared,
    data: [...names],
    axisLine: { show: true, lineStyle: { color: "#8c8c8c" } },
    axisLabel: {
      ...AXIS_TEXT,
      interval: 0,
      width: grid.left - 14,
      overflow: "break" as const,
      lineHeight: 15,
      align: "right" as const,
    },
  };
  if (figures === null) return [left];
  const right = {
    ...shared,
    position: "right" as const,
    data: [...figures],
    axisLine: { show: false },
    axisLabel: { ...AXIS_TEXT, interval: 0, lineHeight: 15, align: "left" as const },
  };
  return [left, right];
}

/** How many pixels a row takes whose name is broken into lines. */
export function rowHeight(names: readonly string[], grid: RowGrid, least: number): number {
  const most = Math.max(1, ...names.map((name) => Math.ceil(widthOf(name) / (grid.left - 14))));
  return Math.max(least, most * 15 + 10);
}

export interface StretchStyle {
  readonly name: string;
  readonly colour: string;
  readonly pattern: Pattern;
  /** Tracks that rows are divided into. */
  readonly tracks?: number;
  /** Which of several pairs of axes. */
  readonly axes?: number;
  /** Share of the height of a track that is filled. */
  readonly fill?: number;
}

/** Stretches of one kind as one series, so that the legend names them. */
export function stretches(data: readonly Stretch[], style: StretchStyle): CustomSeriesOption {
  return {
    type: "custom",
    name: style.name,
    color: style.colour,
    xAxisIndex: style.axes ?? 0,
    yAxisIndex: style.axes ?? 0,
    encode: { x: [0, 1], y: 2 },
    data: data.map(({ from, to, row }) => [from, to, row]),
    tooltip: { formatter: (shown) => data[pointedAt(shown).index]?.tip ?? "" },
    clip: true,
    renderItem: ({ dataIndex }, api) => {
      const one = data[dataIndex];
      if (one === undefined) return null;
      const [start = 0, middle = 0] = api.coord([one.from, one.row]);
      const [end = 0] = api.coord([one.to, one.row]);
      const band = trackBand(bandHeight(api.size?.([0, 1])), one.track ?? 0, style.tracks ?? 1);
      const height = band.height * (style.fill ?? 0.8);
      const pattern = one.pattern ?? style.pattern;
      return {
        type: "rect",
        shape: {
          x: Math.min(start, end),
          y: middle + band.middle - height / 2,
          // What takes no time is still to be seen.
          width: Math.max(Math.abs(end - start), 1),
          height,
        },
        style: {
          fill: one.colour ?? style.colour,
          // An outline would hide what is narrower than two of them.
          ...(Math.abs(end - start) > 4 ? { stroke: "#4a4a4a", lineWidth: 0.5 } : {}),
          // A copy, since the library marks the patterns that it draws.
          ...(pattern === "none" ? {} : { decal: { ...pattern } }),
        },
      };
    },
  };
}

/** Intervals as whiskers on rows. */
export function whiskers(data: readonly Reach[], style: Pick<StretchStyle, "tracks" | "axes">): CustomSeriesOption {
  return {
    type: "custom",
    xAxisIndex: style.axes ?? 0,
    yAxisIndex: style.axes ?? 0,
    encode: { x: [0, 1], y: 2 },
    data: data.map(({ low, high, row }) => [low, high, row]),
    silent: true,
    clip: true,
    z: 5,
    renderItem: ({ dataIndex }, api) => {
      const one = data[dataIndex];
      if (one === undefined) return null;
      const [low = 0, middle = 0] = api.coord([one.low, one.row]);
      const [high = 0] = api.coord([one.high, one.row]);
      const band = trackBand(bandHeight(api.size?.([0, 1])), one.track ?? 0, style.tracks ?? 1);
      const y = middle + band.middle;
      const cap = Math.min(6, band.height / 4);
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: "line" as const,
        shape: { x1, y1, x2, y2 },
        style: { stroke: INK, lineWidth: 1.5 },
      });
      return {
        type: "group",
        children: [line(low, y, high, y), line(low, y - cap, low, y + cap), line(high, y - cap, high, y + cap)],
      };
    },
  };
}

function bandHeight(size: number | number[] | undefined): number {
  return Array.isArray(size) ? (size[1] ?? 20) : 20;
}

/** Where a track of a row is, from the middle of the row. */
function trackBand(row: number, track: number, tracks: number): { middle: number; height: number } {
  const height = (row * 0.84) / tracks;
  return { middle: (track - (tracks - 1) / 2) * height, height };
}
