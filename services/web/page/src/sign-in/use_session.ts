import { useSyncExternalStore } from "react";

import { currentSession, onSession, type Session } from "./session";

/** Who uses the page, or nobody yet. */
export function useSession(): Session | null {
  return useSyncExternalStore(onSession, currentSession);
}
