/** Words in tooltips and beside bars. */
import { filled, inLanguage, type Both } from "../language/language";
import { changeText, figureText, intervalText, quantityText, signedText } from "../language/numbers";
import { CHARTS } from "../texts/charts";
import { isNarrow, type Look } from "./drawing";
import type { Estimate, Verdict, ViewUnit } from "./views";

/** Of shares that come without a unit. */
export const SHARE: ViewUnit = { name: "share", title: { zh: "%", en: "%" } };

/** A text with values in its places. */
export function words(look: Look, text: Both, values: Readonly<Record<string, Both | string | number>>): string {
  return inLanguage(filled(text, values), look.language);
}

/** What a difference is, in words. */
export function verdictText(verdict: Verdict | null, look: Look): string | null {
  return verdict === null ? null : inLanguage(CHARTS[verdict], look.language);
}

/** A figure with its unit and its interval, as a tooltip says it. */
export function figureSaid(figure: Estimate | null, unit: ViewUnit, look: Look): string {
  if (figure === null) return figureText(null, unit, look.language);
  return `${quantityText(figure.value, unit, look.language)}, ${intervalSaid(figure, unit, look)}`;
}

/** A change with its sign, its unit and its interval. */
export function changeSaid(change: Estimate | null, unit: ViewUnit, look: Look): string {
  if (change === null) return figureText(null, unit, look.language);
  return `${changeText(change.value, unit, look.language)}, ${intervalSaid(change, unit, look)}`;
}

/** What stands at the end of a row: the change, and its interval where there is room. */
export function changeBeside(change: Estimate | null, unit: ViewUnit, look: Look): string {
  if (change === null) return figureText(null, unit, look.language);
  const interval = intervalText(change, unit, look.language);
  const value = signedText(change.value, unit);
  return interval === null ? value : isNarrow(look) ? value : bracketed(value, interval, look);
}

/** What stands at the end of a row: the figure, and its interval where there is room. */
export function figureBeside(figure: Estimate | null, unit: ViewUnit, look: Look): string {
  if (figure === null) return figureText(null, unit, look.language);
  return isNarrow(look)
    ? figureText({ ...figure, low: null, high: null }, unit, look.language)
    : figureText(figure, unit, look.language);
}

/** A name with its unit in brackets, as axes have it. */
export function named(title: Both, unit: ViewUnit, look: Look): string {
  return bracketed(inLanguage(title, look.language), inLanguage(unit.title, look.language), look);
}

function bracketed(first: string, second: string, look: Look): string {
  return look.language === "zh-CN" ? `${first}（${second}）` : `${first} (${second})`;
}

function intervalSaid(figure: Estimate, unit: ViewUnit, look: Look): string {
  const interval = intervalText(figure, unit, look.language);
  if (interval === null) return inLanguage(CHARTS.noInterval, look.language);
  return words(look, CHARTS.interval, { confidence: Math.round(figure.confidence * 100), interval });
}
