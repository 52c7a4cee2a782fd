import type { Both } from "../language/language";

export const CHOOSE = {
  title: { zh: "选择流程", en: "Choose a lane" },
} as const satisfies Record<string, Both>;
