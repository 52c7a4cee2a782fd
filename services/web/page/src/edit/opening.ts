/** Open what is to be edited. */
import { answer, api } from "../api/client";
import type { Draft } from "../api/schema";
import { readLane } from "../editing/reading";
import { openLane } from "../study/opening";
import { beginStudy, changeStudy, currentStudy } from "../study/store";
import { studyOfLane, type LeverUse, type Study } from "../study/study";
import { edit } from "./history_of_study";

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
  return begunWith(draft, draft);
}

/**
 * Take a version of a draft in place of what the study of it holds, which can be undone; the next version is still
 * that after the latest.
 *
 * @returns whether what the version holds is a lane
 */
export async function tookVersion(id: string, number: number): Promise<boolean> {
  const params = { path: { draft: id, number } };
  const version = await answer(api.GET("/drafts/{draft}/versions/{number}", { params }));
  const study = currentStudy();
  if (study === null || !isOf(study, id)) {
    const draft = await answer(api.GET("/drafts/{draft}", { params: { path: { draft: id } } }));
    // The latest one perhaps holds no lane, and an earlier one is taken for that very reason.
    if (!begunWith(draft, draft)) return begunWith(draft, version);
  }
  const lane = readLane(version.lane);
  if (lane === null) return false;
  edit(lane);
  changeStudy((now) => ({ ...now, levers: leversOf(version) }));
  return true;
}

/** Begin with what a version holds of a draft, if that is a lane. */
function begunWith({ id, title, version }: Draft, content: Pick<Draft, "lane" | "levers">): boolean {
  const lane = readLane(content.lane);
  if (lane === null) return false;
  beginStudy({ ...studyOfLane(lane, { draft: { id, version, title } }), levers: leversOf(content) });
  return true;
}

function leversOf({ levers }: Pick<Draft, "levers">): readonly LeverUse[] {
  return levers as unknown as readonly LeverUse[];
}
