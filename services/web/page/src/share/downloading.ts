/** Files of the API, whose token is a header that no link can send. */
import { Refusal } from "../api/refusal";
import type { Problem } from "../api/schema";
import { currentSession } from "../sign-in/session";

export interface Download {
  readonly content: Blob;
  readonly name: string;
}

/**
 * Ask for a file.
 *
 * @param name if the server gives it none
 * @param body of a POST; a GET if absent
 */
export async function fetchFile(path: string, name: string, body?: unknown): Promise<Download> {
  const token = currentSession()?.token;
  let response: Response;
  try {
    response = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch {
    throw new Refusal(0, null);
  }
  if (!response.ok) {
    const said: unknown = await response.json().catch(() => null);
    throw new Refusal(response.status, said as Problem | null);
  }
  return { content: await response.blob(), name: nameIn(response.headers.get("Content-Disposition")) ?? name };
}

/** The name that a server gives a file; without a folder, whatever it says. */
function nameIn(disposition: string | null): string | null {
  const found = /filename="([^"]+)"/.exec(disposition ?? "")?.[1];
  return found?.split(/[\\/]/).pop() ?? null;
}

/** Have the browser keep a file. */
export function keep({ content, name }: Download): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: the browser reads it after this turn.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}
