import type { Both } from "../language/language";

/** What it means to a designer that the server refused something, by the code of the problem. */
export const PROBLEMS: Readonly<Record<string, Both>> = {
  unauthenticated: { zh: "请重新登录。", en: "Please sign in again." },
  forbidden: { zh: "您没有这项操作的权限。", en: "You may not do that." },
  nothing_there: { zh: "没有找到。", en: "Nothing was found." },
  no_such_case: { zh: "没有这一件，或者您无权查看。", en: "There is no such case, or you may not see it." },
  case_exists: { zh: "这个编号已被占用。", en: "That id is taken." },
  key_reused: { zh: "请刷新页面后再试。", en: "Load the page again, then go on." },
  not_json: { zh: "服务器读不懂所发送的内容。", en: "The server could not read what was sent." },
  not_of_this_lane: { zh: "这个流程没有这一步。", en: "The lane has no such step." },
  not_yours: { zh: "这一步在等别人。", en: "This step waits for somebody else." },
  revision_needed: { zh: "请先刷新再试。", en: "Load it again first." },
  draft_changed: {
    zh: "草稿刚刚有了新版本，所以没有改动。请先查看新版本。",
    en: "The draft has a newer version, so nothing was changed. Look at that first.",
  },
  draft_too_large: {
    zh: "这个设计太大，没有保存。请减小流程，或分成两个。",
    en: "The design is too large and was not saved. Make the lane smaller, or make two of it.",
  },
  drafts_full: {
    zh: "您的草稿已满，没有保存。请先删除不再需要的草稿。",
    en: "There is no room for more of your drafts, so nothing was saved. Remove some that are no longer wanted.",
  },
  no_such_experiment: {
    zh: "没有这次实验；链接可能不完整，或来自另一台服务器。",
    en: "There is no such experiment: the link may be cut, or be of another server.",
  },
  experiment_not_done: { zh: "这次实验没有结果。", en: "The experiment has no result." },
  experiment_over: { zh: "这次实验已经结束。", en: "The experiment has ended." },
  design_refused: { zh: "这个设计还不能这样使用。", en: "The design cannot be used as it is." },
  invalid_file: { zh: "这个文件不能使用。", en: "The file cannot be used." },
  calendar_year: {
    zh: "所涉年份还没有公布工作日安排。",
    en: "It reaches into a year whose working days are not published yet.",
  },
  lever_refused: { zh: "有一项措施不适用于这个流程。", en: "A lever does not fit the lane." },
  unknown_name: { zh: "提到的名称不存在。", en: "Something that is named does not exist." },
  invalid_input: { zh: "所填内容不能使用。", en: "What was told cannot be used." },
  invalid_request: { zh: "所填内容不能使用。", en: "What was told cannot be used." },
  too_large: { zh: "内容过大。", en: "It is too large." },
  unavailable: {
    zh: "系统的一部分暂时没有应答，请稍后再试。",
    en: "A part of the system does not answer; try again in a moment.",
  },
  overloaded: { zh: "现在任务太多，请稍后再试。", en: "There is too much to do now; try again in a moment." },
  too_many_requests: { zh: "请求过于频繁，请稍等再试。", en: "That was too quick; wait a moment and try again." },
  failed: { zh: "操作失败。", en: "The operation failed." },
  defect: { zh: "服务器程序出错。", en: "The server's program has a defect." },
};
