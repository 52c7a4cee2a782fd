import type { Session } from "./claims";

/** Where somebody with a role begins. */
function startOf(session: Session): string {
  if (session.roles.includes("designer")) return "/";
  if (session.roles.includes("officer") || session.roles.includes("supervisor")) return "/inbox";
  return session.roles.includes("operator") ? "/results" : "/cases";
}

/** Where somebody wanted to go before they were asked who they are; a place of this page, or their start. */
export function placeAfter(session: Session, wanted: string | null): string {
  return wanted !== null && /^\/(?![/\\])/.test(wanted) && wanted !== "/" ? wanted : startOf(session);
}
