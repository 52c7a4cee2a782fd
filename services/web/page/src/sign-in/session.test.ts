import { beforeEach, describe, expect, it, vi } from "vitest";

function token(subject: string): string {
  const claims = { sub: subject, roles: ["designer"], exp: 32_503_680_000 };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2lnbmF0dXJl`;
}

/** What a tab has, as far as a session needs it. */
class Kept extends Map<string, string> {
  getItem = (name: string): string | null => this.get(name) ?? null;
  setItem = (name: string, value: string): void => void this.set(name, value);
  removeItem = (name: string): void => void this.delete(name);
}

describe("a session", () => {
  beforeEach(() => {
    vi.resetModules();
    vi.stubGlobal("sessionStorage", new Kept());
    vi.stubGlobal("BroadcastChannel", undefined);
  });

  it("leaves nothing of somebody's work to whoever is next in the same tab", async () => {
    const { signIn, signOut } = await import("./session");
    const { beginStudy, currentStudy } = await import("../study/store");
    signIn(token("wang"));
    beginStudy({ lane: { id: "own" } } as Parameters<typeof beginStudy>[0]);
    expect(sessionStorage.getItem("greenlane.study")).not.toBeNull();

    signIn(token("wang"));
    expect(currentStudy()).not.toBeNull();

    signOut();
    expect(currentStudy()).toBeNull();
    expect((sessionStorage as unknown as Kept).size).toBe(0);
  });

  it("is another one when somebody else comes in by a link without the first having left", async () => {
    const { onSomebodyElse, signIn } = await import("./session");
    const { beginStudy, currentStudy } = await import("../study/store");
    const told = vi.fn();
    onSomebodyElse(told);
    signIn(token("wang"));
    beginStudy({ lane: { id: "own" } } as Parameters<typeof beginStudy>[0]);
    expect(told).not.toHaveBeenCalled();

    signIn(token("li"));
    expect(told).toHaveBeenCalledOnce();
    expect(currentStudy()).toBeNull();
  });
});
