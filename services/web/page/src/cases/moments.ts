/** Instants as people write them, at the clock of the place whose law the cases keep to. */
import type { Language } from "../language/language";

const ZONE = "Asia/Shanghai";

const FORMS = {
  day: { month: "long", day: "numeric", weekday: "short" },
  dayOfYear: { year: "numeric", month: "long", day: "numeric" },
  minute: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formats = new Map<string, Intl.DateTimeFormat>();

function written(iso: string, form: keyof typeof FORMS, language: Language): string {
  const name = `${form} ${language}`;
  let format = formats.get(name);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...FORMS[form], timeZone: ZONE });
    formats.set(name, format);
  }
  return format.format(new Date(iso));
}

/** Such as 11月23日周一 or Mon 23 November; with the year where it is not the one of `now`. */
export function dayText(iso: string, language: Language, now: Date = new Date()): string {
  return yearOf(iso) === yearOf(now.toISOString())
    ? written(iso, "day", language)
    : written(iso, "dayOfYear", language);
}

/** Such as 11月23日 09:30. */
export function minuteText(iso: string, language: Language): string {
  return written(iso, "minute", language);
}

/** The last day that is still in time, of the first instant that is too late. */
export function lastDayText(dueAt: string, language: Language, now: Date = new Date()): string {
  return dayText(new Date(Date.parse(dueAt) - 1).toISOString(), language, now);
}

function yearOf(iso: string): string {
  return new Intl.DateTimeFormat("en", { year: "numeric", timeZone: ZONE }).format(new Date(iso));
}
