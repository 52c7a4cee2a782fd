import type { Both } from "../language/language";

export const MAP = {
  controls: { zh: "地图控制", en: "Map controls" },
  closer: { zh: "放大", en: "Zoom in" },
  further: { zh: "缩小", en: "Zoom out" },
  whole: { zh: "显示全图", en: "Show all of it" },
  readable: { zh: "实际大小", en: "Readable size" },
  keys: {
    zh: "方向键逐个选择环节，加号和减号缩放，零显示全图；按住 Ctrl 滚动滚轮也可缩放。",
    en: "Arrow keys go from step to step, plus and minus zoom, zero shows all; so does the wheel with Ctrl held.",
  },
  drawing: { zh: "正在绘制流程图……", en: "Drawing the map…" },
  undrawable: { zh: "流程图无法显示。", en: "The map cannot be shown." },
  steps: { zh: "环节列表", en: "List of steps" },
  stepsCount: { zh: "环节列表（{count}）", en: "List of steps ({count})" },
  doer: { zh: "办理方", en: "Done by" },
  time: { zh: "用时", en: "Time" },
  timeMean: { zh: "平均 {amount}（{kind}）", en: "{amount} on average ({kind})" },
  timeFixed: { zh: "{amount}", en: "{amount}" },
  unknown: { zh: "未定", en: "unknown" },
  limit: { zh: "时限", en: "Limit" },
  wait: { zh: "等待", en: "Wait" },
  workingDays: { zh: "{count} 个工作日", en: "{count} working days" },
  workingDay: { zh: "1 个工作日", en: "1 working day" },
  sameDay: { zh: "当日", en: "the same working day" },
  documents: { zh: "材料", en: "Documents" },
  documentsCount: { zh: "{count} 份", en: "{count}" },
  clauses: { zh: "条款", en: "Clauses" },
  numbersFrom: { zh: "数值来源", en: "Numbers from" },
  calls: { zh: "调用流程", en: "Opens the lane" },
  separator: { zh: "、", en: ", " },
  colon: { zh: "：", en: ": " },
} as const satisfies Record<string, Both>;

/** The kinds of steps. */
export const KINDS: Readonly<Record<string, Both>> = {
  task: { zh: "部门办理", en: "Task of a department" },
  applicant: { zh: "申请人办理", en: "Done by the applicant" },
  third_party: { zh: "第三方办理", en: "Done by a third party" },
  wait: { zh: "法定等待", en: "Statutory wait" },
  milestone: { zh: "节点", en: "Milestone" },
  end: { zh: "结束", en: "End" },
  sequence: { zh: "顺序", en: "Sequence" },
  parallel: { zh: "并行", en: "In parallel" },
  ordered: { zh: "按法定次序并行", en: "As the law's order lets" },
  choice: { zh: "择一分支", en: "One branch of several" },
  inclusive: { zh: "可选分支", en: "One branch or several" },
  loop: { zh: "循环", en: "Loop" },
  race: { zh: "先到为准", en: "Whatever comes first" },
  deadline: { zh: "期限", en: "Deadline" },
  clock_stop: { zh: "停表期间", en: "Clock stopped" },
  call: { zh: "调用流程", en: "Another lane" },
  graph: { zh: "自由流向", en: "Free flows" },
};

/** Where numbers come from, most binding first. */
export const SOURCES: Readonly<Record<string, Both>> = {
  seed: { zh: "种子文件", en: "seed document" },
  statute: { zh: "法律法规", en: "statute" },
  policy: { zh: "政策", en: "policy" },
  published: { zh: "公布数据", en: "published" },
  local: { zh: "本地规定", en: "local rule" },
  measured: { zh: "实测", en: "measured" },
  knowledge: { zh: "经验", en: "knowledge" },
  assumed: { zh: "假设", en: "assumed" },
};

/** Families of distributions. */
export const FAMILIES: Readonly<Record<string, Both>> = {
  fixed: { zh: "固定", en: "fixed" },
  exponential: { zh: "指数分布", en: "exponential" },
  uniform: { zh: "均匀分布", en: "uniform" },
  triangular: { zh: "三角分布", en: "triangular" },
  lognormal: { zh: "对数正态分布", en: "lognormal" },
  gamma: { zh: "伽马分布", en: "gamma" },
  weibull: { zh: "威布尔分布", en: "Weibull" },
  truncated: { zh: "截尾分布", en: "truncated" },
  discrete: { zh: "离散分布", en: "discrete" },
  empirical: { zh: "实测值", en: "measured values" },
};

/** Units of time; what is counted stands before them. */
export const UNITS: Readonly<Record<string, Both>> = {
  seconds: { zh: "秒", en: "seconds" },
  minutes: { zh: "分钟", en: "minutes" },
  hours: { zh: "小时", en: "hours" },
  days: { zh: "天", en: "days" },
  working_days: { zh: "个工作日", en: "working days" },
};
