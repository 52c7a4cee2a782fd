import { describe, expect, it, vi } from "vitest";

import type { Lane, NewExperiment } from "../api/schema";
import { studyOfLane } from "../study/study";
import { studyOf, type Sources } from "./asked_again";

const LANE = { id: "permit", title: { zh: "许可", en: "Permit" } } as Lane;
const LEVER = { lever: "cancel_step", steps: ["copy"] };
const asked = (more: Partial<NewExperiment>): NewExperiment => ({
  kind: "compare",
  subjects: ["permit"],
  lanes: [],
  scenarios: [],
  design: { seed: 7, assume_weekdays: false, replications: 12, cases: null },
  requested_by: "",
  ...more,
});
const sources: Sources = {
  lanes: new Set(["permit"]),
  scenarios: new Set(["permit_after"]),
  lane: vi.fn(() => Promise.resolve(LANE)),
  scenario: (id) => Promise.resolve({ ...studyOfLane(LANE, null), levers: [{ lever: id }] }),
};

describe("what was asked", () => {
  it("is opened with its question and its design", async () => {
    const study = await studyOf(asked({ kind: "simulate" }), sources);
    expect(study?.lane).toEqual(LANE);
    expect(study?.shipped?.id).toBe("permit");
    expect(study?.question).toMatchObject({
      kind: "simulate",
      design: { seed: 7, replications: 12, assume_weekdays: false },
    });
    expect(study?.question?.design).not.toHaveProperty("cases");
  });

  it("is opened with levers of one's own, on a lane of one's own", async () => {
    const own = { ...LANE, office: "late" };
    const scenarios = [{ id: "permit_reform", base: "permit", levers: [LEVER], pools: { window: {} }, design: null }];
    const study = await studyOf(asked({ subjects: ["permit_reform"], lanes: [own], scenarios }), sources);
    expect(study).toMatchObject({ lane: own, levers: [LEVER], surroundings: { pools: { window: {} } }, shipped: null });
  });

  it("is opened as the shipped scenario that it was about", async () => {
    expect((await studyOf(asked({ subjects: ["permit_after"] }), sources))?.levers).toEqual([
      { lever: "permit_after" },
    ]);
  });

  it("keeps the others among which the best is selected", async () => {
    const scenarios = [{ id: "permit_reform", base: "permit", levers: [LEVER] }];
    const subjects = ["permit", "permit_reform", "permit_after"];
    const study = await studyOf(asked({ kind: "select", subjects, scenarios }), sources);
    expect(study?.question?.others).toEqual(["permit_after"]);
  });

  it("is not opened where it is about several lanes, or about what is no lane here", async () => {
    expect(await studyOf(asked({ subjects: ["permit", "other"] }), sources)).toBeNull();
    expect(await studyOf(asked({ subjects: ["a_package"] }), sources)).toBeNull();
  });
});
