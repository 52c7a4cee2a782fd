"""Every text of the reports, by key. A text without one of the languages cannot be written down."""

from __future__ import annotations

from typing import Final

from services.experiments.report.experiment_texts import EXPERIMENT_TEXTS
from services.experiments.report.language import Both, Language
from workflows.definition.provenance import Title

_OF_COMPARISONS: Final[dict[str, Both]] = {
    # the page
    "page.title": Both("改革前后对比报告", "Before and after: the report"),
    "page.intro": Both(
        "每条流程的改革后版本都由改革前版本加上所列措施推导而来，没有任何公布数字作为输入。"
        "同一批案件、同一组随机数在两侧各走一遍，差值按重复逐次配对。",
        "Every lane after a reform is derived from the lane before it and the levers listed; no published figure is an "
        "input. Both sides see the same cases and the same random numbers, and differences are paired by replication.",
    ),
    "page.assumed": Both(
        "数字有多可信，取决于每节末尾列出的假设。",
        "The figures are as good as the assumptions listed at the end of each section.",
    ),
    "page.language": Both("语言", "Language"),
    # what is compared
    "before": Both("改革前", "before"),
    "after": Both("改革后", "after"),
    "difference": Both("差值", "difference"),
    "unit": Both("单位", "unit"),
    "plus_minus": Both(
        "± 为 {confidence}% 置信区间的半宽", "± is half the width of the {confidence} % confidence interval"
    ),
    # summary
    "summary.title": Both("一览", "At a glance"),
    "summary.lane": Both("流程与改革", "Lane and reform"),
    "summary.processing": Both("办理时长中位数（工作日）", "Processing time, median (working days)"),
    "summary.processing_p90": Both("办理时长第90百分位（工作日）", "Processing time, 90th percentile (working days)"),
    "summary.cycle": Both("全程时长中位数（日历天）", "Cycle time, median (calendar days)"),
    "summary.target": Both("公布目标", "Published target"),
    "summary.proof": Both(
        "一致性重演：{cases} 件案件在 Temporal 上实际运行，{events} 个事件中 {agreed} 个与仿真完全一致。",
        "Identity rerun: {cases} cases ran on Temporal; of their {events} events the simulation gave {agreed} back "
        "exactly.",
    ),
    "summary.target.reached": Both("{days}：达到", "{days}: reached"),
    "summary.target.missed": Both("{days}：未达到", "{days}: not reached"),
    "summary.target.open": Both("{days}：无法判定", "{days}: cannot be told"),
    # sentences
    "sentence.less": Both(
        "{measure}从 {before} 降到 {after} {unit}，少 {size} {unit}（{confidence}% 区间 {low} 到 {high}）。",
        "{measure} falls from {before} to {after} {unit}: {size} less ({confidence} % interval {low} to {high}).",
    ),
    "sentence.more": Both(
        "{measure}从 {before} 升到 {after} {unit}，多 {size} {unit}（{confidence}% 区间 {low} 到 {high}）。",
        "{measure} rises from {before} to {after} {unit}: {size} more ({confidence} % interval {low} to {high}).",
    ),
    "sentence.equal": Both(
        "{measure}没有变化：{after} {unit}。",
        "{measure} does not change: {after} {unit}.",
    ),
    "sentence.unclear": Both(
        "{measure}改革前 {before}、改革后 {after} {unit}；差值 {difference} 可能出于偶然。",
        "{measure} is {before} {unit} before and {after} after; the difference of {difference} may be chance.",
    ),
    "sentence.single": Both(
        "{measure}从 {before} 变为 {after} {unit}；只有一次重复，无法给出区间。",
        "{measure} goes from {before} to {after} {unit}; a single replication gives no interval.",
    ),
    "sentence.unknown": Both(
        "{measure}：至少一次重复中没有数值，无法比较。",
        "{measure}: some replication has no value, so nothing can be compared.",
    ),
    "measure.processing_time.median": Both("办理时长中位数", "The median processing time"),
    "measure.processing_time.p90": Both("办理时长第90百分位数", "The 90th percentile of processing time"),
    "measure.cycle_time.median": Both("全程时长中位数", "The median cycle time"),
    # figures
    "caution.alone": Both(
        "注意：被调用的流程没有自己的案件，无人在其中排队，其等候被低估。",
        "Caution: the lanes that this one calls had no cases of their own. Nobody else queued in them; waits there are "
        "understated.",
    ),
    "caution.warm_up": Both(
        "注意：预热 {warm_up} 天短于案件全程（改革前十件有九件在 {cycle} 天内），靠后的部门尚未达到平时的工作量，"
        "其利用率和排队被低估。",
        "Caution: {warm_up} days of warm-up are shorter than the cases are long (before, nine in ten take up to "
        "{cycle} days). Departments late in the lane did not yet have their usual load; their utilisation and queues "
        "are understated.",
    ),
    "caution.cases": Both(
        "注意：从空系统开始，只有 {cases} 件案件，排队与平时不同。",
        "Caution: this starts from empty departments with {cases} cases only, so queues are not what they usually are.",
    ),
    "caution.unfinished": Both(
        "注意：{count} 件案件在仿真结束时尚未办结，时长均值因此偏短。",
        "Caution: {count} cases were not finished when the simulation ended, so times come out shorter than they are.",
    ),
    "caution.single": Both("注意：只有一次重复，没有区间可言。", "Caution: a single replication has no interval."),
    "kpis.title": Both("主要指标", "Key figures"),
    "kpis.all": Both("全部指标", "All figures"),
    "kpis.figure": Both("指标", "figure"),
    "kpi.processing_time.median": Both("办理时长中位数", "Processing time, median"),
    "kpi.processing_time.p90": Both("办理时长第90百分位", "Processing time, 90th percentile"),
    "kpi.cycle_time.median": Both("全程时长中位数", "Cycle time, median"),
    "kpi.cycle_time.p90": Both("全程时长第90百分位", "Cycle time, 90th percentile"),
    "kpi.on_time.promised": Both("承诺时限内办结", "Within the promised limit"),
    "kpi.on_time.statutory": Both("法定时限内办结", "Within the statutory limit"),
    "kpi.visits": Both("跑动次数（每件）", "Visits per case"),
    "kpi.documents": Both("申请材料（每件）", "Documents per case"),
    "kpi.no_limit": Both("没有此类时限", "there is no such limit"),
    "kpi.no_limit.before": Both("改革前没有此类时限", "no such limit before"),
    "kpi.no_limit.after": Both("改革后没有此类时限", "no such limit after"),
    "kpi.limit": Both("改革后时限：{days}", "limit after: {days}"),
    "kpi.better": Both("改善", "better"),
    "kpi.worse": Both("变差", "worse"),
    "kpi.unclear": Both("差异不明显", "no clear difference"),
    "kpi.equal": Both("没有变化", "no change"),
    # distributions
    "curves.title": Both("所有案件的分布", "Not only the average: the whole distribution"),
    "curves.processing": Both(
        "办理时长：多大比例的案件在多少工作日内办完", "Processing time: share of cases decided within …"
    ),
    "curves.cycle": Both("全程时长：多大比例的案件在多少天内送达", "Cycle time: share of cases delivered within …"),
    "curves.processing.axis": Both(
        "工作日（受理到决定，扣除停表）", "working days, acceptance to decision, stops of the clock left out"
    ),
    "curves.cycle.axis": Both("日历天（提交到送达）", "calendar days, submission to delivery"),
    "curves.beyond": Both("超出横轴：{lines}", "Beyond the axis: {lines}"),
    "curves.note": Both(
        "一个工作日为八个办公小时。曲线为各次重复的分位数（1%–99%）的平均。"
        "时限按工作日从受理计到决定，所以只画在办理时长图上。",
        "A working day is eight office hours. Curves are quantiles from 1 to 99 %, averaged over replications. Limits "
        "count working days from acceptance to decision, so they stand in the chart of processing time only.",
    ),
    "curves.alt": Both(
        "累积分布。改革前中位数 {before}，改革后 {after}。",
        "Cumulative distribution. Median before {before}, after {after}.",
    ),
    "curves.none": Both("没有办结的案件，无法画图。", "No case was completed, so there is nothing to draw."),
    "rule.promised": Both("承诺时限 {days}", "promised limit {days}"),
    "rule.statutory": Both("法定时限 {days}", "statutory limit {days}"),
    "rule.target": Both("公布目标 {days}", "published target {days}"),
    # levers
    "levers.title": Both("每项措施省下多少", "What each lever saves"),
    "levers.note": Both(
        "每项措施的贡献是在前面各项已经实施的情况下测得的；换一个顺序，份额会不同，总和不变。均值可以相加，所以这里用均值。",
        "Each lever is measured with those before it already in place: in another order the shares differ and their "
        "sum does not. Means add up, so means are shown here.",
    ),
    "levers.replications": Both(
        "此表只用前 {count} 次重复，所以两端与上面的指标略有出入。",
        "This table rests on the first {count} replications only, so its ends differ a little from the figures above.",
    ),
    "levers.grouped": Both(
        "同名措施已合并，其区间是各区间半宽之和，即上界。",
        "Levers of one name in a row are added up; their interval is the sum of the half-widths, an upper bound.",
    ),
    "levers.lever": Both("措施", "lever"),
    "levers.processing": Both("办理时长均值（工作日）", "Mean processing time (working days)"),
    "levers.cycle": Both("全程时长均值（日历天）", "Mean cycle time (calendar days)"),
    "levers.paper": Both("纸面时限（工作日）", "Limits on paper (working days)"),
    "levers.nothing": Both("不省时间", "saves nothing"),
    "levers.unclear": Both("效果不明显", "no clear effect"),
    "levers.times": Both("{title}（{count} 次）", "{title} ({count} times)"),
    "levers.why": Both("措施说明与依据", "What the levers change, and the clauses they come from"),
    # targets
    "target.title": Both("离公布数字还差什么", "What is missing to the published figures"),
    "target.paper.above": Both(
        "第 1 至 {levers} 项措施使纸面时限降到 {paper}；要达到 {target} 个工作日（{title}），"
        "每个事项的时限还须压到届时的 {factor} 倍。",
        "Levers 1 to {levers} bring the limits to {paper} on paper; to reach {target} ({title}) every item "
        "limit would have to fall to {factor} of what it is then.",
    ),
    "target.paper.within": Both(
        "第 1 至 {levers} 项措施使纸面时限降到 {paper}，已在 {target} 个工作日（{title}）之内。",
        "Levers 1 to {levers} bring the limits to {paper} on paper, which is within {target} ({title}).",
    ),
    "target.paper.none": Both(
        "第 1 至 {levers} 项措施之后没有计入时限的事项，纸面算术对 {target} 个工作日（{title}）不说明什么。",
        "After levers 1 to {levers} no item has a limit that counts, so paper says nothing about {target} ({title}).",
    ),
    "target.reached": Both(
        "仿真中十件有九件在 {reached} 个法定工作日内决定：达到。",
        "Simulated, nine cases in ten are decided within {reached} legal working days: reached.",
    ),
    "target.missed": Both(
        "仿真中十件有九件在 {reached} 个法定工作日内决定：未达到。",
        "Simulated, nine cases in ten are decided within {reached} legal working days: not reached.",
    ),
    "target.open": Both(
        "仿真中十件有九件在 {reached} 个法定工作日内决定：重复次数不足以判定是否达到。",
        "Simulated, nine cases in ten are decided within {reached} legal working days: too few replications to tell "
        "whether that is reached.",
    ),
    "target.unknown": Both("仿真中没有可比的案件。", "Simulated, no case tells."),
    "target.figure": Both("公布数字", "published figure"),
    "target.days": Both("工作日", "working days"),
    "target.source": Both("来源", "source"),
    "target.simulated": Both("仿真第90百分位（法定工作日）", "simulated 90th percentile (legal working days)"),
    "target.on_paper": Both("纸面", "on paper"),
    "target.factor": Both("事项时限须乘以", "item limits times"),
    "target.note": Both(
        "这些数字只用于比较，从不作为输入；口径各不相同。",
        "These figures are compared with, never put in; their scopes differ.",
    ),
    "paper.title": Both("时限的纸面算术（工作日）", "Arithmetic of the limits on paper (working days)"),
    "paper.note": Both(
        "假定每个事项都用满时限、互不等待、不需补正。它解释公布总数从哪里来，不是预测。",
        "Every item takes all of its limit, nobody waits, nothing is corrected. That explains published totals and "
        "predicts nothing.",
    ),
    "paper.serial": Both("逐项相加", "all items one after the other"),
    "paper.law": Both("只按法定先后顺序", "only in the order that the law demands"),
    "paper.stages": Both("各阶段联审（每阶段取最长）", "each stage reviewed jointly (its longest limit)"),
    "paper.arranged": Both("按流程现有安排", "as the lane is arranged"),
    # holding
    "holding.title": Both("案件在谁手里", "Who has the case, and what it waits for"),
    "holding.note": Both(
        "平均每件的日历天；每个时刻只归一方，各项之和为全程时长。",
        "Calendar days of a mean case; every instant belongs to one holder, and together they are the cycle time.",
    ),
    "holding.alt": Both(
        "按原因分段的全程时长：改革前 {before} 天，改革后 {after} 天。",
        "Cycle time by holder: {before} days before, {after} days after.",
    ),
    "holding.holder": Both("持有方", "holder"),
    # steps and pools
    "steps.title": Both("时间耗在哪些环节", "Where cases spend their time"),
    "steps.note": Both(
        "按每件案件在该环节停留的总时间排序（次数 × 停留）。等候和停留为日历时间，服务为工作时间（申请人为日历时间）；"
        "停留的其余部分是下班时间和文件流转、会签。",
        "Sorted by the time that a case spends there in all (times × sojourn). Waiting and sojourn are wall-clock; "
        "service is working time, and calendar time for applicants. The rest of a sojourn is off hours, and papers "
        "travelling for review and signature.",
    ),
    "steps.step": Both("环节", "step"),
    "steps.per_case": Both("每件次数", "times per case"),
    "steps.waiting": Both("等候（小时）", "waiting (hours)"),
    "steps.service": Both("服务（小时）", "service (hours)"),
    "steps.sojourn": Both("停留（小时）", "sojourn (hours)"),
    "steps.all": Both("部门其余环节（{count}）", "The other steps of departments ({count})"),
    "steps.outside": Both(
        "申请人、第三方与法定等待的环节（{count}）",
        "Steps of applicants and third parties, and statutory waits ({count})",
    ),
    "steps.spent": Both("每件合计停留", "time there per case"),
    "steps.new": Both("新增", "new"),
    "steps.gone": Both("取消", "gone"),
    "pools.title": Both("各部门有多忙", "How busy the departments are"),
    "pools.pool": Both("岗位", "pool"),
    "pools.utilisation": Both("利用率（%）", "utilisation (%)"),
    "pools.waiting": Both("平均等候（小时）", "mean wait (hours)"),
    # proof
    "proof.title": Both("仿真可信吗：一致性重演", "Can the simulation be believed? The identity rerun"),
    "proof.note": Both(
        "案件先在真实的 Temporal 服务器上运行；再用记录下来的时长和结果在仿真中不作任何改变地重演。"
        "只有事件逐个一致，换规则后的结果才可信。",
        "Cases first ran on a real Temporal server. With their recorded durations and outcomes, and nothing changed, "
        "they were rerun in the simulation. Only where event for event agrees is a rerun under other rules believed.",
    ),
    "proof.lane": Both("流程", "lane"),
    "proof.side": Both("一侧", "side"),
    "proof.cases": Both("案件", "cases"),
    "proof.events": Both("比较的事件", "events compared"),
    "proof.agreed": Both("一致", "agreed"),
    "proof.verdict": Both("结论", "verdict"),
    "proof.all": Both("全部一致", "all agree"),
    "proof.first": Both("首个差异：{event}", "first difference: {event}"),
    "same.title": Both("这些真实案件换到改革后的流程", "The very same cases under the lane after"),
    "same.note": Both(
        "中位数。实际运行时每件案件各有自己的时钟，不必排在别人后面；换到改革后的流程，沿用各环节当时的用时，"
        "并在这些案件之间排队，所以与上面的大批量结果不同。",
        "Medians. A live case has a clock of its own and queues behind nobody. Under the lane after, its steps take "
        "the time that they took, and these cases queue among themselves; so the figures differ from those at volume.",
    ),
    # grounds
    "grounds.title": Both("依据与假设", "What this rests on"),
    "grounds.counts": Both("两侧流程中的数字与环节按来源：", "Numbers and steps of both lanes by source:"),
    "grounds.assumptions": Both("{count} 项假设", "{count} assumptions"),
    "grounds.value": Both("取值", "value"),
    "grounds.where": Both("用在何处", "where it is used"),
    "grounds.reason": Both("理由", "reason"),
    "grounds.kind": Both("来源", "source"),
    "grounds.places": Both("{count} 处", "{count} places"),
    "grounds.calendars": Both("日历", "Calendars"),
    "source.seed": Both("原始材料", "source documents"),
    "source.statute": Both("法律法规", "statute"),
    "source.policy": Both("政策文件", "policy"),
    "source.published": Both("公布数据", "published"),
    "source.local": Both("地方实践", "local practice"),
    "source.measured": Both("日志实测", "measured"),
    "source.knowledge": Both("一般知识", "general knowledge"),
    "source.assumed": Both("假设", "assumed"),
    # footer
    "footer.title": Both("如何复现", "How to get this again"),
    "footer.command": Both("命令", "command"),
    "footer.seed": Both("随机种子", "seed"),
    "footer.replications": Both("重复次数", "replications"),
    "footer.window": Both("观测窗口", "window"),
    "footer.window.days": Both(
        "自 {start} 起，预热 {warm_up} 天，观测 {window} 天，收尾 {cool_down} 天",
        "from {start}: {warm_up} days of warm-up, {window} days measured, {cool_down} days of cool-down",
    ),
    "footer.window.cases": Both("自 {start} 起，每次 {cases} 件", "from {start}: {cases} cases each time"),
    "footer.weekdays": Both(
        "未公布日历的年份按周一至周五计算（假设）",
        "years without a published calendar are taken as Monday to Friday, an assumption",
    ),
    "footer.interval": Both("区间", "interval"),
    "footer.method": Both(
        "Student t，{confidence}%，按重复配对（公共随机数）",
        "Student's t, {confidence} %, paired by replication under common random numbers",
    ),
    "footer.cases": Both("案件数（改革前／改革后；未办结）", "cases before / after (unfinished)"),
    "footer.hashes": Both("流程哈希（改革前／改革后）", "lane hashes, before / after"),
    "footer.versions": Both("版本", "versions"),
    "footer.files": Both("同一结果的数据文件", "the same result as data"),
}

TEXTS: Final = _OF_COMPARISONS | EXPERIMENT_TEXTS
"""Key to text; ``{name}`` is filled in."""


def text(key: str, **values: Both | Title | str | int) -> Both:
    """A text of the catalogue.

    Parameters
    ----------
    values : what stands in its places, by name
    """
    template = TEXTS[key]
    return Both(
        template.zh.format(**{name: _one(value, "zh-CN") for name, value in values.items()}),
        template.en.format(**{name: _one(value, "en") for name, value in values.items()}),
    )


def _one(value: Both | Title | str | int, language: Language) -> str:
    return value.in_language(language) if isinstance(value, Both | Title) else str(value)
