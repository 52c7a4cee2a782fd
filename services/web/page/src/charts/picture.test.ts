import { describe, expect, it } from "vitest";

import { brokenInto } from "./picture";

const short = (length: number) => (line: string) => line.length <= length;

describe("a text in lines", () => {
  it("is broken between words", () => {
    expect(brokenInto("nine cases in ten take less", short(11))).toEqual(["nine cases", "in ten take", "less"]);
  });

  it("is broken between ideographs, but never before what closes", () => {
    expect(brokenInto("办理时长：缩短（十天）。", short(5))).toEqual(["办理时长：", "缩短（十", "天）。"]);
  });

  it("is never broken after what opens", () => {
    expect(brokenInto("少 73.7（95% 区间）", short(8))).toEqual(["少 73.7", "（95% 区间）"]);
  });

  it("loses nothing, even where a word is longer than a line", () => {
    expect(brokenInto("a construction", short(4)).join("")).toBe("aconstruction");
  });
});
