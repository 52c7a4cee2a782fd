/** What a correction notice has named. */
import type { EventView } from "../api/schema";

/**
 * Ids of the documents that the last notice of a case named.
 *
 * @param events of the case, in order; a notice's are those of one step at one instant
 */
export function namedMissing(events: readonly EventView[]): readonly string[] {
  const last = events.findLast(({ kind }) => kind === "noticed");
  if (last === undefined) return [];
  return events
    .filter((each) => each.kind === "noticed" && each.step === last.step && each.occurrence === last.occurrence)
    .map(({ cause }) => cause);
}
