/** What applicants and agents send. */
import { answer, api } from "../api/client";
import type { Level, NewMandate } from "../api/schema";

type Ask = (key: string) => Promise<unknown>;

function keyed(id: string, key: string) {
  return { path: { case: id }, header: { "Idempotency-Key": key } };
}

export const answerStep =
  (id: string, step: string, occurrence: number, outcome: string): Ask =>
  (key) =>
    answer(
      api.POST("/cases/{case}/answers/{step}", {
        params: { path: { case: id, step }, header: { "Idempotency-Key": key } },
        body: { occurrence, outcome },
      }),
    );

export interface Paper {
  readonly document: string;
  readonly digest: string;
  readonly media_type: string;
  readonly size: number;
}

export const filePaper =
  (id: string, paper: Paper): Ask =>
  (key) =>
    answer(api.POST("/cases/{case}/papers", { params: keyed(id, key), body: paper }));

export const takeOutPaper =
  (id: string, number: number): Ask =>
  (key) =>
    answer(
      api.DELETE("/cases/{case}/papers/{number}", {
        params: { path: { case: id, number }, header: { "Idempotency-Key": key } },
      }),
    );

export const withdraw =
  (id: string): Ask =>
  (key) =>
    answer(api.POST("/cases/{case}/withdrawal", { params: keyed(id, key), body: {} }));

export const rate =
  (id: string, level: Level): Ask =>
  (key) =>
    answer(api.POST("/cases/{case}/rating", { params: keyed(id, key), body: { level } }));

export const giveMandate =
  (body: NewMandate): Ask =>
  (key) =>
    answer(api.POST("/mandates", { params: { header: { "Idempotency-Key": key } }, body }));

export const endMandate =
  (mandate: string): Ask =>
  () =>
    answer(api.DELETE("/mandates/{mandate}", { params: { path: { mandate } } }));
