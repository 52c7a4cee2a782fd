/** What officers send about one work item; each names what they have seen of it, so that nobody works over another. */
import { answer, api } from "../api/client";
import type { ItemView } from "../api/schema";
import { tagOf } from "./places";
import type { Sending } from "../cases/sending";

function addressed(item: ItemView, key: string) {
  return {
    path: { case: item.case, step: item.step },
    header: { "If-Match": tagOf(item.revision), "Idempotency-Key": key },
  };
}

type Ask = (item: ItemView, key: string) => Promise<unknown>;

/** Send something about an item, as it is shown. */
export function about(item: ItemView, send: Sending, name: string, ask: Ask): Promise<boolean> {
  return send(`${name} ${item.case} ${item.step} ${item.occurrence}`, (key) => ask(item, key));
}

export const claim: Ask = (item, key) =>
  answer(
    api.POST("/cases/{case}/work-items/{step}/claim", {
      params: addressed(item, key),
      body: { occurrence: item.occurrence },
    }),
  );

export const release: Ask = (item, key) =>
  answer(
    api.POST("/cases/{case}/work-items/{step}/release", {
      params: addressed(item, key),
      body: { occurrence: item.occurrence },
    }),
  );

export const begin: Ask = (item, key) =>
  answer(
    api.POST("/cases/{case}/work-items/{step}/begin", {
      params: addressed(item, key),
      body: { occurrence: item.occurrence, member: "" },
    }),
  );

export function complete(outcome: string): Ask {
  return (item, key) =>
    answer(
      api.POST("/cases/{case}/work-items/{step}/complete", {
        params: addressed(item, key),
        body: { occurrence: item.occurrence, outcome, member: "", missing: [] },
      }),
    );
}

export function tellMissing(outcome: string, missing: readonly string[]): Ask {
  return (item, key) =>
    answer(
      api.POST("/cases/{case}/work-items/{step}/correction-notice", {
        params: addressed(item, key),
        body: { occurrence: item.occurrence, outcome, missing: [...missing] },
      }),
    );
}

/** What somebody at the window has done, who has no account. */
export function writeDown(outcome: string): Ask {
  return (item, key) =>
    answer(
      api.POST("/cases/{case}/answers/{step}", {
        params: { path: { case: item.case, step: item.step }, header: { "Idempotency-Key": key } },
        body: { occurrence: item.occurrence, outcome },
      }),
    );
}

export function delegate(to: string): Ask {
  return (item, key) =>
    answer(
      api.POST("/cases/{case}/work-items/{step}/delegate", {
        params: addressed(item, key),
        body: { occurrence: item.occurrence, to },
      }),
    );
}

export function reassign(to: string): Ask {
  return (item, key) =>
    answer(
      api.POST("/cases/{case}/work-items/{step}/reassign", {
        params: addressed(item, key),
        body: { occurrence: item.occurrence, to },
      }),
    );
}

export function escalate(to: string): Ask {
  return (item, key) =>
    answer(
      api.POST("/cases/{case}/work-items/{step}/escalate", {
        params: addressed(item, key),
        body: { occurrence: item.occurrence, to: to === "" ? null : to },
      }),
    );
}

export function askOpinions(departments: readonly string[], within: number): Ask {
  return (item, key) =>
    answer(
      api.POST("/cases/{case}/work-items/{step}/opinions/asked", {
        params: { path: { case: item.case, step: item.step }, header: { "Idempotency-Key": key } },
        body: { occurrence: item.occurrence, departments: [...departments], within },
      }),
    );
}

export function giveOpinion(department: string, opinion: "agree" | "agree_with_conditions" | "object"): Ask {
  return (item, key) =>
    answer(
      api.POST("/cases/{case}/work-items/{step}/opinions/given", {
        params: { path: { case: item.case, step: item.step }, header: { "Idempotency-Key": key } },
        body: { occurrence: item.occurrence, department, opinion },
      }),
    );
}
