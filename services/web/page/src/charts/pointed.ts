/** What the chart library tells of what is pointed at: one thing, or all at one place. */

export interface Pointed {
  /** Place of it in its series. */
  readonly index: number;
  readonly value: unknown;
}

/** The first thing that is pointed at; place -1 if there is none. */
export function pointedAt(shown: unknown): Pointed {
  const one: unknown = Array.isArray(shown) ? shown[0] : shown;
  if (typeof one !== "object" || one === null || !("dataIndex" in one)) return { index: -1, value: null };
  return { index: Number(one.dataIndex), value: "value" in one ? one.value : null };
}
