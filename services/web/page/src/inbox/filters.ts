/** What of the inbox is shown; kept in the address, so that it is still so when somebody comes back. */
import type { InboxFilter } from "../api/schema";
import type { LampName } from "../cases/lamp";

export const WHOSE = ["all", "mine", "free"] as const;
export const WHICH = ["all", "warning", "overdue"] as const;

export interface Filters {
  readonly whose: (typeof WHOSE)[number];
  readonly lamp: (typeof WHICH)[number];
  readonly lane: string;
}

export function filtersOf(address: URLSearchParams): Filters {
  return {
    whose: known(WHOSE, address.get("whose")) ?? "all",
    lamp: known(WHICH, address.get("lamp")) ?? "all",
    lane: address.get("lane") ?? "",
  };
}

export function addressOf(filters: Filters): URLSearchParams {
  const address = new URLSearchParams();
  if (filters.whose !== "all") address.set("whose", filters.whose);
  if (filters.lamp !== "all") address.set("lamp", filters.lamp);
  if (filters.lane !== "") address.set("lane", filters.lane);
  return address;
}

/** The same as the API is asked. */
export function asked({ whose, lamp, lane }: Filters): InboxFilter {
  return {
    ...(whose === "mine" ? { assignee: "me" } : whose === "free" ? { assignee: "unassigned" } : {}),
    ...(lamp === "all" ? {} : { lamp: lamp satisfies LampName }),
    ...(lane === "" ? {} : { lane }),
  };
}

function known<Name extends string>(names: readonly Name[], name: string | null): Name | undefined {
  return names.find((each) => each === name);
}
