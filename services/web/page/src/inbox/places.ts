/** Where a work item stands on this page. */

export interface ItemPlace {
  readonly case: string;
  readonly step: string;
  readonly occurrence: number;
}

export function pathOf(item: ItemPlace): string {
  return `/inbox/${encodeURIComponent(item.case)}/${encodeURIComponent(item.step)}/${item.occurrence}`;
}

/** The ETag of an item's revision, for If-Match. */
export function tagOf(revision: number): string {
  return `"${revision}"`;
}
