"""Every text of the views, by key. A text without one of the languages cannot be written down."""

from __future__ import annotations

from typing import Final

from services.experiments.report.language import Both
from services.experiments.views.study_texts import STUDY_TEXTS
from workflows.definition.provenance import Title

TEXTS: Final[dict[str, Both]] = {
    # figures with their intervals
    "estimate": Both("{value} {unit}{interval}", "{value} {unit} {interval}"),
    "interval": Both("（{confidence}% 区间 {low} 到 {high}）", "({confidence} % interval {low} to {high})"),
    "interval.none": Both("（只有一个数值，没有区间）", "(a single value gives no interval)"),
    "points": Both("个百分点", " points"),
    "change.less": Both(
        "{measure}：从 {before} 降到 {after} {unit}，少 {size}{points}（{confidence}% 区间 {low} 到 {high}）。",
        "{measure}: down from {before} to {after} {unit}, {size}{points} less ({confidence} % interval {low} to "
        "{high}).",
    ),
    "change.more": Both(
        "{measure}：从 {before} 升到 {after} {unit}，多 {size}{points}（{confidence}% 区间 {low} 到 {high}）。",
        "{measure}: up from {before} to {after} {unit}, {size}{points} more ({confidence} % interval {low} to {high}).",
    ),
    "change.equal": Both("{measure}：没有变化，{after} {unit}。", "{measure}: no change, {after} {unit}."),
    "change.unclear": Both(
        "{measure}：改革前 {before}、改革后 {after} {unit}，没有明显差异（差值的 {confidence}% 区间 {low} 到 {high}，"
        "含零）。",
        "{measure}: {before} {unit} before, {after} after, no clear difference (the {confidence} % interval of the "
        "difference, {low} to {high}, holds zero).",
    ),
    "change.single": Both(
        "{measure}：从 {before} 变为 {after} {unit}；只有一次重复，没有区间。",
        "{measure}: from {before} to {after} {unit}; a single replication gives no interval.",
    ),
    "change.unknown": Both(
        "{measure}：至少一次重复中没有数值，无法比较。",
        "{measure}: some replication has no value, so nothing can be compared.",
    ),
    "alone": Both("{measure}：{estimate}。", "{measure}: {estimate}."),
    "before": Both("改革前", "before"),
    "after": Both("改革后", "after"),
    "nothing": Both("没有数据。", "There is nothing to tell."),
    # titles of views
    "kpis.title": Both("主要指标", "Key figures"),
    "targets.title": Both("离公布数字还差什么", "What is missing to the published figures"),
    "distribution.title": Both("所有案件的时长分布", "How times are distributed over all cases"),
    "waterfall.title": Both("每项措施省下多少", "What each lever saves"),
    "bottlenecks.title": Both("时间花在哪里", "Where the time goes"),
    "waiting.title": Both("时间在谁手里", "Who has the case for how long"),
    "heat.title": Both("流程图上的热力", "Heat on the map"),
    "precision.title": Both("数字有多精确", "How far the figures can be trusted"),
    "utilisation_by_hour.title": Both("各部门一周中何时忙", "When departments are busy in the week"),
    "gantt.title": Both("单个案件逐环节", "Single cases, step by step"),
    "work_in_progress.title": Both("在办件数随时间", "Cases under way over time"),
    "sweep.title": Both("参数取不同值时", "What comes of every value"),
    "pareto.title": Both("更短的时间要多少成本", "What a shorter time costs"),
    "staffing.title": Both("达到目标要多少人", "How many people the goal takes"),
    "selection.title": Both("哪个最好", "Which is the best"),
    "sensitivity.title": Both("哪些数字影响结果", "Which numbers move the result"),
    "warm_up.title": Both("从空到常态要多久", "How long from empty to usual"),
    "live_against_simulated.title": Both("实际与仿真对照", "Live beside simulated"),
    # sentences
    "precision.sentence": Both(
        "{count} 次重复之后，主要指标里最不精确的是{measure}，区间半宽为均值的 {share}。",
        "After {count} replications the least precise of the key figures is {measure}: half its interval is {share} of "
        "the mean.",
    ),
    "precision.single": Both(
        "只有一次重复，没有区间，精确到什么程度无从知道。",
        "A single replication has no interval, so nobody can tell how precise it is.",
    ),
    "precision.reached": Both(
        "要求的 {wanted} 在 {count} 次重复后达到。", "The {wanted} asked for was reached after {count} replications."
    ),
    "precision.missed": Both(
        "要求的 {wanted} 在 {most} 次重复之内没有达到。",
        "The {wanted} asked for was not reached within {most} replications.",
    ),
    "waterfall.single": Both(
        "各项措施只有一次重复，没有区间，无法判断哪项缩短了{measure}。",
        "A single replication gives the levers no interval, so nobody can tell which of them shortens {measure}.",
    ),
    "waterfall.most": Both(
        "省得最多的是“{lever}”：{measure}变化 {change} {unit}{interval}。",
        "The lever that saves most is '{lever}': {measure} changes by {change} {unit} {interval}.",
    ),
    "waterfall.none": Both(
        "没有哪一项措施对{measure}有明显的节省：各自的区间都含零或为增加。",
        "No lever clearly shortens {measure}: every interval holds zero, or is an increase.",
    ),
    "targets.reached": Both(
        "{title}（{target}）：十件有九件在{reached}内决定，达到。",
        "{title} ({target}): nine cases in ten are decided within {reached}: reached.",
    ),
    "targets.missed": Both(
        "{title}（{target}）：十件有九件在{reached}内决定，未达到，还差 {missing} 个工作日。",
        "{title} ({target}): nine cases in ten are decided within {reached}: not reached, {missing} "
        "working days are missing.",
    ),
    "targets.open": Both(
        "{title}（{target}）：十件有九件在{reached}内决定，重复次数不足以判定是否达到。",
        "{title} ({target}): nine cases in ten are decided within {reached}: too few replications to tell "
        "whether it is reached.",
    ),
    "targets.unknown": Both(
        "{title}（{target}）：没有案件能说明是否达到。",
        "{title} ({target}): no case tells whether it is reached.",
    ),
    "targets.paper": Both(
        "纸面时限合计 {paper} 个工作日，各事项的时限须乘以 {factor} 才合乎该数字。",
        "Limits come to {paper} working days on paper; every limit would have to be multiplied by {factor} to come to "
        "the figure.",
    ),
    "targets.limits": Both("各事项时限乘以 {factor}", "every limit multiplied by {factor}"),
    "targets.member": Both("{pool}增至 {members} 人", "{pool}: {members} people"),
    "waiting.most": Both(
        "全程平均 {total} 天，其中时间最长的是{holder}：{estimate}。",
        "Of {total} days on average, most are spent with {holder}: {estimate}.",
    ),
    "bottlenecks.most": Both(
        "每件案件在“{step}”停留最久：合计 {spent}，其中等候 {queued} 小时。",
        "A case spends most time at '{step}': {spent} in all, of which it waits {queued} hours.",
    ),
    "bottlenecks.busy": Both(
        "其岗位{pool}的利用率为 {utilisation}。", "Its pool, {pool}, is busy for {utilisation} of its time."
    ),
    "bottlenecks.busiest": Both(
        "最忙的岗位是{pool}，利用率 {utilisation}。", "The busiest pool is {pool}, busy for {utilisation} of its time."
    ),
    "heat.sentence": Both(
        "等候最久的环节是“{step}”，每次平均 {waiting} 小时（{level}）。",
        "Cases wait longest for '{step}', {waiting} hours each time on average ({level}).",
    ),
    "heat.nothing": Both("没有环节需要等候。", "No step keeps a case waiting."),
    "distribution.processing_time": Both(
        "办理时长（受理到决定，扣除停表）", "processing time (acceptance to decision, stops of the clock left out)"
    ),
    "distribution.cycle_time": Both("全程时长（提交到送达）", "cycle time (submission to delivery)"),
    "mark.promised": Both("承诺时限 {days}", "promised limit {days}"),
    "mark.statutory": Both("法定时限 {days}", "statutory limit {days}"),
    "mark.target": Both("公布目标 {days}", "published target {days}"),
    "waterfall.paper": Both("纸面时限合计", "limits on paper, along the longest way"),
    "holder.working": Both("部门办理", "departments working"),
    "holder.queueing": Both("排队等候", "queueing for a busy department"),
    "holder.off_duty": Both("部门非工作时间", "departments off duty"),
    "holder.third_party": Both("第三方", "third parties"),
    "holder.applicant": Both("申请人", "the applicant"),
    "holder.statutory": Both("法定等待", "statutory waits"),
    "holder.elsewhere": Both("其他", "others"),
    # classes of heat
    "heat.waiting": Both("每次等候", "waiting each time"),
    "heat.utilisation": Both("岗位利用率", "utilisation of the pool"),
    "heat.count": Both("每件次数", "times per case"),
    "heat.rework": Both("返工比例", "share done again"),
    "class.waiting.0": Both("几乎不等", "hardly any"),
    "class.waiting.1": Both("1 至 8 小时", "1 to 8 hours"),
    "class.waiting.2": Both("8 至 24 小时", "8 to 24 hours"),
    "class.waiting.3": Both("1 至 3 天", "1 to 3 days"),
    "class.waiting.4": Both("3 天以上", "over 3 days"),
    "class.utilisation.0": Both("空闲（至 50%）", "idle (up to 50 %)"),
    "class.utilisation.1": Both("平稳（50–70%）", "steady (50–70 %)"),
    "class.utilisation.2": Both("较忙（70–85%）", "busy (70–85 %)"),
    "class.utilisation.3": Both("很忙（85–95%）", "very busy (85–95 %)"),
    "class.utilisation.4": Both("到极限（95% 以上）", "at its limit (over 95 %)"),
    "class.count.0": Both("从不", "never"),
    "class.count.1": Both("至多一半案件", "up to half of the cases"),
    "class.count.2": Both("多数案件", "most cases"),
    "class.count.3": Both("几乎每件一次", "about once in every case"),
    "class.count.4": Both("每件不止一次", "more than once a case"),
    "class.rework.0": Both("几乎没有（至 1%）", "hardly ever (up to 1 %)"),
    "class.rework.1": Both("1–5%", "1–5 %"),
    "class.rework.2": Both("5–10%", "5–10 %"),
    "class.rework.3": Both("10–20%", "10–20 %"),
    "class.rework.4": Both("20% 以上", "over 20 %"),
    # notes
    "kpis.note.usual": Both(
        "“通常”与“十有九”是对各次重复而言：每两次（每十次中九次）不超过它。",
        "'Usual' and 'nine in ten' are over replications: every other one, and nine in ten, come to no more.",
    ),
    "distribution.note": Both(
        "曲线为各次重复分位数（1%–99%）的平均；箱体为 25%–75%，须为 5%–95%。一个工作日为八个办公小时。",
        "Curves are quantiles from 1 to 99 %, averaged over replications; boxes go from 25 to 75 %, whiskers from 5 to "
        "95 %. A working day is eight office hours.",
    ),
    "waterfall.note.in_order": Both(
        "“按顺序”：每项措施在前面各项已经实施时测得；换一个顺序，份额会不同，总和不变。",
        "'In order': each lever is measured with those before it in place; in another order the shares differ and "
        "their sum does not.",
    ),
    "waterfall.note.orders.all": Both(
        "“各顺序平均”：对所有可行的实施顺序取平均（Shapley 值），总和同样等于全部差值。",
        "'Over orders': averaged over all orders in which levers can be introduced (Shapley values); these add up to "
        "the whole difference as well.",
    ),
    "waterfall.note.orders.drawn": Both(
        "“各顺序平均”：对抽取的 {count} 个可行顺序取平均（Shapley 值的估计），总和同样等于全部差值；区间计入了抽取。",
        "'Over orders': averaged over {count} orders that were drawn among those in which levers can be introduced "
        "(estimates of Shapley values); these add up to the whole difference as well, and intervals allow for that.",
    ),
    "waterfall.note.replications": Both(
        "此图只用前 {count} 次重复，所以两端与主要指标略有出入。",
        "This rests on the first {count} replications only, so its ends differ a little from the key figures.",
    ),
    "bottlenecks.note": Both(
        "每件案件在该环节合计停留的小时数（含夜间与周末）。并行的环节同时进行，所以各行之和可以大于全程。",
        "Hours that a case spends there in all, nights and weekends included. Parallel steps run at the same time, so "
        "rows may add up to more than the whole.",
    ),
    "waiting.note": Both(
        "日历天，每件平均，从提交到送达；“排队等候”是部门在岗但忙于别的案件，“非工作时间”是夜间与休息日。",
        "Calendar days per case, mean, from submission to delivery. 'Queueing' is while the department is on duty and "
        "busy with other cases; 'off duty' are nights and days off.",
    ),
    "heat.note": Both(
        "分级界限固定，改革前后、不同实验之间颜色含义相同；每级都有文字。",
        "The bounds of the classes are fixed, so a colour means the same before and after and in every experiment; "
        "every class has words.",
    ),
    "precision.note": Both(
        "相对精度为区间半宽除以均值；差值的为半宽除以改革前的均值。重复次数加到四倍，区间约窄一半。",
        "Relative precision is half the interval divided by the mean; for a difference, by the mean before. Four times "
        "as many replications make intervals about half as wide.",
    ),
    "studies.note.common": Both(
        "各选择共用同一组随机数，比较更精确；每个区间只对它自己成立。",
        "All choices share their random numbers, which sharpens comparisons; each interval holds by itself alone.",
    ),
    "live.note.usual": Both(
        "“通常范围”是再仿真一次会落入的范围（{confidence}%）。实际案件比一次仿真少时，实际数字的波动会更大。",
        "The 'usual range' is where one more replication would come to ({confidence} %). Where there are fewer live "
        "cases than simulated ones, the live figure varies more than that.",
    ),
    "live.note.pools": Both(
        "实际的岗位数字只含本流程的案件；岗位还为别的流程工作时，利用率偏低。",
        "Live figures of pools are of this lane's cases only; where a pool works for other lanes too, they are lower "
        "than how busy it is.",
    ),
}
"""Key to text; ``{name}`` is filled in."""


def text(key: str, **values: Both | Title | str | int) -> Both:
    """A text of the catalogue.

    Parameters
    ----------
    values : what stands in its places, by name
    """
    template = TEXTS.get(key) or STUDY_TEXTS[key]
    return Both(
        template.zh.format(
            **{name: value if isinstance(value, str | int) else value.zh for name, value in values.items()}
        ),
        template.en.format(
            **{name: value if isinstance(value, str | int) else value.en for name, value in values.items()}
        ),
    )
