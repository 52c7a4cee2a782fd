/** Rows with a value and its interval each, and perhaps a line across all of them: a bound, or what was asked for. */
import type { MarkLineComponentOption, ScatterSeriesOption, SeriesOption } from "echarts";

import type { Both } from "../language/language";
import { begun, below, INK, LEGEND, legendHeight, type Drawing, type Look } from "./drawing";
import { pointedAt } from "./pointed";
import { PLACED, rowAxes, rowGrid, rowHeight, whiskers, type Reach } from "./rows";

export interface Dot {
  readonly row: number;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly tip: string;
}

/** A kind of dot, told apart by its mark as well as by its colour. */
export interface DotKind {
  readonly name: string;
  readonly colour: string;
  readonly symbol: "circle" | "rect" | "triangle" | "diamond" | "emptyCircle";
  readonly dots: readonly Dot[];
}

export interface Across {
  readonly value: number;
  readonly name: string;
}

export interface DotRows {
  readonly names: readonly string[];
  readonly figures: readonly string[];
  readonly axis: string;
  readonly kinds: readonly DotKind[];
  readonly across?: readonly Across[];
  /** Whether the axis begins at nothing. */
  readonly fromZero?: boolean;
}

export function dotRows(view: { readonly title: Both; readonly sentence: Both }, rows: DotRows, look: Look): Drawing {
  const grid = rowGrid(look, rows.names, rows.figures);
  const row = rowHeight(rows.names, grid, 28);
  const kinds = rows.kinds.filter(({ dots }) => dots.length > 0);
  const across = rows.across ?? [];
  const legend = legendHeight(
    kinds.map(({ name }) => name),
    look,
  );
  const top = (kinds.length > 1 ? legend : 12) + across.length * 17;
  const reaches = kinds
    .flatMap(({ dots }) => dots)
    .flatMap(({ row: place, low, high }): Reach[] =>
      low === null || high === null ? [] : [{ row: place, low, high }],
    );
  const dots = kinds.map(({ name, colour, symbol, dots: shown }, index): ScatterSeriesOption => ({
    type: "scatter",
    name,
    data: shown.map(({ value, row: place }) => [value, place]),
    itemStyle: { color: colour, borderColor: INK, borderWidth: 1 },
    symbol,
    symbolSize: 13,
    z: 6,
    tooltip: { formatter: (one) => shown[pointedAt(one).index]?.tip ?? "" },
    ...(index === 0 && across.length > 0 ? { markLine: linesAcross(across) } : {}),
  }));
  const series: SeriesOption[] = [whiskers(reaches, {}), ...dots];
  return {
    height: top + rows.names.length * row + 48,
    option: {
      ...begun(view, look),
      legend: { ...LEGEND, show: kinds.length > 1, data: kinds.map(({ name }) => name) },
      grid: { ...PLACED, ...grid, top, height: rows.names.length * row },
      xAxis: { ...below(rows.axis), ...(rows.fromZero === true ? { min: 0 } : { scale: true }) },
      yAxis: rowAxes(rows.names, rows.figures, grid),
      series,
    },
  };
}

function linesAcross(across: readonly Across[]): MarkLineComponentOption {
  return {
    symbol: "none",
    silent: true,
    data: across.map(({ value, name }, place) => ({
      xAxis: value,
      lineStyle: { color: INK, width: 1.5, type: "dashed" },
      label: { formatter: name, position: "start", distance: 3 + place * 17, color: INK, fontSize: 12 },
    })),
  };
}
