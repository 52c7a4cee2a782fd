import { describe, expect, it } from "vitest";

import { withCondition, withNewOutcome, withNewPath, withoutOutcome, withShare } from "./branches";
import { LANE, task } from "./example_lane";
import { afterEdit, afterRest, NOTHING_DONE, redone, undone } from "./history";
import { readHours, writeHours } from "./hours";
import type { Lane } from "./lane";
import { NEW_BLOCKS, NEW_STEPS, newBlock, newStep, outcomesOf } from "./new_steps";
import { canRemovePart, withNewCalendar, withNewDocument, withNewPool, withoutPart, withPool } from "./parts";
import { ASSUMED, isUnexplained, typedOver } from "./provenances";
import { readLane } from "./reading";
import { FAMILY_ORDER, meanOf, refitted, withParameter } from "./times";
import { stepOf } from "./tree";

const NAME = { zh: "新", en: "new" };

describe("what is added", () => {
  it.each(["pools", "calendars", "documents"] as const)(
    "to the %s goes again and leaves the lane as it was",
    (part) => {
      const add = { pools: () => withNewPool(LANE, NAME, NAME), calendars: () => withNewCalendar(LANE, NAME) };
      const { lane, id } = part === "documents" ? withNewDocument(LANE, NAME) : add[part]();
      expect(lane[part]).toHaveProperty(id);
      expect(Object.keys(LANE[part])).not.toContain(id);
      expect(withoutPart(lane, part, id)).toEqual(LANE);
    },
  );

  it("has ids of its own", () => {
    const once = withNewPool(LANE, NAME, NAME);
    const twice = withNewPool(once.lane, NAME, NAME);
    expect(new Set(Object.keys(twice.lane.pools)).size).toBe(3);
  });

  it("cannot go while something needs it", () => {
    expect(canRemovePart(LANE, "pools", "hall")).toBe(false);
    expect(canRemovePart(LANE, "documents", "plan")).toBe(false);
    expect(canRemovePart(LANE, "calendars", "office")).toBe(false);
    expect(withoutPart(LANE, "pools", "hall")).toBe(LANE);
  });

  it("leaves what is not meant the very same", () => {
    const lane = withPool(LANE, "hall", (pool) => ({ ...pool, title: NAME }));
    expect(lane.body).toBe(LANE.body);
    expect(lane.calendars).toBe(LANE.calendars);
    expect(withPool(LANE, "none", (pool) => pool)).toBe(LANE);
  });
});

describe("new steps", () => {
  const around = { pool: "hall", lane: "other", thirdParty: NAME };
  it.each(NEW_STEPS)("of the kind %s can be read back as they are", (kind) => {
    const body = newStep(kind, { id: "new", title: NAME }, around);
    expect(readLane({ ...LANE, body })?.body).toEqual(body);
  });

  it.each(NEW_BLOCKS)("blocks of the kind %s hold what they are put around", (kind) => {
    const inside = task("inside");
    const body = newBlock(kind, { id: "block", title: NAME }, inside, task("other"));
    const lane: Lane = { ...LANE, body };
    expect(stepOf(lane, "inside")).toBe(inside);
    expect(readLane(lane)?.body).toEqual(body);
  });

  it("come out as their kind can", () => {
    expect(outcomesOf(task("any"))).toEqual(["done"]);
    expect(outcomesOf(newStep("wait", { id: "w", title: NAME }, around))).toEqual([]);
  });
});

describe("times", () => {
  it.each(FAMILY_ORDER)("keep their mean, unit and source as %s", (family) => {
    const before = refitted({ kind: "fixed", value: 40, unit: "minutes", provenance: ASSUMED }, "weibull");
    const after = refitted(before, family);
    expect(meanOf(after)).toBeCloseTo(40, 1);
    expect(after).toMatchObject({ kind: family, unit: "minutes", provenance: ASSUMED });
  });

  it("change in one number alone", () => {
    const before = refitted({ kind: "fixed", value: 40, unit: "minutes", provenance: ASSUMED }, "triangular");
    expect(withParameter(before, "high", 90)).toEqual({ ...before, high: 90 });
  });
});

describe("the source of a number", () => {
  const statute = { source: "statute", basis: "行政许可法 art. 42" } as const;
  it("is an assumption once it is typed over, and says what it was", () => {
    const after = typedOver(statute, { zh: "20 分钟", en: "20 minutes" });
    expect(after.source).toBe("assumed");
    expect(after.basis).toContain("20 分钟");
    expect(after.basis).toContain("行政许可法 art. 42");
    expect(isUnexplained(after)).toBe(true);
    expect(typedOver(after, { zh: "30 分钟", en: "30 minutes" })).toBe(after);
  });

  it("fits the lane's form however long it was", () => {
    const long = { source: "seed", basis: "条".repeat(500) } as const;
    expect(typedOver(long, { zh: "1", en: "1" }).basis.length).toBeLessThanOrEqual(500);
  });
});

describe("branches", () => {
  it("have a share or a condition, never both", () => {
    const when = { outcome_of: "check", in: ["done"] };
    const asked = withCondition(LANE, "fork", 0, when);
    expect(stepOf(asked, "fork")).toMatchObject({ paths: [{ when }] });
    expect(JSON.stringify(stepOf(asked, "fork"))).not.toContain('"value":0.1');
    const share = { value: 0.1, provenance: { source: "statute", basis: "行政许可法 art. 42" } } as const;
    expect(withShare(asked, "fork", 0, share)).toEqual(LANE);
  });

  it("come to those there are", () => {
    const lane = withNewPath(LANE, "fork", task("fast"));
    expect(stepOf(lane, "fork")).toMatchObject({ paths: [{ step: { id: "hearing" } }, { step: { id: "fast" } }] });
    expect(stepOf(lane, "check")).toBe(stepOf(LANE, "check"));
  });

  it("of outcomes begin with two, and end with one that needs no share", () => {
    const titles = { refused: NAME, passed: NAME };
    const two = withNewOutcome(LANE, "check", titles);
    expect(outcomesOf(stepOf(two, "check") ?? task(""))).toEqual(["refused", "passed"]);
    const three = withNewOutcome(two, "check", titles);
    expect(outcomesOf(stepOf(three, "check") ?? task(""))).toEqual(["refused", "passed", "refused_2"]);
    expect(stepOf(withoutOutcome(two, "check", 1), "check")).toMatchObject({
      outcomes: [{ id: "refused", from_documents: false }],
    });
  });
});

describe("history", () => {
  const lanes = ["a", "b", "c"].map((id): Lane => ({ ...LANE, id }));
  const [a = LANE, b = LANE, c = LANE] = lanes;
  it("goes back and forth over the same lanes", () => {
    const history = afterEdit(afterEdit(NOTHING_DONE, a, null), b, null);
    const back = undone(history, c);
    expect(back?.lane).toBe(b);
    const further = undone(back?.history ?? NOTHING_DONE, b);
    expect(further?.lane).toBe(a);
    expect(undone(further?.history ?? NOTHING_DONE, a)).toBeNull();
    expect(redone(further?.history ?? NOTHING_DONE, a)?.lane).toBe(b);
  });

  it("takes what is typed into one field at once, until one rests", () => {
    const typed = afterEdit(afterEdit(NOTHING_DONE, a, "title"), b, "title");
    expect(typed.past).toEqual([a]);
    expect(afterEdit(afterRest(typed), b, "title").past).toEqual([a, b]);
    expect(afterEdit(typed, b, "other").past).toEqual([a, b]);
  });

  it("forgets what was undone once something else is done", () => {
    const back = undone(afterEdit(NOTHING_DONE, a, null), b);
    expect(afterEdit(back?.history ?? NOTHING_DONE, a, null).future).toEqual([]);
  });
});

describe("hours", () => {
  it("are read as people write them", () => {
    expect(readHours("9:00-12:00，13:30—17:30")).toEqual(["09:00-12:00", "13:30-17:30"]);
    expect(readHours("09:00 至 12:00")).toEqual(["09:00-12:00"]);
    expect(readHours("")).toEqual([]);
    expect(readHours("nine to five")).toBeNull();
    expect(writeHours(["09:00-12:00", "13:30-17:30"])).toBe("09:00-12:00, 13:30-17:30");
  });
});

describe("a lane that was kept", () => {
  it("is filled up with what its form lets one leave out", () => {
    const sparse = { ...LANE, documents: {}, body: { kind: "end", id: "e", title: NAME, result: "approved" } };
    const written = Object.fromEntries(Object.entries(sparse).filter(([field]) => field !== "targets"));
    expect(readLane(written)).toEqual({ ...sparse });
  });

  it.each([
    null,
    [],
    "lane",
    {},
    { ...LANE, body: { kind: "nonsense" } },
    { ...LANE, body: { kind: "parallel", id: "p", title: NAME, branches: [3] } },
    { ...LANE, body: { kind: "task", id: "t", title: NAME } },
    { ...LANE, pools: { hall: 3 } },
    { ...LANE, title: "permit" },
  ])("is refused when it is none: %#", (value) => {
    expect(readLane(value)).toBeNull();
  });
});
