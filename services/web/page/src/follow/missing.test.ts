import { describe, expect, it } from "vitest";

import { namedMissing } from "./missing";

function noticed(step: string, occurrence: number, cause: string) {
  return { sequence: 0, kind: "noticed", at: "2026-11-23T00:00:00Z", step, occurrence, member: "", cause, outcome: "" };
}

describe("what is missing", () => {
  it("is what the last notice named, all of it", () => {
    const events = [noticed("check", 0, "invoice"), noticed("check", 1, "identity"), noticed("check", 1, "contract")];
    expect(namedMissing(events)).toEqual(["identity", "contract"]);
  });

  it("is nothing as long as there was no notice", () => {
    expect(namedMissing([])).toEqual([]);
  });
});
