import { describe, expect, it } from "vitest";

import { fingerprint, mediaTypeOf } from "./fingerprint";

describe("a file", () => {
  it("has the fingerprint that everybody else works out for it", async () => {
    // FIPS 180-2, appendix B.1
    expect(await fingerprint(new Blob(["abc"]))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });

  it("is of the kind that the browser says, or of none in particular", () => {
    expect(mediaTypeOf(new Blob(["x"], { type: "application/pdf" }))).toBe("application/pdf");
    expect(mediaTypeOf(new Blob(["x"], { type: "text/plain;charset=utf-8" }))).toBe("text/plain");
    expect(mediaTypeOf(new Blob(["x"]))).toBe("application/octet-stream");
  });
});
