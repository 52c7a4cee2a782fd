import { describe, expect, it } from "vitest";

import { isForThisPage } from "./id_token";

const PROVIDER = { issuer: "https://id.example.cn/hall", client: "greenlane-page", scope: "openid" };

describe("an ID token", () => {
  it.each([{ aud: "greenlane-page" }, { aud: ["another", "greenlane-page"] }])("may be for this page: %o", (told) => {
    expect(isForThisPage({ iss: PROVIDER.issuer, ...told }, PROVIDER)).toBe(true);
  });

  it.each([
    { iss: PROVIDER.issuer, aud: "another" },
    { iss: PROVIDER.issuer, aud: [] },
    { iss: PROVIDER.issuer, aud: "greenlane-page-2" },
    { iss: PROVIDER.issuer },
    { iss: `${PROVIDER.issuer}/`, aud: "greenlane-page" },
    { iss: "https://elsewhere.example", aud: "greenlane-page" },
    { aud: "greenlane-page" },
  ])("is refused where it is not for this page or of somebody else: %o", (told) => {
    expect(isForThisPage(told, PROVIDER)).toBe(false);
  });
});
