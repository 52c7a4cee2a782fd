import type { Both } from "../language/language";

export const SHELL = {
  technical: { zh: "技术细节（英文）", en: "Technical details" },
  expected: { zh: "要求", en: "Expected" },
  found: { zh: "现状", en: "Found" },
  remedy: { zh: "如何修改", en: "What would mend it" },
  name: { zh: "绿色通道", en: "Greenlane" },
  design: { zh: "设计", en: "Design" },
  results: { zh: "结果", en: "Results" },
  inbox: { zh: "待办", en: "Inbox" },
  follow: { zh: "我的办件", en: "My cases" },
  signIn: { zh: "登录", en: "Sign in" },
  signOut: { zh: "退出", en: "Sign out" },
  skip: { zh: "跳到正文", en: "Skip to content" },
  loading: { zh: "正在载入……", en: "Loading…" },
  language: { zh: "语言", en: "Language" },
  notFound: { zh: "没有这个页面。", en: "There is no such page." },
  unreachable: {
    zh: "服务器没有应答。请检查网络后重试。",
    en: "The server does not answer. Check the network, then try again.",
  },
  refused: { zh: "未能办理（{status}）", en: "Not done ({status})" },
  again: { zh: "重试", en: "Try again" },
  defect: {
    zh: "页面出错了。重新载入后再试；编辑内容已保留在草稿中。",
    en: "The page has a defect. Load it again; what was edited is kept in the draft.",
  },
} as const satisfies Record<string, Both>;
