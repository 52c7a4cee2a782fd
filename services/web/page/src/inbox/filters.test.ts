import { describe, expect, it } from "vitest";

import { addressOf, asked, filtersOf } from "./filters";
import { pathOf, tagOf } from "./places";

describe("what of the inbox is shown", () => {
  it("is kept in the address as it was chosen", () => {
    const chosen = { whose: "mine", lamp: "overdue", lane: "property_registration" } as const;
    expect(filtersOf(addressOf(chosen))).toEqual(chosen);
    expect(addressOf(chosen).toString()).toBe("whose=mine&lamp=overdue&lane=property_registration");
  });

  it("is everything where the address says nothing that is known", () => {
    expect(filtersOf(new URLSearchParams("whose=nobody&lamp=green"))).toEqual({ whose: "all", lamp: "all", lane: "" });
    expect(asked({ whose: "all", lamp: "all", lane: "" })).toEqual({});
  });

  it("is asked as the API has it", () => {
    expect(asked({ whose: "free", lamp: "warning", lane: "x" })).toEqual({
      assignee: "unassigned",
      lamp: "warning",
      lane: "x",
    });
  });
});

describe("an item", () => {
  it("has an address whatever its case is called", () => {
    expect(pathOf({ case: "a/b 1", step: "check", occurrence: 2 })).toBe("/inbox/a%2Fb%201/check/2");
    expect(tagOf(3)).toBe('"3"');
  });
});
