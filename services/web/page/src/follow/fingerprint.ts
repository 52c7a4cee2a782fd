/** What tells one file from another, worked out here: the file itself goes nowhere. */

/** Whether the browser works out fingerprints: it does on https and on the same machine alone. */
export function canFingerprint(): boolean {
  return window.isSecureContext;
}

/** SHA-256 of a file, in hexadecimal. */
export async function fingerprint(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What kind of file it is, as the server takes it. */
export function mediaTypeOf(file: Blob): string {
  const [kind] = file.type.toLowerCase().split(";");
  return kind !== undefined && /^[a-z]+\/[a-z0-9.+-]+$/.test(kind) ? kind : "application/octet-stream";
}
