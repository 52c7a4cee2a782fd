/** A lane out of JSON that somebody has kept or sent: it may be unsound, but the editor has to be able to hold it. */
import type { Kind, Lane } from "./lane";

const KINDS: Readonly<Record<Kind, Readonly<Record<string, unknown>>>> = {
  task: { outcomes: [], visits: 0, documents: [], variations: [], clauses: [], priority: 0, after: [] },
  applicant: { outcomes: [], visits: 0, documents: [], variations: [], clauses: [] },
  third_party: { outcomes: [], visits: 0, documents: [], variations: [], clauses: [] },
  wait: {},
  milestone: {},
  end: {},
  sequence: { steps: [] },
  parallel: { branches: [] },
  ordered: { steps: [] },
  choice: { paths: [] },
  inclusive: { paths: [] },
  loop: {},
  race: { branches: [] },
  deadline: { interrupting: true, stops: true },
  clock_stop: {},
  call: { awaited: true },
  graph: { nodes: [], flows: [], depth_first: false },
};
const LANE = {
  format: 1,
  pools: {},
  calendars: {},
  documents: {},
  attributes: {},
  priorities: [],
  stages: {},
  limits: [],
  targets: [],
  levers: [],
};
/** Where steps stand inside of steps. */
const LISTS = ["steps", "branches", "paths", "nodes"] as const;
const SINGLE = ["body", "redo", "on_expiry", "otherwise", "step"] as const;
const DEEPEST = 60;

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The lane, with what its form lets one leave out; none if it is not one, even in outline. */
export function readLane(value: unknown): Lane | null {
  if (!isFields(value)) return null;
  const filled: Fields = { ...LANE, ...present(value) };
  const tables = ["pools", "calendars", "documents", "attributes", "stages"] as const;
  const lists = ["priorities", "limits", "targets", "levers"] as const;
  const body = read(filled.body, 0);
  if (body === null || !isTitle(filled.title) || typeof filled.id !== "string") return null;
  if (!partsAreWhole(filled)) return null;
  if (tables.some((each) => !isTable(filled[each])) || lists.some((each) => !Array.isArray(filled[each]))) return null;
  return { ...filled, body } as unknown as Lane;
}

function isTable(value: unknown): boolean {
  return isFields(value) && Object.values(value).every(isFields);
}

/** Whether pools, calendars and documents have what the editor shows of them. */
function partsAreWhole({ pools, calendars, documents }: Fields): boolean {
  const all = (table: unknown, test: (part: Fields) => boolean): boolean =>
    isFields(table) && Object.values(table).every((part) => isFields(part) && test(part));
  return (
    all(pools, (pool) => isTitle(pool.title) && isTitle(pool.department) && Array.isArray(pool.staff)) &&
    all(calendars, (calendar) => Array.isArray(calendar.hours) && isFields(calendar.provenance)) &&
    all(documents, (document) => isTitle(document.title) && isFields(document.defect_share))
  );
}

function isTitle(value: unknown): boolean {
  return isFields(value) && typeof value.zh === "string" && typeof value.en === "string";
}

/** What is there; null stands for nothing wherever it may stand. */
function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function read(value: unknown, depth: number): Fields | null {
  if (!isFields(value) || depth > DEEPEST) return null;
  const { kind } = value;
  if (typeof kind !== "string" || !(kind in KINDS)) return null;
  const step: Fields = { ...KINDS[kind as Kind], ...present(value) };
  if (kind !== "sequence" && (typeof step.id !== "string" || !isTitle(step.title))) return null;
  if (!complete(kind as Kind, step)) return null;
  for (const field of SINGLE) {
    if (!(field in step)) continue;
    const inside = read(step[field], depth + 1);
    if (inside === null) return null;
    step[field] = inside;
  }
  for (const field of LISTS) {
    if (!(field in step)) continue;
    const list = step[field];
    if (!Array.isArray(list)) return null;
    const inside = list.map((each: unknown) => item(each, depth));
    if (inside.includes(null)) return null;
    step[field] = inside;
  }
  return step;
}

/** An entry of a list: a step, or something that holds one. */
function item(value: unknown, depth: number): Fields | null {
  if (!isFields(value)) return null;
  if ("kind" in value) return read(value, depth + 1);
  const entry: Fields = "after" in value || "step" in value ? { ...present(value) } : { ...value };
  if (!("step" in entry)) return entry;
  const step = read(entry.step, depth + 1);
  return step === null ? null : { ...entry, step };
}

/** Whether what cannot be left out is there, as far as the editor looks into it. */
function complete(kind: Kind, step: Fields): boolean {
  switch (kind) {
    case "task":
      return typeof step.pool === "string" && isTime(step.service_time);
    case "applicant":
      return isTime(step.time);
    case "third_party":
      return isTime(step.time) && isTitle(step.party);
    case "loop":
      return isFields(step.body) && isFields(step.again) && isFields(step.provenance);
    case "deadline":
      return isFields(step.body) && isFields(step.within);
    case "clock_stop":
      return isFields(step.body);
    default:
      return true;
  }
}

function isTime(value: unknown): boolean {
  return isFields(value) && typeof value.kind === "string" && isFields(value.provenance);
}
