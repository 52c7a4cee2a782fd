/** Open what is to be edited. */
import { answer, api } from "../api/client";
import { readLane } from "../editing/reading";
import { openLane } from "../study/opening";
import { beginStudy } from "../study/store";
import { studyOfLane, type LeverUse, type Study } from "../study/study";

/** Ids of drafts are 32 digits; lanes are never called so. */
const DRAFT = /^[0-9a-f]{32}$/;

/** A draft that was just begun, and the address that its lane is still edited under until the page has moved on. */
let moving: { readonly from: string; readonly to: string } | null = null;

export function moves(from: string, to: string): void {
  moving = { from, to };
}

/** Whether a study is of the draft or lane with an id. */
export function isOf({ draft, lane }: Study, id: string): boolean {
  if (draft === null) return lane.id === id;
  if (draft.id === id) moving = null;
  return draft.id === id || (moving?.from === id && moving.to === draft.id);
}

/**
 * Begin a study with a draft or a shipped lane.
 *
 * @returns whether what is there is a lane
 */
export async function opened(id: string, signal: AbortSignal): Promise<boolean> {
  if (!DRAFT.test(id)) {
    await openLane(id, signal);
    return true;
  }
  const draft = await answer(api.GET("/drafts/{draft}", { params: { path: { draft: id } }, signal }));
  const lane = readLane(draft.lane);
  if (lane === null) return false;
  const { version, title } = draft;
  const study = studyOfLane(lane, { draft: { id, version, title } });
  beginStudy({ ...study, levers: draft.levers as unknown as readonly LeverUse[] });
  return true;
}
