import { describe, expect, it } from "vitest";

import { sessionOf } from "./claims";
import { placeAfter } from "./places";

const NAMES = { subject: "sub", roles: "roles", departments: "departments" };

function token(claims: object): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2lnbmF0dXJl`;
}

describe("a token", () => {
  it("says who somebody is by the claims of this installation", () => {
    const said = { preferred: "李四", realm_access: { roles: ["officer", "supervisor"] }, "https://x.cn/dep": "tax" };
    const names = { subject: "preferred", roles: "realm_access.roles", departments: "https://x.cn/dep" };
    const session = sessionOf(token({ ...said, exp: 1_800_000_000 }), names);
    expect(session).toMatchObject({
      subject: "李四",
      roles: ["officer", "supervisor"],
      departments: ["tax"],
      expiresAt: 1_800_000_000,
    });
  });

  it("may write its roles as one text, as OAuth writes scopes", () => {
    expect(sessionOf(token({ sub: "a", roles: "officer designer" }), NAMES)?.roles).toEqual(["officer", "designer"]);
  });

  it.each(["", "a.b.c", "only one part", `e30.${Buffer.from("[1]").toString("base64url")}.x`])(
    "is none that cannot be read: %s",
    (text) => {
      expect(sessionOf(text, NAMES)).toBeNull();
    },
  );
});

describe("after signing in", () => {
  const officer = { token: "", subject: "o", roles: ["officer"], departments: [], expiresAt: 0 };

  it("somebody goes where they wanted to go, on this page alone", () => {
    expect(placeAfter(officer, "/inbox?lamp=overdue")).toBe("/inbox?lamp=overdue");
    expect(placeAfter(officer, "//elsewhere.cn")).toBe("/inbox");
    expect(placeAfter(officer, "https://elsewhere.cn")).toBe("/inbox");
  });

  it("somebody begins where their role has work", () => {
    expect(placeAfter({ ...officer, roles: ["applicant"] }, null)).toBe("/cases");
    expect(placeAfter({ ...officer, roles: ["designer", "officer"] }, "/")).toBe("/");
  });
});
