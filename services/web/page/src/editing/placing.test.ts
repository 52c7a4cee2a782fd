import { describe, expect, it } from "vitest";

import { LANE, task } from "./example_lane";
import type { Lane, Step } from "./lane";
import { canRemove, inserted, insertedBeside, moved, neighbour, removed, unwrapped, wrapped } from "./placing";
import { freshStepId, namedSteps, placeOf, stepOf } from "./tree";

const ids = (lane: Lane): string[] => namedSteps(lane).map(({ id }) => id);
const ALL = ids(LANE);
const at = (lane: Lane, id: string): string => JSON.stringify(placeOf(lane, id));
const parallel = (branches: Step[]): Step => ({
  kind: "parallel",
  id: "both",
  title: { zh: "并", en: "both" },
  branches,
});

describe("putting in", () => {
  it("goes beside the step where it stands in a sequence, and leaves every other step the very same", () => {
    const lane = inserted(LANE, "check", "after", task("fee"));
    expect(at(lane, "fee")).toBe('["body","steps",1]');
    expect(ids(lane)).toEqual(["check", "fee", ...ALL.slice(1)]);
    for (const id of ["check", "reviews", "decide"]) expect(stepOf(lane, id)).toBe(stepOf(LANE, id));
    expect({ ...lane, body: null }).toEqual({ ...LANE, body: null });
  });

  it("makes a sequence where there is none", () => {
    const lane = inserted(LANE, "fire", "before", task("call_in"));
    expect(at(lane, "call_in")).toBe('["body","steps",1,"branches",0,"steps",0]');
    expect(at(lane, "fire")).toBe('["body","steps",1,"branches",0,"steps",1]');
  });

  it.each(ALL.filter((id) => id !== "ended"))("is undone by taking out: %s", (id) => {
    const there = removed(inserted(LANE, id, "after", task("new")), "new");
    expect(ids(there)).toEqual(ALL);
    if (id !== "fire" && id !== "hearing") expect(there).toEqual(LANE);
  });

  it("beside makes a block, or another branch of the one that there is", () => {
    const lane = insertedBeside(LANE, "decide", task("tell"), parallel);
    expect(at(lane, "tell")).toBe('["body","steps",3,"branches",1]');
    const third = insertedBeside(lane, "tell", task("print"), parallel);
    expect(at(third, "print")).toBe('["body","steps",3,"branches",2]');
    expect(removed(removed(third, "print"), "tell")).toEqual(LANE);
  });
});

describe("taking out", () => {
  it("leaves no reference to it in the law's order, and touches no other", () => {
    const lane = removed(LANE, "fire");
    expect(ids(lane)).toEqual(["check", "site", "drawing", "fork", "hearing", "decide", "ended"]);
    expect(stepOf(lane, "decide")).toMatchObject({ after: ["check"] });
    expect(stepOf(lane, "drawing")).toBe(stepOf(LANE, "drawing"));
  });

  it("takes a block along that has nothing left, and nothing where nothing were left at all", () => {
    expect(ids(removed(LANE, "hearing"))).toEqual(ALL.filter((id) => id !== "fork" && id !== "hearing"));
    const alone: Lane = { ...LANE, body: task("only") };
    expect(canRemove(alone, "only")).toBe(false);
    expect(removed(alone, "only")).toBe(alone);
  });

  it("takes out what is inside of it too", () => {
    const lane = removed(LANE, "reviews");
    expect(ids(lane)).toEqual(["check", "fork", "hearing", "decide", "ended"]);
    expect(stepOf(lane, "decide")).toMatchObject({ after: ["check"] });
  });
});

describe("moving", () => {
  it.each([
    ["decide", "fork", "before"],
    ["check", "site", "before"],
    ["drawing", "decide", "after"],
    ["fork", "check", "before"],
  ] as const)("of %s to %s keeps every step once", (id, target, side) => {
    const lane = moved(LANE, id, side, target);
    expect(ids(lane).sort()).toEqual([...ALL].sort());
    const order = ids(lane);
    expect(Math.sign(order.indexOf(id) - order.indexOf(target))).toBe(side === "before" ? -1 : 1);
  });

  it("into itself does nothing", () => {
    expect(moved(LANE, "reviews", "before", "site")).toBe(LANE);
  });

  it("by one and back again is no change", () => {
    const later = neighbour(LANE, "check", "later");
    expect(later).toEqual({ id: "reviews", side: "after" });
    const there = moved(LANE, "check", "after", "reviews");
    const back = neighbour(there, "check", "earlier");
    expect(back).toEqual({ id: "reviews", side: "before" });
    // Nothing was lost on the way: moving is no removal, so the law's order stays too.
    expect(moved(there, "check", "before", "reviews")).toEqual(LANE);
  });

  it("by one leaves the block at its end, and stops at the end of the lane", () => {
    expect(neighbour(LANE, "drawing", "later")).toEqual({ id: "reviews", side: "after" });
    expect(neighbour(LANE, "check", "earlier")).toBeNull();
  });
});

describe("blocks", () => {
  it("go around a step and away again", () => {
    const lane = wrapped(LANE, "decide", (inside) => ({
      kind: "clock_stop",
      id: "stop",
      title: { zh: "停", en: "stop" },
      reason: "hearing",
      body: inside,
    }));
    expect(at(lane, "decide")).toBe('["body","steps",3,"body"]');
    expect(unwrapped(lane, "stop")).toEqual(LANE);
  });

  it("that are dissolved leave their branches one after the other", () => {
    expect(ids(unwrapped(LANE, "reviews"))).toEqual(ALL.filter((id) => id !== "reviews"));
    expect(at(unwrapped(LANE, "reviews"), "drawing")).toBe('["body","steps",3]');
  });
});

it("names no two steps alike", () => {
  expect(freshStepId(LANE, "check")).toBe("check_2");
  expect(freshStepId(inserted(LANE, "check", "after", task("check_2")), "check")).toBe("check_3");
  expect(freshStepId(LANE, "other")).toBe("other");
});
