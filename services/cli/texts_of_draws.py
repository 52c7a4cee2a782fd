"""What the command line says of draws and of the credit register: key to Chinese and English."""

from __future__ import annotations

from typing import Final

DRAWS: Final = {
    "draw": (
        "双随机抽查：抽取、验证、仿真、发起、公示；draw 名录文件 即 draw make 名录文件。",
        "Double-random inspection: draw REGISTER makes a draw (as draw make does); verify it, begin it, see results.",
    ),
    "draw.make": (
        "按规则和种子抽取检查对象与检查人员，给出任何人复验所需的摘要。",
        "Draw firms and inspectors by a rule and a seed, with the digests that anybody needs to verify it.",
    ),
    "draw.verify": (
        "复验一次抽取：由名录、规则和种子重做并比较；不一致则退出码为 1。",
        "Repeat a draw from the registers and compare; exit 1 if it differs.",
    ),
    "draw.results": (
        "已发起检查的公示情况，以及在时限内公开的比例。",
        "What is published of the inspections that were begun, and the share published in time.",
    ),
    "credit": (
        "红黑名单：谁、自何时、因何在哪个名单上；给出申请人则列出其全部记录。",
        "The credit lists: who is on which, since when and why; or the whole record of one applicant.",
    ),
    "argument.register": ("检查对象与检查人员名录（YAML）。", "File of the two registers, of firms and of inspectors."),
    "argument.draw_result": ("draw --json 写出的文件。", "File that draw --json has written."),
    "argument.applicant": (
        "申请人标识，如统一社会信用代码；不给出则列出名单。",
        "Who applies, such as a unified social credit code; the lists if absent.",
    ),
    "option.draw_seed": ("抽取前公布的种子。", "Seed that was published before the draw."),
    "option.draw_rule": (
        "规则的标识或文件；不给出则用自带规则 liaoning。",
        "Id or file of the rule; the shipped one, liaoning, if absent.",
    ),
    "option.verify_rule": (
        "抽取应遵循的规则（标识或文件）；不给出则以结果中的规则为准。",
        "Id or file of the rule that it should follow; the rule in the file is believed if absent.",
    ),
    "option.draw_period": (
        "周期，如 y2026；周期内同一企业不重复抽取。不给出则为本年。",
        "Period in which no firm is drawn twice, as y2026; the present year if absent.",
    ),
    "option.draw_number": ("周期内第几次抽取。", "Which draw of the period it is."),
    "option.draws_before": (
        "同一周期此前的抽取结果；可重复给出。",
        "Result of an earlier draw of the period; may be given several times.",
    ),
    "option.simulate_draw": (
        "仿真抽中的检查，给出按期公开的比例。",
        "Simulate the inspections that were drawn, and show the share published in time.",
    ),
    "option.draw_on": (
        "仿真的检查开始日期；不给出则为今天。",
        "Day on which simulated inspections begin; today if absent.",
    ),
    "option.start_draw": (
        "在 Temporal 上发起抽中的检查；同一抽取重复执行不会重复发起。",
        "Begin the inspections that were drawn as cases on Temporal; the same draw again begins none twice.",
    ),
    "option.propose": (
        "为尚未进入认定程序的失信行为发起红黑名单认定案件。",
        "First begin a case of lane credit_list for every broken commitment that has none.",
    ),
    "draw.drawn": ("{period} 第 {number} 次抽取", "Draw {number} of {period}"),
    "draw.firm": ("检查对象", "Firm"),
    "draw.inspectors": ("检查人员", "Inspectors"),
    "draw.count": (
        "名录共 {firms} 户，抽取 {drawn} 户（{share}）。",
        "{drawn} of {firms} firms are inspected ({share}).",
    ),
    "draw.bound.wanted": ("数量由各部门比例决定。", "The shares of the departments decided how many."),
    "draw.bound.cap": ("数量受名录占比上限约束。", "The largest share of the register decided how many."),
    "draw.bound.aim": ("数量受户数目标约束。", "The number that is aimed at decided how many."),
    "draw.seed": ("种子 {value}", "seed      {value}"),
    "draw.registers": ("名录摘要 {value}", "registers {value}"),
    "draw.digest": ("抽取摘要 {value}", "draw      {value}"),
    "draw.unmanned": (
        "{firm}：{department} 可派人员不足两名，未安排。",
        "{firm}: fewer than two inspectors of {department} may and can; nobody of it inspects.",
    ),
    "draw.began": ("发起 {began} 件，共 {cases} 件。", "{began} of {cases} inspections began now."),
    "draw.publication": ("结果公开", "Published"),
    "draw.lane": ("流程", "Lane"),
    "draw.result": ("结果", "Result"),
    "draw.decided_at": ("作出决定", "Decided"),
    "draw.published_at": ("公开", "Published"),
    "draw.working_days": ("工作日", "Working days"),
    "draw.in_time": (
        "{inspections} 件检查中已公开 {published} 件，其中 {limit} 个工作日内公开 {in_time} 件（{share}）。",
        "{published} of {inspections} are published, {in_time} of them within {limit} working days ({share}).",
    ),
    "draw.assumed": (
        "{years} 年的工作日历尚未公布，按周一至周五推算。",
        "The calendar of {years} is not published yet: Monday to Friday taken.",
    ),
    "draw.verified": (
        "验证一致：种子 {seed} 与名录重做得到同样的 {count} 户及检查人员。",
        "Verified: seed {seed} and these registers give the same firms ({count}) and inspectors.",
    ),
    "draw.rests_on": (
        "前提：本周期此前已检查 {count} 户；用 --before 一并复验。",
        "That rests on {count} firms inspected in the period before; --before verifies these too.",
    ),
    "draw.differs.digest": ("摘要与抽取内容不符。", "The digest is not that of the draw beside it."),
    "draw.differs.registers": ("抽取所用名录不是这份名录。", "It was made from other registers."),
    "draw.differs.rule": ("抽取未遵循该规则。", "It does not follow that rule."),
    "draw.differs.inspected": (
        "避开的企业与此前抽取的不符。",
        "It leaves other firms in peace than those that were drawn before.",
    ),
    "draw.differs.firms": ("抽中的企业不同。", "Other firms are drawn."),
    "draw.differs.inspectors": ("企业相同，检查人员不同。", "The firms are the same, their inspectors are others."),
    "credit.lists": ("红黑名单", "Credit lists"),
    "credit.subject": ("主体", "Who"),
    "credit.list": ("名单", "List"),
    "credit.place": ("状态", "State"),
    "credit.since": ("自", "Since"),
    "credit.until": ("至", "Until"),
    "credit.reason": ("原因", "Why"),
    "credit.at": ("时间", "When"),
    "credit.happening": ("事项", "What"),
    "credit.yes": ("是", "yes"),
    "credit.no": ("否", "no"),
    "credit.gate": (
        "下一件申请：红名单 {red_listed}，黑名单 {blacklisted}。",
        "Their next case: on the red list {red_listed}, on the black list {blacklisted}.",
    ),
    "credit.proposed": ("已发起认定：{case}", "begun: {case}"),
    "credit.nothing_proposed": ("没有待认定的失信行为。", "No broken commitment waits for a case."),
    "credit.list.red": ("红名单", "red"),
    "credit.list.black": ("黑名单", "black"),
    "credit.place.listed": ("在列", "listed"),
    "credit.place.under_repair": ("修复中", "under repair"),
    "credit.happening.proposed": ("拟列入", "proposed"),
    "credit.happening.objected": ("提出异议", "objected"),
    "credit.happening.upheld": ("异议成立", "objection upheld"),
    "credit.happening.dismissed": ("异议不成立", "objection dismissed"),
    "credit.happening.listed": ("列入", "listed"),
    "credit.happening.initiated": ("发起联合奖惩", "joint action initiated"),
    "credit.happening.answered": ("部门响应", "departments answered"),
    "credit.happening.fed_back": ("反馈结果", "fed back"),
    "credit.happening.repair_asked": ("申请修复", "repair asked for"),
    "credit.happening.repair_granted": ("修复完成", "repaired"),
    "credit.happening.repair_refused": ("修复未通过", "repair refused"),
    "credit.happening.expired": ("期满", "ran out"),
    "credit.happening.taken_off": ("移出", "taken off"),
    "targets.without_backlog": (
        "目标 {name} 没有可仿真的存量。可仿真的有：{names}。",
        "target {name!r} has no backlog to simulate. Those that have one: {names}.",
    ),
}
