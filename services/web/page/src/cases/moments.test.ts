import { describe, expect, it } from "vitest";

import { dayText, lastDayText, minuteText } from "./moments";

const NOW = new Date("2026-11-23T00:00:00Z");

describe("an instant", () => {
  it("is written by the clock of the place, wherever the reader is", () => {
    expect(minuteText("2026-11-22T18:05:00Z", "zh-CN")).toBe("11月23日 02:05");
    expect(minuteText("2026-11-22T18:05:00Z", "en")).toBe("23 Nov, 02:05");
  });

  it("has its year where it is another one", () => {
    expect(dayText("2026-11-23T09:00:00+08:00", "zh-CN", NOW)).toBe("11月23日周一");
    expect(dayText("2027-01-04T09:00:00+08:00", "zh-CN", NOW)).toBe("2027年1月4日");
    expect(dayText("2027-01-04T09:00:00+08:00", "en", NOW)).toBe("4 January 2027");
  });

  it("that is the first too late one names the day before it", () => {
    expect(lastDayText("2026-12-01T00:00:00+08:00", "zh-CN", NOW)).toBe("11月30日周一");
  });
});
