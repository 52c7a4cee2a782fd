/** What happens before the page is shown. */
import { learnSettings } from "./page_settings";
import { currentSession } from "./session";

/**
 * Learn how people sign in here, and take what a provider has sent if one leads back.
 *
 * @returns whether the page is to be shown; otherwise it is about to be loaded again without what the provider sent
 */
export async function arrive(): Promise<boolean> {
  const { provider } = await learnSettings();
  if (provider === null) return true;
  const sent = new URLSearchParams(window.location.search);
  if (sent.has("state") && (sent.has("code") || sent.has("error"))) {
    const { comeBack } = await import("./provider");
    const to = await comeBack(provider).catch(() => "/sign-in?failed=1");
    window.location.replace(`${window.location.pathname}#${to}`);
    return false;
  }
  if (currentSession() !== null) void import("./provider").then(({ keepSignedIn }) => keepSignedIn(provider));
  return true;
}
