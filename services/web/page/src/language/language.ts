/** The two languages of everything that a person reads. */
import { createContext, useContext } from "react";

export type Language = "zh-CN" | "en";

/** A text in both languages, as the server writes titles and as `src/texts` has them. */
export interface Both {
  readonly zh: string;
  readonly en: string;
}

export const LANGUAGES: readonly { id: Language; name: string }[] = [
  { id: "zh-CN", name: "中文" },
  { id: "en", name: "English" },
];

/** The text in a language; what somebody has written in one alone is read in that one. */
export function inLanguage({ zh, en }: Both, language: Language): string {
  const [own, other] = language === "zh-CN" ? [zh, en] : [en, zh];
  return own.trim() === "" && other.trim() !== "" ? other : own;
}

/** What a thing of a lane is called: by its id as long as nobody has named it. */
export function named({ id, title }: { readonly id: string; readonly title: Both }): Both {
  return `${title.zh}${title.en}`.trim() === "" ? { zh: id, en: id } : title;
}

/** Put values into the places of a text that are written `{name}`. */
export function filled(text: Both, values: Readonly<Record<string, Both | string | number>>): Both {
  const one = (template: string, language: Language): string =>
    template.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = values[name];
      if (value === undefined) return place;
      return typeof value === "object" ? inLanguage(value, language) : String(value);
    });
  return { zh: one(text.zh, "zh-CN"), en: one(text.en, "en") };
}

/** The language that a reader has chosen, or else what their browser prefers. */
export function preferredLanguage(chosen: string | null, offered: readonly string[]): Language {
  if (chosen === "zh-CN" || chosen === "en") return chosen;
  const first = offered.find((tag) => /^(zh|en)\b/i.test(tag));
  return first !== undefined && /^en\b/i.test(first) ? "en" : "zh-CN";
}

export interface Reading {
  readonly language: Language;
  readonly read: (text: Both, values?: Readonly<Record<string, Both | string | number>>) => string;
  readonly choose: (language: Language) => void;
}

export const ReadingContext = createContext<Reading | null>(null);

/** What shows a text in the reader's language. */
export function useReading(): Reading {
  const reading = useContext(ReadingContext);
  if (reading === null) throw new Error("expected a ReadingContext above; found none");
  return reading;
}
