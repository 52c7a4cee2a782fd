/** Send files to the server, and go on with the lane that comes back. */
import { answer, api } from "../api/client";
import type { ImportedLane } from "../api/schema";
import type { Lane } from "../editing/lane";
import { readLane } from "../editing/reading";
import { beginStudy } from "../study/store";
import { studyOfLane, type LeverUse, type Study } from "../study/study";
import { base64Of, isBinary, plainName, type FileChoice } from "./files";

export interface Imported {
  readonly name: string;
  readonly answer: ImportedLane;
  readonly lane: Lane;
}

/** What the server makes of files. */
export async function importFiles({ file, numbers }: FileChoice, signal: AbortSignal): Promise<Imported> {
  const name = plainName(file.name);
  const content = isBinary(name) ? { base64: await base64Of(file) } : { content: await file.text() };
  const parameters =
    numbers === null ? {} : { parameters: { name: plainName(numbers.name), content: await numbers.text() } };
  const log = { noise: 0.1, most_activities: 60 };
  const found = await answer(api.POST("/imports", { body: { name, ...content, ...parameters, log }, signal }));
  return { name, answer: found, lane: readLane(found.lane) ?? (found.lane as unknown as Lane) };
}

export function beginImported({ answer: found, lane }: Imported): Study {
  const study = { ...studyOfLane(lane, null), levers: found.levers as unknown as readonly LeverUse[] };
  beginStudy(study);
  return study;
}
