/** Changes of the list of levers; none changes the list that it is given. */
import type { DesignProblem, PaletteLever } from "../api/schema";
import type { Both, Reading } from "../language/language";
import { KPIS } from "../texts/kpis";
import type { LeverUse } from "../study/study";

export type Levers = readonly LeverUse[];

/**
 * Where a lever goes best in a list: at the end, but before those that come after it where both are used.
 *
 * @returns its place, from 0
 */
export function placeFor(lever: string, levers: Levers, palette: readonly PaletteLever[]): number {
  const after = levers.findIndex((use) => palette.find(({ id }) => id === use.lever)?.comes_after.includes(lever));
  return after === -1 ? levers.length : after;
}

export function withLever(levers: Levers, lever: LeverUse, at: number): Levers {
  return levers.toSpliced(at, 0, lever);
}

export function withoutLever(levers: Levers, at: number): Levers {
  return levers.toSpliced(at, 1);
}

/** The list with a lever taken from one place and put to another, both counted as in the list with it. */
export function withMoved(levers: Levers, from: number, to: number): Levers {
  const moved = levers[from];
  if (moved === undefined || from === to || to < 0 || to >= levers.length) return levers;
  return levers.toSpliced(from, 1).toSpliced(to, 0, moved);
}

/** What a use of a lever is called: as its author named it, or as the palette does. */
export function titleOf(use: LeverUse, palette: readonly PaletteLever[]): Both {
  const name = use.name as Both | null | undefined;
  return name ?? palette.find(({ id }) => id === use.lever)?.title ?? { zh: use.lever, en: use.lever };
}

/** Levers in which all words are found, whatever the language that they are sought in. */
export function leversFound(levers: readonly PaletteLever[], words: string): readonly PaletteLever[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return levers;
  return levers.filter((lever) => {
    const text = textOf(lever);
    return wanted.every((word) => text.includes(word));
  });
}

/** Levers by group, in the order of the palette. */
export function grouped(levers: readonly PaletteLever[]): readonly (readonly PaletteLever[])[] {
  const groups = new Map<string, PaletteLever[]>();
  for (const lever of levers) groups.set(lever.group, [...(groups.get(lever.group) ?? []), lever]);
  return [...groups.values()];
}

/** What a figure is called. */
export function kpiTitle(kpi: string, read: Reading["read"]): string {
  return kpi in KPIS ? read(KPIS[kpi as keyof typeof KPIS]) : kpi;
}

/** Number of the first lever that something stands against, from 1. */
export function firstRefused(problems: readonly DesignProblem[]): number | null {
  const numbers = problems.map(({ lever }) => lever ?? null).filter((lever) => lever !== null);
  return numbers.length === 0 ? null : Math.min(...numbers);
}

const texts = new WeakMap<PaletteLever, string>();

function textOf(lever: PaletteLever): string {
  const known = texts.get(lever);
  if (known !== undefined) return known;
  const { title, explanation, group_title: group, clauses } = lever;
  const titles = [title, explanation, group].flatMap(({ zh, en }) => [zh, en]);
  const text = [lever.id, ...titles, ...clauses.map(({ basis }) => basis)].join("\n").toLowerCase();
  texts.set(lever, text);
  return text;
}
