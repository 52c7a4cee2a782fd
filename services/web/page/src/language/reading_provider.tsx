import { useCallback, useEffect, useMemo, useState, type ReactNode } from "react";

import { filled, inLanguage, preferredLanguage, ReadingContext, type Language, type Reading } from "./language";

const CHOSEN = "greenlane.language";

/** Keeps the reader's language, and tells the document of it. */
export function ReadingProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    preferredLanguage(localStorage.getItem(CHOSEN), navigator.languages),
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = useCallback((chosen: Language) => {
    localStorage.setItem(CHOSEN, chosen);
    setLanguage(chosen);
  }, []);
  const reading = useMemo<Reading>(
    () => ({
      language,
      read: (text, values) => inLanguage(values === undefined ? text : filled(text, values), language),
      choose,
    }),
    [language, choose],
  );
  return <ReadingContext value={reading}>{children}</ReadingContext>;
}
