import type { Both } from "../language/language";

/** Words of officers' and applicants' pages alike. */
export const CASES = {
  refused: { zh: "没有办成。", en: "That was not done." },
  unanswered: {
    zh: "服务器没有应答。请再按一次，不会重复办理。",
    en: "The server did not answer. Press again: it will not be done twice.",
  },
  detail: { zh: "详细说明", en: "Details" },
  number: { zh: "办件编号", en: "Case number" },
  clock: { zh: "办理时限", en: "Time allowed" },
  noLimit: { zh: "这一件没有规定时限。", en: "No time limit is set for this case." },
  notAccepted: { zh: "受理之后开始计时。", en: "The clock starts when the case is accepted." },
  statutory: { zh: "法定", en: "by law" },
  promised: { zh: "承诺", en: "promised" },
  limit: { zh: "{kind} {days} 个工作日", en: "{days} working days {kind}" },
  left: { zh: "已用 {taken} 个，还剩 {left} 个", en: "{taken} used, {left} left" },
  over: { zh: "已用 {taken} 个，时限已过", en: "{taken} used, the time is over" },
  until: { zh: "须在 {day} 前办结（含当日）", en: "to be decided by the end of {day}" },
  stands: { zh: "现在停止计时", en: "The clock stands still now" },
  notRunning: { zh: "还没有开始计时", en: "The clock has not started" },
  finished: { zh: "计时已结束", en: "The clock has ended" },
  stops: { zh: "停止计时", en: "The clock stood still" },
  stop: { zh: "{reason}：{from} 起", en: "{reason}: from {from}" },
  stopUntil: { zh: "{reason}：{from} 至 {to}", en: "{reason}: {from} to {to}" },
  course: { zh: "办到哪里了", en: "What has been done" },
  underWay: { zh: "正在办理", en: "under way" },
  waits: { zh: "等待办理", en: "waits" },
  done: { zh: "已办完", en: "done" },
  dropped: { zh: "不再需要", en: "no longer needed" },
  files: { zh: "已登记的文件", en: "Files recorded" },
  noFiles: { zh: "还没有登记文件。", en: "No files have been recorded yet." },
  digest: { zh: "指纹 {digest}", en: "SHA-256 {digest}" },
  takenOut: { zh: "已取回", en: "taken back" },
  applicant: { zh: "申请人", en: "the applicant" },
  thirdParty: { zh: "第三方", en: "a third party" },
  more: { zh: "再显示一些", en: "Show more" },
  refresh: { zh: "刷新", en: "Refresh" },
  back: { zh: "返回", en: "Back" },
  cancel: { zh: "取消", en: "Cancel" },
} as const satisfies Record<string, Both>;

export const LAMPS = {
  normal: { zh: "时间充裕", en: "on time" },
  warning: { zh: "快到期", en: "due soon" },
  overdue: { zh: "已超期", en: "overdue" },
} as const satisfies Record<string, Both>;

/** The states of the national data standard, for people. */
export const STATES: Readonly<Record<string, Both>> = {
  received: { zh: "已收到", en: "received" },
  withdrawn: { zh: "已撤回", en: "withdrawn" },
  accepted: { zh: "已受理", en: "accepted" },
  not_accepted: { zh: "不需要办理", en: "needs no licence" },
  acceptance_refused: { zh: "不予受理", en: "not accepted" },
  correction_started: { zh: "等申请人补正", en: "waits for corrections" },
  correction_ended: { zh: "已补正", en: "corrected" },
  department_started: { zh: "部门办理中", en: "a department is at work" },
  procedure_started: { zh: "特别程序进行中", en: "a special procedure is under way" },
  procedure_ended: { zh: "特别程序已结束", en: "the special procedure is over" },
  approved: { zh: "已批准", en: "approved" },
  approved_with_missing_documents: { zh: "已批准（材料容后补交）", en: "approved, papers to follow" },
  rejected: { zh: "不予批准", en: "rejected" },
  taken_back: { zh: "已收回", en: "taken back" },
  revoked: { zh: "已撤销", en: "revoked" },
};

/** How a case ended. */
export const RESULTS: Readonly<Record<string, Both>> = {
  approved: { zh: "已批准", en: "Approved" },
  approved_with_missing_documents: { zh: "已批准，材料容后补交", en: "Approved, papers to follow" },
  rejected: { zh: "不予批准", en: "Rejected" },
  withdrawn: { zh: "已撤回", en: "Withdrawn" },
  retracted: { zh: "批准已收回", en: "The approval was taken back" },
  revoked: { zh: "批准已撤销", en: "The approval was revoked" },
};

/** Why the clock stands still. */
export const REASONS: Readonly<Record<string, Both>> = {
  correction: { zh: "补正材料", en: "corrections" },
  hearing: { zh: "听证", en: "hearing" },
  tender: { zh: "招标", en: "tender" },
  auction: { zh: "拍卖", en: "auction" },
  inspection: { zh: "检验", en: "inspection" },
  test: { zh: "检测", en: "test" },
  quarantine: { zh: "检疫", en: "quarantine" },
  appraisal: { zh: "鉴定", en: "appraisal" },
  expert_review: { zh: "专家评审", en: "expert review" },
  public_notice: { zh: "公示", en: "public notice" },
  applicant: { zh: "材料在申请人手里", en: "the papers are with the applicant" },
};
