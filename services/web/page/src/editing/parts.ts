/** The departments, calendars and documents of a lane: add, change, remove. */
import type { Calendar, Document, Pool } from "../api/schema";
import type { Lane, NamedStep, Title } from "./lane";
import { isWork } from "./lane";
import { withoutKey } from "./places";
import { ASSUMED } from "./provenances";
import { freshId, namedSteps } from "./tree";

export type Part = "pools" | "calendars" | "documents";

/** The tasks that a pool does. */
export function tasksOf(lane: Lane, pool: string): readonly NamedStep[] {
  return namedSteps(lane).filter((step) => step.kind === "task" && step.pool === pool);
}

/** The steps that need a document. */
export function needing(lane: Lane, document: string): readonly NamedStep[] {
  return namedSteps(lane).filter((step) => isWork(step) && step.documents.includes(document));
}

/** Titles of what keeps a calendar: pools, the office, arrivals. */
export function keeping(
  lane: Lane,
  calendar: string,
): { pools: readonly string[]; office: boolean; arrivals: boolean } {
  return {
    pools: Object.entries(lane.pools)
      .filter(([, pool]) => pool.calendar === calendar || pool.staff.some((group) => group.calendar === calendar))
      .map(([id]) => id),
    office: lane.office === calendar,
    arrivals: lane.arrivals?.calendar === calendar,
  };
}

export function canRemovePart(lane: Lane, part: Part, id: string): boolean {
  if (part === "pools") return tasksOf(lane, id).length === 0;
  if (part === "documents") return needing(lane, id).length === 0;
  const { pools, office, arrivals } = keeping(lane, id);
  return pools.length === 0 && !office && !arrivals;
}

export function withoutPart(lane: Lane, part: Part, id: string): Lane {
  if (!canRemovePart(lane, part, id)) return lane;
  switch (part) {
    case "pools":
      return { ...lane, pools: withoutKey(lane.pools, id) };
    case "calendars":
      return { ...lane, calendars: withoutKey(lane.calendars, id) };
    case "documents":
      return { ...lane, documents: withoutKey(lane.documents, id) };
  }
}

export function withPool(lane: Lane, id: string, change: (pool: Pool) => Pool): Lane {
  const pool = lane.pools[id];
  return pool === undefined ? lane : { ...lane, pools: { ...lane.pools, [id]: change(pool) } };
}

export function withCalendar(lane: Lane, id: string, change: (calendar: Calendar) => Calendar): Lane {
  const calendar = lane.calendars[id];
  return calendar === undefined ? lane : { ...lane, calendars: { ...lane.calendars, [id]: change(calendar) } };
}

export function withDocument(lane: Lane, id: string, change: (document: Document) => Document): Lane {
  const document = lane.documents[id];
  return document === undefined ? lane : { ...lane, documents: { ...lane.documents, [id]: change(document) } };
}

export interface Added {
  readonly lane: Lane;
  readonly id: string;
}

/** A department more, with one member who keeps the office's hours. */
export function withNewPool(lane: Lane, title: Title, department: Title): Added {
  const id = freshId("pool", Object.keys(lane.pools));
  const pool: Pool = {
    title,
    department,
    calendar: lane.office,
    staff: [{ count: 1, provenance: ASSUMED }],
    interrupts: false,
  };
  return { lane: { ...lane, pools: { ...lane.pools, [id]: pool } }, id };
}

/** A calendar more, with the hours of the office to begin with. */
export function withNewCalendar(lane: Lane, title: Title): Added {
  const id = freshId("calendar", Object.keys(lane.calendars));
  const like = lane.calendars[lane.office];
  const calendar: Calendar = {
    base: like?.base ?? "state_council",
    hours: like?.hours ?? ["09:00-12:00", "13:00-17:00"],
    weekday_hours: like?.weekday_hours ?? {},
    leave: [],
    extra: [],
    provenance: ASSUMED,
    title,
  };
  return { lane: { ...lane, calendars: { ...lane.calendars, [id]: calendar } }, id };
}

export function withNewDocument(lane: Lane, title: Title): Added {
  const id = freshId("document", Object.keys(lane.documents));
  const document: Document = { title, source: "applicant", defect_share: { value: 0.1, provenance: ASSUMED } };
  return { lane: { ...lane, documents: { ...lane.documents, [id]: document } }, id };
}
