import { describe, expect, it } from "vitest";

import { depthsOf } from "./depths";
import { sourcesCounted, spanSaid, timeSaid, workingDaysSaid } from "./quantities";
import type { MapElement } from "./shapes";
import { sharedView, type View } from "./views";

const PLACE: View = { x: 1, y: 2, scale: 0.5 };

describe("a shared view", () => {
  it("tells all but the one that tells, and does not go round for ever", () => {
    const shared = sharedView();
    const told: string[] = [];
    const left = (view: View): void => {
      told.push("left");
      shared.tell(view, left);
    };
    const right = (view: View): void => {
      told.push("right");
      shared.tell(view, right);
    };
    shared.join(left);
    const leave = shared.join(right);
    shared.tell(PLACE, left);
    expect(told).toEqual(["right"]);
    leave();
    shared.tell(PLACE, left);
    expect(told).toEqual(["right"]);
  });
});

describe("the list of steps", () => {
  it("counts in how many steps each one stands, whatever fields lie between", () => {
    const paths = [
      ["body", "steps", 0],
      ["body", "steps", 0, "body"],
      ["body", "steps", 0, "redo", "body"],
      ["body", "steps", 1],
    ];
    expect(depthsOf(paths.map((path) => ({ path })))).toEqual([0, 1, 1, 0]);
  });
});

describe("quantities", () => {
  it("have their unit in both languages", () => {
    expect(spanSaid(1, "hours")).toEqual({ zh: "1 小时", en: "1 hour" });
    expect(spanSaid(22.5, "minutes")).toEqual({ zh: "22.5 分钟", en: "22.5 minutes" });
    expect(workingDaysSaid(0).zh).toBe("当日");
    expect(workingDaysSaid(30)).toEqual({ zh: "30 个工作日", en: "30 working days" });
  });

  it("say how they spread, unless they do not", () => {
    expect(timeSaid({ kind: "fixed", mean: 2, unit: "days" }).en).toBe("2 days");
    expect(timeSaid({ kind: "lognormal", mean: 20, unit: "minutes" }).zh).toBe("平均 20 分钟（对数正态分布）");
  });

  it("count their sources, most binding first", () => {
    const from = (source: string) => ({ quantity: ["time"], provenance: { source, basis: "b" } });
    const element = { sources: [from("assumed"), from("statute"), from("assumed")] } as unknown as MapElement;
    expect(sourcesCounted(element)).toEqual([
      { source: "statute", count: 1 },
      { source: "assumed", count: 2 },
    ]);
  });
});
