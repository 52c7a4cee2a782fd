import type { Both } from "../language/language";

export const SIGN_IN = {
  title: { zh: "登录", en: "Sign in" },
  token: { zh: "访问令牌", en: "Access token" },
  how: {
    zh: "在服务器上运行 greenlane token --role designer --link，打开它给出的链接即可登录；也可以把令牌粘贴在这里。",
    en: "On the server, run greenlane token --role designer --link and open the link that it gives; or paste a token here.",
  },
  fromIssuer: {
    zh: "令牌由贵单位的身份系统签发。请向管理员索取。",
    en: "Your organisation's identity system issues tokens. Ask your administrator for one.",
  },
  invalid: { zh: "这不是令牌。请整段复制。", en: "That is no token. Copy all of it." },
  atProvider: {
    zh: "您将前往 {where} 登录，然后回到这里。",
    en: "You sign in at {where}, and then come back here.",
  },
  unreachable: {
    zh: "暂时连不上登录服务。请稍后再试。",
    en: "The sign-in service does not answer. Try again later.",
  },
  failed: {
    zh: "登录没有完成。请再试一次。",
    en: "You were not signed in. Please try again.",
  },
  goOn: {
    zh: "已登录。请回到原来的窗口继续，本窗口可以关闭。",
    en: "You are signed in. Go on in the window that you came from; you can close this one.",
  },
  over: { zh: "登录已到期", en: "Your session is over" },
  overHow: {
    zh: "您填写的内容还在。请在新窗口重新登录，然后回到这里继续。",
    en: "What you have typed is still here. Sign in again in a new window, then come back and go on.",
  },
  again: { zh: "重新登录", en: "Sign in again" },
  leave: { zh: "退出", en: "Sign out" },
} as const satisfies Record<string, Both>;
