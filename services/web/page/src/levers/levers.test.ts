import { describe, expect, it } from "vitest";

import type { DesignProblem, Lane, PaletteLever } from "../api/schema";
import { parameterTitle } from "./parameters";
import { firstRefused, leversFound, placeFor, withMoved } from "./reform";
import { choicesIn, choicesOf, mayBeNew } from "./references";
import { fieldsOf, shapeOf, type Definitions, type Schema } from "./shapes";
import { initialValues, missing } from "./values";

const both = (text: string) => ({ zh: text, en: text });

const DEFINITIONS: Definitions = {
  Source: { enum: ["statute", "assumed"], type: "string", "x-values": { assumed: { zh: "假设", en: "assumed" } } },
  Provenance: {
    type: "object",
    properties: { source: { $ref: "#/$defs/Source" }, basis: { type: "string" } },
    required: ["source", "basis"],
  },
  Unit: { enum: ["minutes", "days"], type: "string" },
  Fixed: {
    type: "object",
    properties: {
      kind: { const: "fixed", type: "string", "x-values": { fixed: { zh: "固定值", en: "fixed" } } },
      value: { type: "number", minimum: 0 },
      unit: { $ref: "#/$defs/Unit" },
      provenance: { $ref: "#/$defs/Provenance" },
    },
    required: ["value", "unit", "provenance"],
  },
  Proportion: {
    type: "object",
    properties: { value: { type: "number", minimum: 0, maximum: 1 }, provenance: { $ref: "#/$defs/Provenance" } },
    required: ["value", "provenance"],
  },
};
const SCHEMA: Schema = {
  type: "object",
  properties: {
    share: { anyOf: [{ $ref: "#/$defs/Proportion" }, { type: "null" }], default: null },
    time: {
      oneOf: [{ $ref: "#/$defs/Fixed" }],
      discriminator: { propertyName: "kind", mapping: { fixed: "#/$defs/Fixed" } },
    },
    steps: {
      anyOf: [
        { const: "all", type: "string" },
        { items: { type: "string" }, minItems: 2, type: "array" },
      ],
      default: "all",
      "x-reference": "step",
      "x-values": { all: { zh: "全部", en: "all" } },
    },
    pool: { type: "string", "x-reference": "pool_or_new" },
  },
  required: ["time", "pool"],
};

describe("what a number of a lever is called", () => {
  const schema: Schema = {
    properties: {
      share: { anyOf: [{ $ref: "#/$defs/Share" }, { type: "null" }], "x-title": both("part") },
      kinds: { type: "array", items: { $ref: "#/$defs/Kind" }, "x-title": both("kinds") },
      pools: { type: "object", additionalProperties: { type: "number" }, "x-title": both("pools") },
    },
  };
  const definitions: Definitions = {
    Share: { properties: { value: { type: "number", "x-title": both("value") } } },
    Kind: { properties: { items: { type: "number", "x-title": both("items") } } },
  };
  it.each([
    ["share.value", "part"],
    ["kinds.0.items", "kinds · no. 1 · items"],
    ["pools.window", "pools · window"],
    ["nothing.known", "nothing · known"],
  ])("%s", (path, title) => {
    expect(parameterTitle(path, schema, definitions).en).toBe(title);
  });
});

describe("the form of a lever", () => {
  it("asks first for what has to be told", () => {
    expect(fieldsOf(SCHEMA).map(({ name }) => name)).toEqual(["time", "pool", "share", "steps"]);
  });

  it("knows references, all or some of them, and shares", () => {
    expect(shapeOf(SCHEMA.properties?.steps ?? {}, DEFINITIONS)).toEqual({
      kind: "references",
      to: "step",
      least: 2,
      all: { zh: "全部", en: "all" },
    });
    expect(shapeOf(SCHEMA.properties?.pool ?? {}, DEFINITIONS)).toEqual({ kind: "reference", to: "pool_or_new" });
    const share = shapeOf(SCHEMA.properties?.share ?? {}, DEFINITIONS);
    expect(share.kind === "record" && shapeOf(share.fields[0]?.schema ?? {}, DEFINITIONS)).toEqual({ kind: "percent" });
  });

  it("begins with numbers that are assumed, and tells what is missing", () => {
    const values = initialValues(SCHEMA, DEFINITIONS, "mine");
    expect(values).toEqual({
      time: { kind: "fixed", unit: "minutes", provenance: { source: "assumed", basis: "mine" } },
    });
    expect(missing(SCHEMA, values, DEFINITIONS)).toEqual(["time.value", "pool"]);
    const told = { time: { ...(values.time as object), value: 0 }, pool: "window", steps: ["one"] };
    expect(missing(SCHEMA, told, DEFINITIONS)).toEqual(["steps"]);
    expect(missing(SCHEMA, { ...told, steps: "all", share: null }, DEFINITIONS)).toEqual([]);
  });
});

describe("references", () => {
  const lane = {
    body: {
      kind: "sequence",
      steps: [
        { kind: "task", id: "check", title: both("Check"), outcomes: [{ id: "ok", title: both("OK") }] },
        {
          kind: "loop",
          id: "again",
          title: both("Again"),
          body: { kind: "applicant", id: "mend", title: both("Mend") },
        },
      ],
    },
    pools: { window: { title: both("Window") } },
    documents: {},
    attributes: {},
    calendars: { office: {} },
  } as unknown as Lane;

  it("are to what the lane has, inside of blocks too", () => {
    const choices = choicesIn(lane);
    expect(choicesOf(choices, "step").map(({ value }) => value)).toEqual(["check", "again", "mend"]);
    expect(choicesOf(choices, "task").map(({ value }) => value)).toEqual(["check"]);
    expect(choicesOf(choices, "outcome")).toEqual([{ value: "ok", title: both("OK") }]);
    expect(choicesOf(choices, "calendar_or_new")).toEqual([{ value: "office", title: both("office") }]);
  });

  it("may be new where they say so", () => {
    expect(["new", "pool_or_new", "pool"].map(mayBeNew)).toEqual([true, true, false]);
  });
});

describe("the list of levers", () => {
  const lever = (id: string, words: string, after: readonly string[] = []) =>
    ({
      id,
      title: both(words),
      explanation: both(""),
      group_title: both(""),
      clauses: [],
      comes_after: after,
    }) as unknown as PaletteLever;
  const palette = [lever("intake", "One window"), lever("review", "Joint review", ["intake"])];
  const [intake, review, other] = [{ lever: "intake" }, { lever: "review" }, { lever: "other" }] as const;

  it("takes a lever in before those that come after it", () => {
    expect(placeFor("intake", [other, review], palette)).toBe(1);
    expect(placeFor("review", [other, intake], palette)).toBe(2);
  });

  it("is moved within its ends only", () => {
    expect(withMoved([intake, review, other], 0, 2)).toEqual([review, other, intake]);
    expect(withMoved([intake, review], 0, 2)).toEqual([intake, review]);
  });

  it("is searched by every word", () => {
    expect(leversFound(palette, "review JOINT").map(({ id }) => id)).toEqual(["review"]);
    expect(leversFound(palette, "review window")).toEqual([]);
  });

  it("is refused from the first lever on that something stands against", () => {
    const against = (number: number | null) => ({ lever: number }) as DesignProblem;
    expect(firstRefused([against(3), against(null), against(2)])).toBe(2);
    expect(firstRefused([against(null)])).toBeNull();
  });
});
