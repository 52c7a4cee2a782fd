/** What a map is made of, and what can be shown on one. */
import type { Both } from "../language/language";

export interface Sourced {
  readonly source: string;
  readonly basis: string;
}

export interface Named {
  readonly id: string;
  readonly title: Both;
}

/** A step on the map, as `POST /maps` tells of it. */
export interface MapElement {
  readonly element: string;
  readonly step: string;
  readonly kind: string;
  readonly title: Both;
  readonly path: readonly (string | number)[];
  readonly doer: Named | null;
  readonly time: { readonly kind: string; readonly mean: number | null; readonly unit: string } | null;
  readonly limit: { readonly working_days: number; readonly provenance: Sourced } | null;
  readonly documents: readonly Named[];
  readonly clauses: readonly Sourced[];
  readonly sources: readonly { readonly quantity: readonly (string | number)[]; readonly provenance: Sourced }[];
  readonly calls: string | null;
}

/** A lane as a drawing, as `POST /maps` gives it. */
export interface DrawnLane {
  readonly hash: string;
  readonly xml: string;
  readonly width: number;
  readonly height: number;
  readonly elements: readonly MapElement[];
}

/** Why a step is marked; told by a sign as well as by a colour. */
export type Tone = "problem" | "added" | "removed" | "changed" | "moved" | "noted";

/**
 * A badge at a step.
 *
 * @param step id of the step
 * @param sign what stands in the badge: a number, or a sign of one character
 * @param label the same in words, in the reader's language
 */
export interface Mark {
  readonly step: string;
  readonly tone: Tone;
  readonly sign: string;
  readonly label: string;
}

/**
 * How strongly a step is coloured.
 *
 * @param level class of the scale, a place in `HEAT`
 * @param label the figure, short, in the reader's language, so that heat is never colour alone
 * @param title the same in words
 */
export interface Heat {
  readonly level: number;
  readonly label: string;
  readonly title?: string;
}

/** By id of the step. */
export type Heats = Readonly<Record<string, Heat>>;

/** The signs of what has become of a step between two lanes. */
export const CHANGE_SIGNS: Readonly<Record<"added" | "removed" | "changed" | "moved", string>> = {
  added: "+",
  removed: "−",
  changed: "≠",
  moved: "⇄",
};
