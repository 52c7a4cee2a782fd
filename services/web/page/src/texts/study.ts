import type { Both } from "../language/language";

export const STUDY = {
  notKept: {
    zh: "草稿只保存流程和措施；方案所定的同时运行的流程、人员、日历和到件不随草稿保存。",
    en: "A draft keeps the lane and its levers, but not what the scenario says of lanes beside it, people, calendars and arrivals.",
  },
  stages: { zh: "设计步骤", en: "Stages of a study" },
  choose: { zh: "选择流程", en: "Choose" },
  edit: { zh: "编辑流程", en: "Edit" },
  levers: { zh: "施加改革措施", en: "Pull levers" },
  run: { zh: "模拟运行", en: "Run" },
  see: { zh: "查看结果", en: "See" },
  none: { zh: "还没有选择流程。", en: "No lane is chosen yet." },
  noneHow: {
    zh: "请先选择一条现成流程或导入自己的流程。",
    en: "Choose a shipped lane first, or import one of your own.",
  },
  goChoose: { zh: "去选择流程", en: "Choose a lane" },
  later: { zh: "{stage}：完成前面的步骤后可用", en: "{stage}: once the stages before are done" },
} as const satisfies Record<string, Both>;
