import type { Both } from "../language/language";

export const SIGN_IN = {
  title: { zh: "登录", en: "Sign in" },
  token: { zh: "访问令牌", en: "Access token" },
  how: {
    zh: "在服务器上运行 greenlane token --role designer 可得到一个。",
    en: "On the server, greenlane token --role designer gives one.",
  },
  invalid: { zh: "这不是令牌。请整段复制。", en: "That is no token. Copy all of it." },
} as const satisfies Record<string, Both>;
