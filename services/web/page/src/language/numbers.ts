/** How numbers are written: as the server writes them in its sentences, so that both say the same. */
import { inLanguage, type Both, type Language } from "./language";

export interface Figure {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** A unit as views have it; shares are from 0 to 1 and read as per cent. */
export interface UnitLike {
  readonly name: string;
  readonly title: Both;
}

export const NOTHING = "–";
const MINUS = "−";

/**
 * A number with as many digits as its size deserves; a share as a percentage, without the sign.
 *
 * @param like a number beside which it stands; it then has as many decimals, unless nothing would be left of it
 */
export function numberText(value: number, unit: UnitLike | null = null, like: number | null = null): string {
  const share = unit?.name === "share";
  const size = Math.abs(share ? value * 100 : value);
  const text = size.toFixed(share ? 1 : decimals(like ?? value));
  if (like !== null && value !== 0 && Number(text) === 0) return numberText(value, unit);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** The same with a sign in front of what is more than nothing. */
export function signedText(value: number, unit: UnitLike | null = null): string {
  const text = numberText(value, unit);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A number with its unit. */
export function quantityText(value: number, unit: UnitLike, language: Language): string {
  return `${numberText(value, unit)}${unitText(unit, language)}`;
}

/** A change with its sign and its unit; of shares, in points. */
export function changeText(value: number, unit: UnitLike, language: Language): string {
  const points = unit.name === "share" ? ` ${inLanguage(POINTS, language)}` : unitText(unit, language);
  return `${signedText(value, unit)}${points}`;
}

/** The interval of a figure without its unit; nothing if a single value tells none. */
export function intervalText(figure: Figure, unit: UnitLike | null, language: Language): string | null {
  if (figure.low === null && figure.high === null) return null;
  const [low, high] = [figure.low, figure.high].map((end) =>
    end === null ? "…" : numberText(end, unit, figure.value),
  ) as [string, string];
  return language === "zh-CN" ? `${low} 至 ${high}` : `${low} to ${high}`;
}

/** A figure with its interval in brackets. */
export function figureText(figure: Figure | null, unit: UnitLike | null, language: Language): string {
  if (figure === null) return NOTHING;
  const interval = intervalText(figure, unit, language);
  const value = numberText(figure.value, unit);
  if (interval === null) return value;
  return language === "zh-CN" ? `${value}（${interval}）` : `${value} (${interval})`;
}

/** What stands behind a number: `%` close to it in Chinese, everything else with a space. */
export function unitText(unit: UnitLike, language: Language): string {
  const title = inLanguage(unit.title, language);
  return unit.name === "share" && language === "zh-CN" ? title : ` ${title}`;
}

const POINTS: Both = { zh: "个百分点", en: "points" };

function decimals(value: number): number {
  const size = Math.abs(value);
  if (size >= 1000 || Number.isInteger(size)) return 0;
  if (size < 0.005) return size >= 1e-4 ? 4 : 0;
  return size >= 10 ? 1 : 2;
}
