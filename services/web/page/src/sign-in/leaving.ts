import { pageSettings } from "./page_settings";
import { signOut } from "./session";

/** Sign out, at the provider too if there is one. */
export async function leave(): Promise<void> {
  const { provider } = pageSettings();
  if (provider === null) {
    signOut();
    return;
  }
  const { leaveForGood } = await import("./provider");
  await leaveForGood(provider);
}
