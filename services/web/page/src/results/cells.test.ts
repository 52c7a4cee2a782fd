import { describe, expect, it } from "vitest";

import { bottlenecks, kpis } from "../charts/fixtures/views";
import type { ViewTable } from "../charts/views";
import { cellShown, headShown, ordered } from "./cells";

const DAYS = { name: "days", title: { zh: "天", en: "days" } } as const;
const TABLE: ViewTable = {
  columns: [
    { id: "name", title: { zh: "名称", en: "name" }, kind: "words", unit: null },
    { id: "time", title: { zh: "时长", en: "time" }, kind: "number", unit: DAYS },
    { id: "verdict", title: { zh: "判断", en: "verdict" }, kind: "text", unit: null },
  ],
  rows: [
    { name: { zh: "乙", en: "b" }, time: null, verdict: "better" },
    { name: { zh: "甲", en: "a" }, time: 2, verdict: "unclear" },
    { name: { zh: "丙", en: "c" }, time: 10, verdict: null },
  ],
};

describe("the rows of a table", () => {
  it("stand by number and not by text, those without a value last both ways", () => {
    const times = (down: boolean) => ordered(TABLE, { column: "time", down }, "en").map(({ time }) => time);
    expect(times(false)).toEqual([2, 10, null]);
    expect(times(true)).toEqual([10, 2, null]);
  });

  it("stand by the words of the reader's language", () => {
    const names = ordered(TABLE, { column: "name", down: false }, "en").map(({ name }) => name);
    expect(names).toEqual([
      { zh: "甲", en: "a" },
      { zh: "乙", en: "b" },
      { zh: "丙", en: "c" },
    ]);
  });

  it("stand as the server gave them until somebody asks otherwise", () => {
    expect(ordered(TABLE, null, "en")).toBe(TABLE.rows);
  });
});

describe("a cell", () => {
  const column = (table: ViewTable, id: string) => {
    const found = table.columns.find((each) => each.id === id);
    if (found === undefined) throw new Error(`expected a column ${id}`);
    return found;
  };

  it("has the unit of its row where rows have different ones", () => {
    const { table } = kpis;
    const [row] = table.rows;
    if (row === undefined) throw new Error("expected a row");
    const share = { ...row, unit: "share", after: { value: 0.5, low: 0.4, high: 0.6, confidence: 0.95, values: 10 } };
    expect(cellShown(share, column(table, "after"), table, "en")).toEqual({ text: "50.0", interval: "40.0 to 60.0" });
  });

  it("is a word of the reader's language where the API has one of its own", () => {
    const row = TABLE.rows[0] ?? {};
    expect(cellShown(row, column(TABLE, "verdict"), TABLE, "zh-CN").text).toBe("变好");
    expect(cellShown(TABLE.rows[2] ?? {}, column(TABLE, "verdict"), TABLE, "zh-CN").text).toBe("–");
  });

  it("of a column with one unit leaves that to the head", () => {
    expect(headShown(column(TABLE, "time"), "en")).toBe("time (days)");
    expect(headShown(column(TABLE, "time"), "zh-CN")).toBe("时长（天）");
    expect(bottlenecks.table.columns.map((each) => headShown(each, "en")).join()).not.toContain("undefined");
  });
});
