/** Send files to the server, and go on with the lane that comes back. */
import { answer, api } from "../api/client";
import type { ImportedLane } from "../api/schema";
import type { Lane } from "../editing/lane";
import { readLane } from "../editing/reading";
import { beginStudy } from "../study/store";
import { studyOfLane, surroundingsOf, type LeverUse, type Study } from "../study/study";
import {
  columnsOf,
  guessed,
  hasColumns,
  haveToBeTold,
  isComplete,
  isOwnLog,
  readingOf,
  type Columns,
} from "./log_columns";
import { base64Of, isBinary, plainName, type FileChoice } from "./files";

export interface Imported {
  readonly name: string;
  readonly answer: ImportedLane;
  readonly lane: Lane;
}

/** Files, and how they are to be read. */
export interface Choice extends FileChoice {
  /** What the columns of a log are taken for; empty for all else. */
  readonly columns: Columns;
  /** All columns that a log has, as far as that can be told here. */
  readonly named: readonly string[];
}

const HEAD = 64 * 1024;

/** Files with what can be told of them before they are sent. */
export async function lookedAt(files: FileChoice): Promise<Choice> {
  const { file } = files;
  if (!hasColumns(file.name) || isBinary(file.name)) return { ...files, columns: {}, named: [] };
  const named = columnsOf(await file.slice(0, HEAD).text());
  return { ...files, named, columns: isOwnLog(named) ? {} : guessed(named) };
}

/** Whether somebody has to say what the columns are before the server can read them. */
export function needsColumns({ file, columns, named }: Choice): boolean {
  if (!hasColumns(file.name)) return false;
  return isBinary(file.name) ? !isComplete(columns) : haveToBeTold(named, columns);
}

/** What the server makes of files. */
export async function importFiles(choice: Choice, signal: AbortSignal): Promise<Imported> {
  const { file, numbers } = choice;
  const name = plainName(file.name);
  const content = isBinary(name) ? { base64: await base64Of(file) } : { content: await file.text() };
  const parameters =
    numbers === null ? {} : { parameters: { name: plainName(numbers.name), content: await numbers.text() } };
  const log = readingOf(choice.columns);
  const found = await answer(api.POST("/imports", { body: { name, ...content, ...parameters, log }, signal }));
  return { name, answer: found, lane: readLane(found.lane) ?? (found.lane as unknown as Lane) };
}

export function beginImported({ answer: found, lane }: Imported): Study {
  const study = {
    ...studyOfLane(lane, null),
    levers: found.levers as unknown as readonly LeverUse[],
    surroundings: surroundingsOf(found.surroundings ?? {}),
  };
  beginStudy(study);
  return study;
}
