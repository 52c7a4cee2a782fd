/** Where a number that a designer types comes from: it is an assumption until they say otherwise. */
import type { Provenance } from "./lane";

/** How the reason begins that is filled in; both languages, since a lane has one text for it. */
const BEGINNING = "设计者设定，尚无依据 / set by the designer, no source yet";

export const ASSUMED: Provenance = { source: "assumed", basis: BEGINNING };

/** Whether the reason is the one that was filled in, so that a better one is still to be asked for. */
export function isUnexplained({ source, basis }: Provenance): boolean {
  return source === "assumed" && basis.startsWith(BEGINNING);
}

/**
 * The provenance of a number after it was typed over.
 *
 * @param was the number before, with its unit, in both languages
 */
export function typedOver(before: Provenance, was: { zh: string; en: string } | null): Provenance {
  if (isUnexplained(before)) return before;
  if (was === null) return ASSUMED;
  const basis = `${BEGINNING}；原为${was.zh}（${before.basis}） / was ${was.en}`;
  return { source: "assumed", basis: basis.slice(0, 500) };
}
