import { describe, expect, it } from "vitest";

import { Refusal } from "../api/refusal";
import { isSettled, newKeys } from "./keys";

describe("a request", () => {
  it("keeps its key until it is known what came of it", () => {
    let made = 0;
    const keys = newKeys(() => `key-${++made}`);
    expect([keys.of("claim"), keys.of("claim"), keys.of("release")]).toEqual(["key-1", "key-1", "key-2"]);
    keys.settled("claim");
    expect(keys.of("claim")).toBe("key-3");
  });

  it("has keys that nobody else makes", () => {
    const keys = [newKeys().of("claim"), newKeys().of("claim")];
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it("that was refused is settled; one that nobody answered may still take effect", () => {
    expect([409, 412, 422].map((status) => isSettled(new Refusal(status, null)))).toEqual([true, true, true]);
    expect([0, 429, 503].map((status) => isSettled(new Refusal(status, null)))).toEqual([false, false, false]);
  });
});
