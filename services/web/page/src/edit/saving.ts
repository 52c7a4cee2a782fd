/** Keep the study's lane as a draft, or as another version of the one that it came from. */
import { answer, api } from "../api/client";
import type { Draft } from "../api/schema";
import { changeStudy } from "../study/store";
import type { DraftReference, Study } from "../study/study";

export interface Words {
  readonly title: string;
  readonly note: string;
}

function content({ lane, levers }: Study): Pick<Draft, "lane" | "levers"> {
  return { lane, levers: levers.map((each) => ({ ...each })) };
}

/**
 * A draft of one's own.
 *
 * @param begun told of its id before the study has it
 */
export async function begin(
  study: Study,
  { title, note }: Words,
  begun: (draft: string) => void = () => undefined,
): Promise<DraftReference> {
  const body = { title, note, ...content(study) };
  const { id, version } = await answer(api.POST("/drafts", { body }));
  begun(id);
  return kept({ id, version, title });
}

/**
 * Another version of a draft, after the one that was seen.
 *
 * @throws Refusal with 412 if there is a later one by now
 */
export async function writeVersion(
  study: Study,
  draft: DraftReference,
  { title, note }: Words,
): Promise<DraftReference> {
  const { id, version } = draft;
  const params = { path: { draft: id }, header: { "If-Match": `"${version}"` } };
  const body = { title, note, ...content(study) };
  const written = await answer(api.POST("/drafts/{draft}/versions", { params, body }));
  return kept({ id, version: written.number, title });
}

function kept(draft: DraftReference): DraftReference {
  changeStudy((study) => ({ ...study, draft }));
  return draft;
}
