import { describe, expect, it } from "vitest";

import type { Lane, NewExperiment } from "../api/schema";
import { studyOfLane, type Study } from "../study/study";
import { eventsIn } from "./event_stream";
import { ladderOf } from "./ladder";
import { requestOf, usualKind, type Question } from "./requests";

const LANE = { id: "permit", title: { zh: "许可", en: "Permit" } } as Lane;
const LEVER = { lever: "cancel_step", steps: ["copy"] };
const shipped = studyOfLane(LANE, { shipped: true });
const question = (kind: Question["kind"], more: Partial<Question> = {}): Question => ({
  kind,
  told: {},
  design: { replications: 10 },
  side: "after",
  sweep: null,
  others: [],
  ...more,
});

describe("a request", () => {
  it("names what is shipped, and sends what is not", () => {
    expect(requestOf(shipped, question("simulate"))).toMatchObject({ subjects: ["permit"], lanes: [], scenarios: [] });
    const edited: Study = { ...shipped, lane: { ...LANE, office: "late" } };
    expect(requestOf(edited, question("simulate")).lanes).toEqual([{ ...LANE, office: "late" }]);
  });

  it("has levers of one's own as a scenario on the lane", () => {
    const asked = requestOf({ ...shipped, levers: [LEVER] }, question("compare"));
    expect(asked.subjects).toEqual(["permit_reform"]);
    expect(asked.lanes).toEqual([]);
    expect(asked.scenarios).toMatchObject([{ id: "permit_reform", base: "permit", levers: [LEVER] }]);
  });

  it("keeps what holds on both sides when it is about the lane before", () => {
    const beside: Study = { ...shipped, levers: [LEVER], surroundings: { pools: { window: { staff: [] } } } };
    const asked = requestOf(beside, question("simulate", { side: "before" }));
    expect(asked.scenarios).toMatchObject([{ id: "permit_before", levers: [], pools: { window: { staff: [] } } }]);
  });

  it("selects among the lane before, the reform and others, each once", () => {
    const asked = requestOf({ ...shipped, levers: [LEVER] }, question("select", { others: ["permit", "other"] }));
    expect(asked.subjects).toEqual(["permit", "permit_reform", "other"]);
  });

  it("sweeps a parameter of a lever", () => {
    const sweep = { lever: 0, parameter: "factor", values: [0.5, 1] };
    expect(requestOf({ ...shipped, levers: [LEVER] }, question("sweep", { sweep })).scenarios).toMatchObject([
      { sweep },
    ]);
  });

  it("is a comparison once there are levers", () => {
    expect([usualKind({ levers: [] }), usualKind({ levers: [LEVER] })]).toEqual(["simulate", "compare"]);
  });
});

describe("the ladder", () => {
  const asked = (more: Partial<NewExperiment>): NewExperiment => ({
    kind: "compare",
    subjects: ["permit_after"],
    lanes: [],
    scenarios: [],
    design: { seed: 1, assume_weekdays: false, replications: 12 },
    requested_by: "",
    ...more,
  });
  const steps = (ladder: readonly NewExperiment[]) =>
    ladder.map(({ design }) => [design.replications ?? null, design.lever_replications ?? null]);

  it("begins with one replication of the two ends, and ends with what was asked", () => {
    expect(steps(ladderOf(asked({})))).toEqual([
      [1, 0],
      [3, 0],
      [5, 0],
      [10, 0],
      [12, 0],
      [12, null],
    ]);
    expect(ladderOf(asked({})).at(-1)).toEqual(asked({}));
  });

  it("has no levers to leave out of a lane alone", () => {
    expect(steps(ladderOf(asked({ kind: "simulate" })))).toEqual([
      [1, null],
      [3, null],
      [5, null],
      [10, null],
      [12, null],
    ]);
  });

  it("gives a first answer on the way to a precision", () => {
    const precise = asked({
      kind: "simulate",
      design: { seed: 1, assume_weekdays: false },
      precision: { relative: 0.1, kpis: ["visits"], most: 500 },
    });
    const ladder = ladderOf(precise);
    expect(steps(ladder)).toEqual([
      [1, null],
      [null, null],
    ]);
    expect(ladder[0]?.precision).toBeUndefined();
  });

  it("is climbed by all kinds whose replications are counted", () => {
    for (const kind of ["attribute", "sweep"] as const) {
      const ladder = ladderOf(asked({ kind }));
      expect(steps(ladder).map(([replications]) => replications)).toEqual([1, 3, 5, 10, 12]);
      expect(ladder.at(-1)).toEqual(asked({ kind }));
    }
  });

  it("is one step for other kinds", () => {
    expect(ladderOf(asked({ kind: "staff" }))).toHaveLength(1);
  });
});

describe("a stream of events", () => {
  it("is read event by event, however it is cut", () => {
    const text =
      'event: progress\r\ndata: {"a":\r\ndata: 1}\r\nid: 3\r\n\r\n: ping\n\nevent: ended\ndata: {}\n\nevent: pro';
    const { events, rest } = eventsIn(text);
    expect(events).toEqual([
      { event: "progress", data: '{"a":\n1}' },
      { event: "ended", data: "{}" },
    ]);
    expect(rest).toBe("event: pro");
  });
});
