import { describe, expect, it } from "vitest";

import { changeText, figureText, intervalText, numberText, quantityText, signedText, type UnitLike } from "./numbers";

const SHARE: UnitLike = { name: "share", title: { zh: "%", en: "%" } };
const DAYS: UnitLike = { name: "working_days", title: { zh: "个工作日", en: "working days" } };

describe("a number", () => {
  it("has as many digits as its size deserves, as the server writes it", () => {
    expect([283, 60.3112, 0.4131, -2.3951, 0, 0.0042, -3e-17].map((value) => numberText(value))).toEqual([
      "283",
      "60.3",
      "0.41",
      "−2.40",
      "0",
      "0.0042",
      "0",
    ]);
  });

  it("has as many decimals as the one that it stands beside, unless nothing would be left of it", () => {
    expect([numberText(8.9771, null, -186.78), numberText(0.0123, null, -186.78)]).toEqual(["9.0", "0.01"]);
  });

  it("is a percentage if it is a share", () => {
    expect(numberText(0.054, SHARE)).toBe("5.4");
    expect([quantityText(0.054, SHARE, "zh-CN"), quantityText(0.054, SHARE, "en")]).toEqual(["5.4%", "5.4 %"]);
  });

  it("of a change has its sign, and of a share is in points", () => {
    expect([signedText(3), signedText(-3), signedText(0)]).toEqual(["+3", "−3", "0"]);
    expect(changeText(0.054, SHARE, "en")).toBe("+5.4 points");
    expect(changeText(-12.345, DAYS, "zh-CN")).toBe("−12.3 个工作日");
  });
});

describe("a figure", () => {
  it("has its interval in the same number of decimals", () => {
    const figure = { value: 12.34, low: 9.7771, high: 14.9 };
    expect(figureText(figure, DAYS, "en")).toBe("12.3 (9.8 to 14.9)");
    expect(figureText(figure, DAYS, "zh-CN")).toBe("12.3（9.8 至 14.9）");
  });

  it("of a single value has none, and what is not known is a dash", () => {
    expect(intervalText({ value: 1, low: null, high: null }, DAYS, "en")).toBeNull();
    expect(figureText({ value: 1.5, low: null, high: null }, DAYS, "en")).toBe("1.50");
    expect(figureText(null, DAYS, "en")).toBe("–");
  });
});
