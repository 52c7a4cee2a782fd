import { describe, expect, it } from "vitest";

import type { Lane } from "../api/schema";
import { stagesOf } from "./stages_of";
import { laneIsShipped, placeToEdit, sameText, scenarioIsShipped, studyOfLane, studyOfScenario } from "./study";

const LANE = { id: "permit", title: { zh: "许可", en: "Permit" }, office: "hours" } as Lane;
const SCENARIO = {
  id: "permit_after",
  title: { zh: "改革后", en: "After" },
  base: "permit",
  levers: [{ lever: "cancel_step", steps: ["copy"] }],
} as unknown as Parameters<typeof studyOfScenario>[0];

describe("a study", () => {
  it("is of a shipped lane until that is edited, and again once it is put back", () => {
    const study = studyOfLane(LANE, { shipped: true });
    expect(laneIsShipped(study)).toBe(true);
    const edited = { ...study, lane: { ...LANE, office: "longer" } };
    expect(laneIsShipped(edited)).toBe(false);
    expect(laneIsShipped({ ...edited, lane: { office: "hours", title: LANE.title, id: "permit" } as Lane })).toBe(true);
  });

  it("is of a shipped scenario until its levers are others", () => {
    const study = studyOfScenario(SCENARIO, LANE);
    expect(scenarioIsShipped(study)).toBe(true);
    expect(laneIsShipped(study)).toBe(false);
    expect(scenarioIsShipped({ ...study, levers: [] })).toBe(false);
  });

  it("leads to its draft where it has one", () => {
    expect(placeToEdit(studyOfLane(LANE, { shipped: true }))).toBe("/design/permit");
    expect(placeToEdit(studyOfLane(LANE, { draft: { id: "6a", version: 2, title: "t" } }))).toBe("/design/6a");
  });

  it("tells values apart, but not the order of keys", () => {
    expect(sameText({ a: 1, b: [{ d: 1, c: 2 }] })).toBe(sameText({ b: [{ c: 2, d: 1 }], a: 1 }));
    expect(sameText([1, 2])).not.toBe(sameText([2, 1]));
  });
});

describe("the stages", () => {
  it("are closed but for the first while no lane is chosen", () => {
    expect(stagesOf(null, "choose").filter(({ place }) => place !== null)).toEqual([
      { stage: "choose", place: "/", passed: false },
    ]);
  });

  it("lead on to what was asked last", () => {
    const study = { ...studyOfLane(LANE, { shipped: true }), experiment: "ab" };
    const shown = stagesOf(study, "run");
    expect(shown.at(-1)).toEqual({ stage: "see", place: "/results/ab", passed: false });
    expect(shown.filter(({ passed }) => passed).map(({ stage }) => stage)).toEqual(["choose", "edit", "levers"]);
  });
});
