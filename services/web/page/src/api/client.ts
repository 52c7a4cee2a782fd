/** The API, typed by its own description; every failure is a `Refusal` that can be shown. */
import createClient, { type Middleware } from "openapi-fetch";

import { currentSession, tokenRefused } from "../sign-in/session";
import type { Problem } from "./schema";
import { Refusal } from "./refusal";
import type { paths } from "./schema";

const authorised: Middleware = {
  onRequest({ request }) {
    const session = currentSession();
    if (session !== null) request.headers.set("Authorization", `Bearer ${session.token}`);
    return request;
  },
  onResponse({ request, response }) {
    const sent = request.headers.get("Authorization");
    if (response.status === 401 && sent !== null) tokenRefused(sent.replace(/^Bearer /, ""));
  },
};

export const api = createClient<paths>({ baseUrl: window.location.origin });
api.use(authorised);

interface Answered<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/**
 * What was answered, or a `Refusal`.
 *
 * @example const lanes = await answer(api.GET("/lanes"));
 */
export async function answer<Data>(asked: Promise<Answered<Data>>): Promise<Data> {
  let answered: Answered<Data>;
  try {
    answered = await asked;
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === "AbortError") throw failure;
    throw new Refusal(0, null);
  }
  if (answered.error !== undefined || !answered.response.ok) {
    throw new Refusal(answered.response.status, (answered.error ?? null) as Problem | null);
  }
  return answered.data as Data;
}
