import type { Language } from "../language/language";

/** An instant as people say it, in the time of China, where lanes are. */
export function momentSaid(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: "Asia/Shanghai",
    hour12: false,
  }).format(new Date(instant));
}
