/** Server-sent events by `fetch`, since a token is sent as a header and `EventSource` sends none. */
import { Refusal } from "../api/refusal";
import type { ExperimentView, Problem } from "../api/schema";
import { currentSession } from "../sign-in/session";

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * The events that are whole in a text, and what is left of it.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventsIn(text: string): { readonly events: readonly ServerEvent[]; readonly rest: string } {
  const parts = text.replace(/\r\n?/g, "\n").split("\n\n");
  const rest = parts.pop() ?? "";
  const events = parts.flatMap((part): ServerEvent[] => {
    const fields = part.split("\n").map((line): [string, string] => {
      const at = line.indexOf(":");
      return at === -1 ? [line, ""] : [line.slice(0, at), line.slice(at + 1).replace(/^ /, "")];
    });
    const data = fields.filter(([name]) => name === "data").map(([, value]) => value);
    const event = fields.findLast(([name]) => name === "event")?.[1] ?? "message";
    return data.length === 0 ? [] : [{ event, data: data.join("\n") }];
  });
  return { events, rest };
}

/** Milliseconds after which somebody who was cut off asks again, growing with each time. */
const PATIENCE = [500, 1000, 2000, 4000, 8000] as const;

/**
 * An experiment now, and again whenever more of it is there, until it has ended.
 *
 * @throws Refusal if there is none, or nobody answers for long
 */
export async function* followed(experiment: string, signal: AbortSignal): AsyncGenerator<ExperimentView> {
  let failures = 0;
  for (;;) {
    try {
      for await (const view of oneStream(experiment, signal)) {
        failures = 0;
        yield view;
        if (view.stage !== "open") return;
      }
    } catch (failure) {
      if (signal.aborted || (failure instanceof Refusal && failure.status > 0 && failure.status < 500)) throw failure;
      const wait = PATIENCE[failures];
      if (wait === undefined) throw failure instanceof Refusal ? failure : new Refusal(0, null);
      failures += 1;
      await pause(wait, signal);
    }
  }
}

async function* oneStream(experiment: string, signal: AbortSignal): AsyncGenerator<ExperimentView> {
  const token = currentSession()?.token;
  const response = await fetch(`/experiments/${experiment}/events`, {
    headers: { Accept: "text/event-stream", ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
    signal,
  });
  if (!response.ok || response.body === null) {
    const said: unknown = await response.json().catch(() => null);
    throw new Refusal(response.status, said as Problem | null);
  }
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of response.body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    const { events, rest } = eventsIn(text + decoder.decode(bytes, { stream: true }));
    text = rest;
    for (const { event, data } of events) {
      if (event === "progress" || event === "ended") yield JSON.parse(data) as ExperimentView;
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("aborted", "AbortError"));
    });
  });
}
