/** Files that somebody picks or drops: they are read as text or base64 and go to the server, nowhere else. */

/** What the server takes at most (32 MiB), before it is written as base64. */
export const LARGEST_MEGABYTES = 24;
const MEGABYTE = 1 << 20;

const BINARY = /\.(gz|parquet|sqlite|sqliteocel)$/i;
const MODEL = /\.(bpmn|bpmn2|xml)$/i;
const NUMBERS = /\.(json|xml)$/i;

export interface FileChoice {
  readonly file: File;
  /** Numbers of a model, if they came beside it. */
  readonly numbers: File | null;
}

/** Which of the files is to be imported, and which has its numbers; none if that cannot be told. */
export function chosenFiles(files: readonly File[]): FileChoice | null {
  const [first, second] = files;
  if (first === undefined || files.length > 2) return null;
  if (second === undefined) return { file: first, numbers: null };
  // A file that can only be a model comes before one that may be either.
  const model = files.find(({ name }) => /\.bpmn2?$/i.test(name)) ?? files.find(({ name }) => MODEL.test(name));
  const numbers = files.find((each) => each !== model && NUMBERS.test(each.name));
  return model === undefined || numbers === undefined ? null : { file: model, numbers };
}

export function isBinary(name: string): boolean {
  return BINARY.test(name);
}

export function megabytes(file: File): number {
  return file.size / MEGABYTE;
}

/** The name without a folder and without what the server would refuse in one. */
export function plainName(name: string): string {
  return name.replace(/[/\\\u0000-\u001f\u007f]/g, "_").slice(-200);
}

/** The bytes of a file as base64. */
export async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const pieces: string[] = [];
  // In pieces, since a call takes only so many arguments; of a multiple of three bytes, so that they can be joined.
  const size = 3 * 8192;
  for (let at = 0; at < bytes.length; at += size) {
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + size))));
  }
  return pieces.join("");
}
