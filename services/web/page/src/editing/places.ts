/** Values inside of values, and the same value with another one inside; nothing is ever changed in place. */
import type { Place } from "./lane";

export function valueAt(whole: unknown, place: Place): unknown {
  let value = whole;
  for (const part of place) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/** The same with another value at a place; what lies beside the way there stays the very same object. */
export function withValueAt<Whole>(whole: Whole, place: Place, value: unknown): Whole {
  const [part, ...rest] = place;
  if (part === undefined) return value as Whole;
  if (Array.isArray(whole)) {
    const list: readonly unknown[] = whole;
    return list.map((each, index) => (index === part ? withValueAt(each, rest, value) : each)) as Whole;
  }
  const fields = whole as Record<string, unknown>;
  return { ...fields, [part]: withValueAt(fields[part], rest, value) } as Whole;
}

export function without<Item>(list: readonly Item[], index: number): Item[] {
  return list.filter((_, at) => at !== index);
}

export function replaced<Item>(list: readonly Item[], index: number, item: Item): Item[] {
  return list.map((each, at) => (at === index ? item : each));
}

/** The record without an entry. */
export function withoutKey<Value>(record: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));
}
