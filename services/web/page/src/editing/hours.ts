/** Open hours of a day as people type them: `09:00-12:00, 13:30-17:30`. */

const RANGE = /^([01]?\d|2[0-3]|24)[:：]([0-5]\d)\s*[-–—~～至到]\s*([01]?\d|2[0-3]|24)[:：]([0-5]\d)$/;

/** The ranges of what was typed, in the lane's own form; none if it cannot be read. */
export function readHours(typed: string): string[] | null {
  const written = typed
    .split(/[,，;；、\n]+/)
    .map((each) => each.trim())
    .filter((each) => each !== "");
  const ranges: string[] = [];
  for (const each of written) {
    const found = RANGE.exec(each);
    if (found === null) return null;
    const [, hour = "", minute = "", endHour = "", endMinute = ""] = found;
    ranges.push(`${hour.padStart(2, "0")}:${minute}-${endHour.padStart(2, "0")}:${endMinute}`);
  }
  return ranges;
}

export function writeHours(ranges: readonly string[]): string {
  return ranges.join(", ");
}
