/** Quantities of a lane in words. */
import { filled, type Both } from "../language/language";
import { FAMILIES, MAP, SOURCES, UNITS } from "../texts/map";
import type { MapElement, Sourced } from "./shapes";

const NUMBERS = new Intl.NumberFormat("en", { maximumSignificantDigits: 4, useGrouping: false });

/** Words of the server that a later release may have more of than the page. */
export function known(texts: Readonly<Record<string, Both>>, name: string): Both {
  return texts[name] ?? { zh: name, en: name };
}

/** A span such as "20 minutes". */
export function spanSaid(amount: number, unit: string): Both {
  const words = known(UNITS, unit);
  const number = NUMBERS.format(amount);
  const one = number === "1" ? words.en.replace(/s$/, "") : words.en;
  return { zh: `${number} ${words.zh}`, en: `${number} ${one}` };
}

/** Whole working days, as limits have them. */
export function workingDaysSaid(days: number): Both {
  if (days === 0) return MAP.sameDay;
  return days === 1 ? MAP.workingDay : filled(MAP.workingDays, { count: days });
}

export function timeSaid(time: NonNullable<MapElement["time"]>): Both {
  // A number that is still being typed may have no mean.
  const amount = time.mean === null ? MAP.unknown : spanSaid(time.mean, time.unit);
  if (time.kind === "fixed") return filled(MAP.timeFixed, { amount });
  return filled(MAP.timeMean, { amount, kind: known(FAMILIES, time.kind) });
}

export function sourceSaid({ source, basis }: Sourced): Both {
  const kind = known(SOURCES, source);
  return { zh: `${kind.zh}：${basis}`, en: `${kind.en}: ${basis}` };
}

/** Kinds of sources of a step's numbers, each once, with how many numbers have it. */
export function sourcesCounted(element: MapElement): readonly { source: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { provenance } of element.sources) {
    counts.set(provenance.source, (counts.get(provenance.source) ?? 0) + 1);
  }
  const order = Object.keys(SOURCES);
  return [...counts]
    .map(([source, count]) => ({ source, count }))
    .sort((left, right) => order.indexOf(left.source) - order.indexOf(right.source));
}
