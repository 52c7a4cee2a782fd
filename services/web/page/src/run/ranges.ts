/** Ranges of people and numbers of a lane, as questions about them are written. */
import type { Lane } from "../api/schema";
import type { Both } from "../language/language";
import { RUN } from "../texts/run";

export interface PoolRange {
  readonly pool: string;
  readonly from: number;
  readonly to: number;
}

/** More people than there are, up to which is looked if nothing is said. */
const MORE = 2;

/** Written ranges, such as `window=1..6`; one without ends is taken around how many there are. */
export function rangesOf(written: readonly string[], lane: Lane): readonly PoolRange[] {
  return written.map((text) => {
    const [, pool = text, from, to] = /^([^=]+)(?:=(\d+)\.\.(\d+))?$/.exec(text) ?? [];
    return { pool, from: Number(from ?? 1), to: Number(to ?? peopleOf(lane, pool) + MORE) };
  });
}

export function rangeText({ pool, from, to }: PoolRange): string {
  return `${pool}=${from}..${to}`;
}

/** How many people a pool has. */
function peopleOf(lane: Lane, pool: string): number {
  const staff = (lane.pools[pool]?.staff ?? []) as readonly { readonly count: number }[];
  return staff.reduce((sum, { count }) => sum + count, 0);
}

export interface Goal {
  readonly kpi: string;
  readonly bound: "<=" | ">=";
  readonly value: number | null;
}

/** A goal as it is written, such as `processing_time.p90<=5`. */
export function goalOf(text: string): Goal {
  const [, kpi = "processing_time.p90", bound = "<=", value] = /^([a-z0-9_.]+)(<=|>=)(.*)$/.exec(text) ?? [];
  const number = value === undefined || value.trim() === "" ? null : Number(value);
  return { kpi, bound: bound === ">=" ? ">=" : "<=", value: Number.isNaN(number) ? null : number };
}

export function goalText({ kpi, bound, value }: Goal): string {
  return `${kpi}${bound}${value ?? ""}`;
}

interface Timed {
  readonly id: string;
  readonly title?: Both;
  readonly service_time?: unknown;
  readonly time?: unknown;
}

export interface LaneNumber {
  readonly value: string;
  readonly title: Both;
}

/** Numbers of a lane that can be varied, as questions name them. */
export function numbersOf(lane: Lane, steps: readonly Timed[]): readonly LaneNumber[] {
  const pools = Object.entries(lane.pools).map(([id, { title }]) =>
    named(`pools.${id}.staff`, title, RUN.numberOfPeople),
  );
  const times = steps.flatMap(({ id, title = { zh: id, en: id }, service_time: work, time }) => [
    ...(work == null ? [] : [named(`${id}.service_time`, title, RUN.workingTime)]),
    ...(time == null ? [] : [named(`${id}.time`, title, RUN.time)]),
  ]);
  const documents = Object.entries(lane.documents).map(([id, { title }]) =>
    named(`documents.${id}.defect_share`, title, RUN.defects),
  );
  const arrivals = { value: "arrivals.gap", title: RUN.gap };
  return [...(lane.arrivals?.gap == null ? [] : [arrivals]), ...pools, ...times, ...documents];
}

function named(value: string, of: Both, what: Both): LaneNumber {
  return { value, title: { zh: `${of.zh}：${what.zh}`, en: `${of.en}: ${what.en}` } };
}

/** Paths of the numbers of a lever, such as `share.value`. */
export function numbersIn(value: unknown, path = ""): readonly string[] {
  if (typeof value === "number") return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => numbersIn(part, path === "" ? name : `${path}.${name}`));
}
