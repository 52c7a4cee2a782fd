/** Which column of an event log says what, as far as its names tell. */
import type { LogReading } from "../api/schema";

/** What a column can be taken for, in the order in which it is asked for; the first three have to be there. */
export const ROLES = ["case", "activity", "at", "start", "member", "lifecycle"] as const;
export type Role = (typeof ROLES)[number];
export const NEEDED: readonly Role[] = ["case", "activity", "at"];
export type Columns = Readonly<Partial<Record<Role, string>>>;

/** What columns are usually called, the surest first, without spaces, signs and capitals. */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  case: ["casecconceptname", "caseconceptname", "caseid", "case", "traceid", "案件编号", "案件", "办件编号", "流水号"],
  activity: ["activity", "conceptname", "activityname", "task", "event", "step", "环节", "活动", "办理环节"],
  at: [
    "endtime",
    "end",
    "completetimestamp",
    "completed",
    "timetimestamp",
    "timestamp",
    "time",
    "结束时间",
    "完成时间",
    "时间",
  ],
  start: ["starttime", "start", "starttimestamp", "started", "begin", "开始时间"],
  member: ["resource", "orgresource", "user", "member", "officer", "办理人", "经办人", "人员"],
  lifecycle: ["lifecycletransition", "lifecycle", "transition", "状态"],
};
/** A log as this product writes it has these and needs no telling. */
const OWN = ["case", "kind", "at", "step"];

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9\u4e00-\u9fff]/g, "");
}

/** The names in the first line of a text with commas, semicolons or tabs; quotes are taken off. */
export function columnsOf(text: string): readonly string[] {
  const [line = ""] = text.replace(/^\ufeff/, "").split(/\r?\n/, 1);
  const separator = [",", ";", "\t"].reduce((best, each) =>
    line.split(each).length > line.split(best).length ? each : best,
  );
  return line
    .split(separator)
    .map((each) => each.trim().replace(/^"(.*)"$/, "$1"))
    .filter((each) => each !== "");
}

export function isOwnLog(columns: readonly string[]): boolean {
  return OWN.every((each) => columns.includes(each));
}

/** What each column seems to be; each is taken once. */
export function guessed(columns: readonly string[]): Columns {
  const taken = new Set<string>();
  const found: Partial<Record<Role, string>> = {};
  for (const role of ROLES) {
    for (const name of NAMES[role]) {
      const column = columns.find((each) => plain(each) === name && !taken.has(each));
      if (column === undefined) continue;
      found[role] = column;
      taken.add(column);
      break;
    }
  }
  return found;
}

export function isComplete(columns: Columns): boolean {
  return NEEDED.every((role) => columns[role] !== undefined && columns[role] !== "");
}

/**
 * Whether somebody has to say what the columns of a text are.
 *
 * Fewer than are needed are no log, whatever they are called: the server says what is wrong with the file.
 */
export function haveToBeTold(named: readonly string[], columns: Columns): boolean {
  return named.length >= NEEDED.length && !isOwnLog(named) && !isComplete(columns);
}

/** How the server is to read a log of such columns. */
export function readingOf(columns: Columns): LogReading {
  const said = Object.fromEntries(ROLES.flatMap((role) => (columns[role] ? [[role, columns[role]]] : [])));
  return { ...said, noise: 0.1, most_activities: 60 };
}

/** Whether a log's columns have names that it is asked by, not those of a standard. */
export function hasColumns(name: string): boolean {
  return /\.(csv|csv\.gz|parquet)$/i.test(name);
}
