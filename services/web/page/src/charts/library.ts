/** The pieces of the chart library that the page uses. */
import { BoxplotChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, use as include, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

import type { Language } from "../language/language";
import type { Drawing } from "./drawing";

include([
  AriaComponent,
  BoxplotChart,
  CanvasRenderer,
  CustomChart,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  ScatterChart,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
]);

/** A chart in an element, at the size that it is drawn for. */
export function chartIn(
  element: HTMLElement,
  drawing: Drawing,
  width: number,
  language: Language,
  sharpness: number = window.devicePixelRatio,
): EChartsType {
  const chart = init(element, null, {
    renderer: "canvas",
    locale: language === "zh-CN" ? "ZH" : "EN",
    width,
    height: drawing.height,
    devicePixelRatio: sharpness,
  });
  chart.setOption(drawing.option);
  return chart;
}
