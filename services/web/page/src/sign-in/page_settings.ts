/** What differs between one installation and another, as the server tells it. */

/** Which claims of a token say who somebody is; dots lead into objects. */
export interface ClaimNames {
  readonly subject: string;
  readonly roles: string;
  readonly departments: string;
}

/** Where people sign in. */
export interface Provider {
  readonly issuer: string;
  readonly client: string;
  readonly scope: string;
}

export interface PageSettings {
  readonly version: string;
  readonly claims: ClaimNames;
  readonly provider: Provider | null;
  /** Whether tokens are made on the server's machine, by `greenlane token`. */
  readonly development: boolean;
}

let known: PageSettings = {
  version: "",
  claims: { subject: "sub", roles: "roles", departments: "departments" },
  provider: null,
  development: false,
};

export function pageSettings(): PageSettings {
  return known;
}

/** Ask the server; without an answer the page begins as it would in most places, and says at the first request why not. */
export async function learnSettings(): Promise<PageSettings> {
  try {
    const answered = await fetch("/page/settings.json", { cache: "no-store" });
    if (answered.ok) known = (await answered.json()) as PageSettings;
  } catch {
    // Nobody answers: what is shown then says so.
  }
  return known;
}
