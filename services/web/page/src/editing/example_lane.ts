/** A small lane for the tests of edits. */
import type { Lane, NamedStep, Provenance, Step } from "./lane";

const STATUTE: Provenance = { source: "statute", basis: "行政许可法 art. 42" };

function title(name: string): { zh: string; en: string } {
  return { zh: name, en: name };
}

export function task(id: string, more: Partial<Extract<Step, { kind: "task" }>> = {}): NamedStep {
  return {
    kind: "task",
    id,
    title: title(id),
    pool: "hall",
    service_time: { kind: "fixed", value: 20, unit: "minutes", provenance: STATUTE },
    outcomes: [],
    visits: 0,
    documents: [],
    variations: [],
    clauses: [],
    priority: 0,
    after: [],
    ...more,
  };
}

export const LANE: Lane = {
  format: 1,
  id: "permit",
  title: title("permit"),
  office: "office",
  calendars: {
    office: {
      base: "state_council",
      hours: ["09:00-17:00"],
      weekday_hours: {},
      leave: [],
      extra: [],
      provenance: STATUTE,
    },
  },
  pools: {
    hall: {
      title: title("hall"),
      department: title("bureau"),
      calendar: "office",
      staff: [{ count: 2, provenance: STATUTE }],
      interrupts: false,
    },
  },
  documents: { plan: { title: title("plan"), source: "applicant", defect_share: { value: 0.1, provenance: STATUTE } } },
  attributes: {},
  priorities: [],
  stages: {},
  limits: [],
  targets: [],
  levers: [],
  body: {
    kind: "sequence",
    steps: [
      task("check", { documents: ["plan"] }),
      {
        kind: "parallel",
        id: "reviews",
        title: title("reviews"),
        branches: [task("fire"), { kind: "sequence", steps: [task("site"), task("drawing", { after: ["check"] })] }],
      },
      {
        kind: "choice",
        id: "fork",
        title: title("fork"),
        paths: [{ step: task("hearing"), share: { value: 0.1, provenance: STATUTE } }],
      },
      task("decide", { after: ["fire", "check"] }),
      { kind: "end", id: "ended", title: title("ended"), result: "approved" },
    ],
  },
};
