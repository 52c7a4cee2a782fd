/** What all charts have in common: how they are read, what they are called to those who do not see them, their colours. */
import type { CustomSeriesOption, EChartsOption, LegendComponentOption } from "echarts";

import { inLanguage, type Both, type Language } from "../language/language";
import { COLOURS, FONT } from "../shell/look";
import { CHARTS } from "../texts/charts";
import type { Side } from "./views";

/** For whom and how wide a chart is drawn. */
export interface Look {
  readonly language: Language;
  /** Pixels. */
  readonly width: number;
}

/** A chart, and how many pixels it takes from top to bottom. */
export interface Drawing {
  readonly option: EChartsOption;
  readonly height: number;
}

/** Below this, a chart keeps to what a phone has room for. */
const NARROW = 560;
export const INK = "#1f1f1f";

export function isNarrow(look: Look): boolean {
  return look.width < NARROW;
}

export function reader(look: Look): (text: Both) => string {
  return (text) => inLanguage(text, look.language);
}

/** A pattern over a colour, so that what is told apart by colour is told apart without it. */
export type Pattern = NonNullable<NonNullable<CustomSeriesOption["itemStyle"]>["decal"]>;
export type PatternName = "plain" | "rising" | "falling" | "level" | "upright" | "dots" | "dense";

const LINES = { symbol: "rect", color: "rgba(0, 0, 0, 0.35)", dashArrayX: [1, 0] };
export const PATTERNS: Readonly<Record<PatternName, Pattern>> = {
  plain: "none",
  rising: { ...LINES, dashArrayY: [2, 5], rotation: -Math.PI / 4 },
  falling: { ...LINES, dashArrayY: [2, 5], rotation: Math.PI / 4 },
  level: { ...LINES, dashArrayY: [1.5, 5] },
  upright: { ...LINES, dashArrayY: [1.5, 5], rotation: Math.PI / 2 },
  dots: {
    symbol: "circle",
    symbolSize: 0.5,
    color: "rgba(0, 0, 0, 0.4)",
    dashArrayX: [
      [0, 8],
      [8, 0],
    ],
    dashArrayY: [6, 0],
  },
  dense: { ...LINES, dashArrayY: [1.5, 2.5], rotation: -Math.PI / 4 },
};

interface SideLook {
  readonly name: Both;
  readonly colour: string;
  readonly symbol: string;
  readonly line: "solid" | "dashed";
  readonly pattern: Pattern;
}

/** Before and after differ in colour, in line, in mark and in pattern. */
export const SIDES: Readonly<Record<Side, SideLook>> = {
  before: {
    name: CHARTS.before,
    colour: COLOURS.before,
    symbol: "rect",
    line: "dashed",
    pattern: PATTERNS.rising,
  },
  after: {
    name: CHARTS.after,
    colour: COLOURS.after,
    symbol: "circle",
    line: "solid",
    pattern: PATTERNS.plain,
  },
  alone: {
    name: CHARTS.alone,
    colour: COLOURS.after,
    symbol: "circle",
    line: "solid",
    pattern: PATTERNS.plain,
  },
};

/** Drawn like the chart itself: no markup that could hold anything. */
export const TOOLTIP = {
  renderMode: "richText",
  confine: true,
  textStyle: { fontFamily: FONT, color: INK, fontSize: 13 },
  backgroundColor: "#fff",
  borderColor: "#8c8c8c",
} as const;

/** What every chart begins with: no motion, no markup in tooltips, and its sentence as its name. */
export function begun(view: { readonly title: Both; readonly sentence: Both }, look: Look): EChartsOption {
  const read = reader(look);
  return {
    animation: false,
    textStyle: { fontFamily: FONT, color: INK },
    aria: {
      enabled: true,
      label: { enabled: true, description: `${read(view.title)}${read(CHARTS.colon)}${read(view.sentence)}` },
      // Every chart says itself which pattern means what; patterns by turns would only be in the way of those.
      decal: { show: false },
    },
    tooltip: TOOLTIP,
  };
}

export const LEGEND = {
  top: 0,
  left: 0,
  itemGap: 14,
  itemWidth: 24,
  itemHeight: 12,
  textStyle: { fontFamily: FONT, color: INK, fontSize: 12 },
  // What is shown is what the table says; nothing is left out by a click.
  selectedMode: false,
} as const;

/** About how many pixels a text takes: an ideograph is as wide as it is high, a letter about half of that. */
export function widthOf(text: string): number {
  const wide = text.match(/[\u2e80-\uffef]/g)?.length ?? 0;
  return wide * 12 + (text.length - wide) * 6.7;
}

/** How many pixels a legend takes, with what is to stand between it and the chart. */
export function legendHeight(names: readonly string[], look: Look): number {
  let rows = 1;
  let used = 0;
  for (const name of names) {
    const width = LEGEND.itemWidth + 6 + widthOf(name) + LEGEND.itemGap;
    if (used > 0 && used + width > look.width) {
      rows += 1;
      used = 0;
    }
    used += width;
  }
  return rows * 22 + 10;
}

/** A legend of fields that are filled with a colour and a pattern. */
export function fieldLegend(
  fields: readonly { readonly name: string; readonly colour: string; readonly pattern: Pattern }[],
): LegendComponentOption {
  return {
    ...LEGEND,
    data: fields.map(({ name, colour, pattern }) => ({
      name,
      icon: "rect",
      itemStyle: {
        color: colour,
        borderColor: "#4a4a4a",
        borderWidth: 0.5,
        ...(pattern === "none" ? {} : { decal: { ...pattern } }),
      },
    })),
  };
}

/** A round number not below the greatest value, and a round step towards it. */
export function roundReach(greatest: number, most: number): { max: number; interval: number } {
  const rough = greatest / most || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const interval = ([1, 2, 2.5, 5, 10].find((step) => step * power >= rough) ?? 10) * power;
  return { max: Math.ceil(greatest / interval) * interval || interval, interval };
}

export const AXIS_TEXT = { fontFamily: FONT, color: INK, fontSize: 12 } as const;
export const GRID_LINE = { show: true, lineStyle: { color: "#e8e8e8" } } as const;

/** The axis of values below a chart. */
export function below(name: string): {
  type: "value";
  name: string;
  nameLocation: "middle";
  nameGap: number;
  nameTextStyle: typeof AXIS_TEXT;
  axisLabel: typeof AXIS_TEXT & { hideOverlap: boolean };
  splitLine: typeof GRID_LINE;
  axisLine: { show: boolean; lineStyle: { color: string } };
} {
  return {
    type: "value",
    name,
    nameLocation: "middle",
    nameGap: 28,
    nameTextStyle: AXIS_TEXT,
    axisLabel: { ...AXIS_TEXT, hideOverlap: true },
    splitLine: GRID_LINE,
    axisLine: { show: true, lineStyle: { color: "#8c8c8c" } },
  };
}

/** A text of several lines for a tooltip, which knows no markup. */
export function lines(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join("\n");
}
