import { useSyncExternalStore } from "react";

import { onSession, signedIn, type Session, type SignedIn } from "./session";

/** Who uses the page, or nobody yet. */
export function useSession(): Session | null {
  return useSignedIn().session;
}

/** As `useSession`, and whether they have to sign in again. */
export function useSignedIn(): SignedIn {
  return useSyncExternalStore(onSession, signedIn);
}
