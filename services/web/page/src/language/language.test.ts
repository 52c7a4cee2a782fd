import { describe, expect, it } from "vitest";

import { filled, inLanguage, named, preferredLanguage } from "./language";

describe("a text", () => {
  it("takes values in the language that it is in", () => {
    const text = filled(
      { zh: "{who}：{count} 件", en: "{who}: {count} cases" },
      { who: { zh: "窗口", en: "window" }, count: 3 },
    );
    expect(text).toEqual({ zh: "窗口：3 件", en: "window: 3 cases" });
  });

  it("keeps a place for which there is no value, so that the gap is seen", () => {
    expect(filled({ zh: "{x}", en: "{x}" }, {})).toEqual({ zh: "{x}", en: "{x}" });
  });
});

describe("what somebody has named", () => {
  it("in one language alone is called so in both", () => {
    expect([inLanguage({ zh: "受理", en: " " }, "en"), inLanguage({ zh: "受理", en: "Accept" }, "en")]).toEqual([
      "受理",
      "Accept",
    ]);
  });

  it("not at all is called by its id", () => {
    expect(named({ id: "accept", title: { zh: "", en: " " } })).toEqual({ zh: "accept", en: "accept" });
  });
});

describe("the language", () => {
  it("is the chosen one before what the browser offers", () => {
    expect(preferredLanguage("en", ["zh-CN"])).toBe("en");
  });

  it("is the first that the browser offers and that there is, and Chinese otherwise", () => {
    expect(preferredLanguage(null, ["de", "en-GB", "zh"])).toBe("en");
    expect(preferredLanguage("fr", ["de"])).toBe("zh-CN");
  });
});
