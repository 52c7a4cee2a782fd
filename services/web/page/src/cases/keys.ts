/**
 * Keys by which the server knows a request that comes again.
 *
 * A request keeps its key until it is known what came of it: whoever presses a button again, because nothing seemed to
 * happen, sends the same request, and it takes effect once.
 */
import { Refusal } from "../api/refusal";

export interface Keys {
  readonly of: (request: string) => string;
  readonly settled: (request: string) => void;
}

export function newKeys(make: () => string = randomKey): Keys {
  const waiting = new Map<string, string>();
  return {
    of: (request) => {
      const known = waiting.get(request) ?? make();
      waiting.set(request, known);
      return known;
    },
    settled: (request) => {
      waiting.delete(request);
    },
  };
}

/** Whether it is known that a request which failed has had no effect and will have none. */
export function isSettled(failure: unknown): boolean {
  return failure instanceof Refusal && failure.status >= 400 && failure.status < 500 && failure.status !== 429;
}

function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
