/** Spans of time: their families, and how one is turned into another without changing how long things take. */
import type { Distribution, Provenance } from "./lane";

export type Family = Distribution["kind"];
type Numbers = Readonly<Record<string, number>>;

/** The families that can be chosen, with their parameters in the order in which they are asked for. */
export const PARAMETERS = {
  fixed: ["value"],
  exponential: ["mean"],
  uniform: ["low", "high"],
  triangular: ["low", "mode", "high"],
  lognormal: ["mean", "standard_deviation"],
  gamma: ["mean", "standard_deviation"],
  weibull: ["shape", "scale"],
} as const satisfies Partial<Record<Family, readonly string[]>>;
export type Chosen = keyof typeof PARAMETERS;
export const FAMILY_ORDER = Object.keys(PARAMETERS) as readonly Chosen[];

export const TIME_UNITS = ["minutes", "hours", "days", "working_days", "seconds"] as const;

export function isChosen(family: Family): family is Chosen {
  return family in PARAMETERS;
}

/** The parameters of a distribution that are single numbers. */
export function numbersOf(time: Distribution): Numbers {
  return Object.fromEntries(
    Object.entries(time).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}

/** The mean, in the distribution's unit. */
export function meanOf(time: Distribution): number {
  switch (time.kind) {
    case "fixed":
      return time.value;
    case "exponential":
    case "lognormal":
    case "gamma":
      return time.mean;
    case "uniform":
      return (time.low + time.high) / 2;
    case "triangular":
      return (time.low + time.mode + time.high) / 3;
    case "weibull":
      return time.scale * gammaFunction(1 + 1 / time.shape);
    case "truncated":
      return time.law_mean;
    case "discrete":
      return time.values.reduce((sum, value, index) => sum + value * (time.shares[index] ?? 0), 0);
    case "empirical":
      return time.values.reduce((sum, value) => sum + value, 0) / time.values.length;
  }
}

/** The same span in another family: its mean stays, and it spreads as an expert would guess until they say more. */
export function refitted(time: Distribution, family: Chosen): Distribution {
  const mean = rounded(meanOf(time));
  const { unit, provenance } = time;
  const kept = { unit, provenance };
  const deviation = rounded(mean / 2);
  switch (family) {
    case "fixed":
      return { kind: family, value: mean, ...kept };
    case "exponential":
      return { kind: family, mean, ...kept };
    case "uniform":
      return { kind: family, low: rounded(mean / 2), high: rounded(mean * 1.5), ...kept };
    case "triangular":
      return { kind: family, low: rounded(mean / 2), mode: mean, high: rounded(mean * 1.5), ...kept };
    case "lognormal":
    case "gamma":
      return { kind: family, mean, standard_deviation: deviation, ...kept };
    case "weibull":
      return { kind: family, shape: 2, scale: rounded(mean / gammaFunction(1.5)), ...kept };
  }
}

/** The distribution with another number, unit or source; its family stays. */
export function withParameter(time: Distribution, name: string, value: number): Distribution {
  return { ...time, [name]: value };
}

export function withUnit(time: Distribution, unit: Distribution["unit"]): Distribution {
  return { ...time, unit };
}

export function withSource(time: Distribution, provenance: Provenance): Distribution {
  return { ...time, provenance };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** Lanczos' approximation (1964), far more exact than what a person types. */
function gammaFunction(x: number): number {
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gammaFunction(1 - x));
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const shifted = x - 1;
  const sum = coefficients.reduce((all, each, index) => all + each / (shifted + index + 1), 0.9999999999998099);
  const base = shifted + 7.5;
  return Math.sqrt(2 * Math.PI) * base ** (shifted + 0.5) * Math.exp(-base) * sum;
}
