/** What a token says of its bearer. The server checks it; here it only decides what is shown. */
import type { ClaimNames } from "./page_settings";

export interface Session {
  readonly token: string;
  readonly subject: string;
  readonly roles: readonly string[];
  readonly departments: readonly string[];
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

type Claims = Readonly<Record<string, unknown>>;

export function sessionOf(token: string, names: ClaimNames): Session | null {
  const said = claimsOf(token);
  if (said === null) return null;
  const subject = claim(said, names.subject);
  return {
    token,
    subject: typeof subject === "string" ? subject : "",
    roles: texts(claim(said, names.roles)).flatMap((each) => each.split(/\s+/).filter(Boolean)),
    departments: texts(claim(said, names.departments)),
    expiresAt: typeof said.exp === "number" ? said.exp : 0,
  };
}

function claimsOf(token: string): Claims | null {
  try {
    const [, claims] = token.split(".");
    if (claims === undefined) return null;
    const bytes = Uint8Array.from(atob(claims.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
    const said: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isClaims(said) ? said : null;
  } catch {
    return null;
  }
}

/** The claim of a name; where there is none of the whole name, dots lead into objects. */
function claim(said: Claims, path: string): unknown {
  if (path === "") return undefined;
  if (path in said) return said[path];
  return path.split(".").reduce<unknown>((found, name) => (isClaims(found) ? found[name] : undefined), said);
}

function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

function isClaims(value: unknown): value is Claims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
