import type { Provider } from "./page_settings";

/** What an ID token says of who made it, and for whom. */
export interface MadeFor {
  iss?: unknown;
  aud?: unknown;
}

/** Whether the provider that is set made an ID token for this page (OpenID Connect Core 1.0, section 3.1.3.7). */
export function isForThisPage(told: MadeFor, provider: Provider): boolean {
  const audience: readonly unknown[] = Array.isArray(told.aud) ? told.aud : [told.aud];
  return told.iss === provider.issuer && audience.includes(provider.client);
}
