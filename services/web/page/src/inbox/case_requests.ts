/** What officers and supervisors order of a whole case. */
import { answer, api } from "../api/client";
import type { Procedure } from "../api/schema";

type Ask = (key: string) => Promise<unknown>;

function keyed(id: string, key: string) {
  return { path: { case: id }, header: { "Idempotency-Key": key } };
}

export const own =
  (id: string): Ask =>
  (key) =>
    answer(api.POST("/cases/{case}/owner", { params: keyed(id, key), body: {} }));

export const turnProcedure =
  (id: string, procedure: Procedure, turn: "begin" | "end"): Ask =>
  (key) => {
    const params = { path: { case: id, procedure }, header: { "Idempotency-Key": key } };
    return turn === "begin"
      ? answer(api.POST("/cases/{case}/procedures/{procedure}/begin", { params, body: {} }))
      : answer(api.POST("/cases/{case}/procedures/{procedure}/end", { params, body: {} }));
  };

export const askExtension =
  (id: string, reason: string): Ask =>
  (key) =>
    answer(api.POST("/cases/{case}/extension", { params: keyed(id, key), body: { reason } }));

export const decideExtension =
  (id: string, granted: boolean, reason: string): Ask =>
  (key) =>
    answer(api.POST("/cases/{case}/extension/decision", { params: keyed(id, key), body: { granted, reason } }));

export const refuse =
  (id: string, ground: "not_needed" | "not_competent"): Ask =>
  (key) =>
    answer(api.POST("/cases/{case}/refusal", { params: keyed(id, key), body: { ground } }));

export const takeBack =
  (id: string, ground: "retraction" | "revocation"): Ask =>
  (key) =>
    answer(api.POST("/cases/{case}/taking-back", { params: keyed(id, key), body: { ground } }));
