"""Texts of the views of studies, courses and live figures, and of how intervals come about."""

from __future__ import annotations

from typing import Final

from services.experiments.report.language import Both

STUDY_TEXTS: Final[dict[str, Both]] = {
    # how intervals come about
    "intervals.means": Both("Student t，{confidence}%，以重复为单位", "Student's t, {confidence} %, over replications"),
    "intervals.paired": Both(
        "Student t，{confidence}%，按重复配对（公共随机数）",
        "Student's t, {confidence} %, paired by replication under common random numbers",
    ),
    "intervals.attributed": Both(
        "Student t，{confidence}%，按重复配对；对顺序取平均的还计入顺序的抽样",
        "Student's t, {confidence} %, paired by replication; where orders are drawn, with the choice of orders",
    ),
    "intervals.judged": Both(
        "每个判断一个区间，全部判断同时成立的把握为 {confidence}%（Bonferroni）",
        "one interval a verdict, {confidence} % for all verdicts together (Bonferroni)",
    ),
    "intervals.selected": Both(
        "完全序贯选优（Kim 与 Nelson），{confidence}%，不给均值的区间",
        "fully sequential selection (Kim and Nelson), {confidence} %, without intervals on the means",
    ),
    "intervals.bootstrap": Both("自助法，{confidence}%", "bootstrap, {confidence} %"),
    "intervals.none": Both("没有区间", "no intervals"),
    # what was asked
    "asked.simulate": Both("{subjects}：表现如何", "How does it do: {subjects}"),
    "asked.compare": Both("{subjects}：省下多少", "What it saves: {subjects}"),
    "asked.sweep": Both("{subjects}：各个取值", "What comes of every value: {subjects}"),
    "asked.attribute": Both("{subjects}：每项措施省下多少", "What each lever saves: {subjects}"),
    "asked.select": Both("哪个最好：{subjects}", "Which is the best: {subjects}"),
    "asked.staff": Both("{subjects}：要多少人", "How many people: {subjects}"),
    "asked.sensitivity": Both("{subjects}：哪些数字影响结果", "Which numbers move the result: {subjects}"),
    "asked.pareto": Both("{subjects}：更短的时间要多少成本", "What a shorter time costs: {subjects}"),
    "asked.warm-up": Both("{subjects}：起步期多长", "How long to warm up: {subjects}"),
    "asked.trace": Both("{subjects}：近看", "From near: {subjects}"),
    "calendar.published": Both(
        "工作日以国务院公布的放假与调休安排为准",
        "working days as the State Council published them, make-up days included",
    ),
    "calendar.weekdays": Both(
        "公布了安排的年份以国务院公布的为准，其余年份按周一至周五（假设）",
        "working days as the State Council published them; Monday to Friday, an assumption, in years without",
    ),
    # sweeps
    "sweep.at": Both("“{parameter}”取 {value} 时，", "With “{parameter}” at {value}:"),
    # selection
    "selection.settled": Both(
        "{best}最好：{kpi}为 {mean} {unit}（其余 {others}）；只要它领先 {indifference} {unit}以上，选对的把握至少 "
        "{confidence}%。",
        "{best} is the best: {kpi} {mean} {unit} (the others {others}). If it is ahead by {indifference} {unit} or "
        "more, it is the right one with at least {confidence} % confidence.",
    ),
    "selection.open": Both(
        "到此为止{best}领先：{kpi}为 {mean} {unit}（其余 {others}）；重复次数用完仍未分出高下，没有任何保证。",
        "So far {best} is ahead: {kpi} {mean} {unit} (the others {others}). The replications allowed were not enough "
        "to tell, so nothing is guaranteed.",
    ),
    "selection.note": Both(
        "被淘汰的不再重复，所以各自的重复次数不同，均值不宜两两直接比较。",
        "Those that drop out are not replicated any more, so means rest on different numbers of replications and are "
        "not to be compared pair by pair.",
    ),
    # sensitivity
    "sensitivity.morris": Both(
        "最影响{kpi}的是{name}：在其整个范围内变动，平均改变 {size}。",
        "{name} moves most: over its whole range it changes {kpi} by {size} on average.",
    ),
    "sensitivity.sobol": Both(
        "最影响{kpi}的是{name}：它参与了方差的 {share}。",
        "{name} moves most: it has a part in {share} of the variance of {kpi}.",
    ),
    "sensitivity.none": Both(
        "没有哪个数字明显影响{kpi}：最大的影响也不超出其区间。",
        "No number clearly moves {kpi}: even the largest effect does not exceed its interval.",
    ),
    "sensitivity.note.morris": Both(
        "Morris 法：μ* 为整个范围内变动的平均影响，σ 大则影响非线性或与别的数字相互作用。",
        "Morris: mu* is the mean effect of a change over the whole range; a large sigma tells of curves or of "
        "interplay.",
    ),
    "sensitivity.note.sobol": Both(
        "Sobol 法：各数字的总份额之和可以大于 100%，因为相互作用的部分计入每一方；单个份额大于 100% 则说明取点太少。",
        "Sobol: total shares may add up to more than 100 %, since what inputs do together counts for each of them; "
        "one share above 100 % tells of too few points.",
    ),
    # warm-up
    "warm_up.settled": Both(
        "开始后约 {days} 天（约 {cases} 件）为起步期，应当不计；共看了 {looked_at} 件。",
        "The first {days} days (about {cases} cases) are a start from empty and should be left out; {looked_at} cases "
        "were looked at.",
    ),
    "warm_up.none": Both(
        "看不出起步期，不必去掉开头的案件；共看了 {looked_at} 件。",
        "No start from empty can be seen, so none needs to be left out; {looked_at} cases were looked at.",
    ),
    "warm_up.open": Both(
        "运行太短，看不出起步期有多长（至少 {days} 天）；请多看一些天。共看了 {looked_at} 件。",
        "The run is too short to tell how long the start is (at least {days} days); look at more days. {looked_at} "
        "cases were looked at.",
    ),
    "warm_up.note": Both(
        "MSER-5：不计最初若干件之后，余下均值的边际标准误最小之处。",
        "MSER-5: where the marginal standard error of what is left is least.",
    ),
    # staffing
    "staffing.proven": Both(
        "{members}即可达到目标（{goal} {wanted}）：{found}，成本 {cost} {cost_unit}；任一岗位再少一人则肯定达不到。",
        "Enough for the goal ({goal} {wanted}): {members}. {found}, at {cost} {cost_unit}; with one fewer anywhere "
        "it is surely missed.",
    ),
    "staffing.chosen": Both(
        "{members}达到目标（{goal} {wanted}）：{found}，成本 {cost} {cost_unit}；但不能证明少一人就达不到。",
        "Enough for the goal ({goal} {wanted}): {members}. {found}, at {cost} {cost_unit}; that one fewer would miss "
        "it is not proven.",
    ),
    "staffing.none": Both(
        "所给范围内没有人数肯定达到目标（{goal} {wanted}），共判断了 {tried} 种。",
        "No staffing in the ranges surely meets the goal ({goal} {wanted}); {tried} were judged.",
    ),
    "staffing.kept": Both("单独看，{kept}的重复达到目标。", "Taken one by one, {kept} of the replications keep it."),
    "staffing.note": Both(
        "目标是对均值而言，不是对每一年；“达到”“未达到”都要整个区间在目标的同一侧。",
        "The goal is met on the mean, not in every year; 'met' and 'missed' both take the whole interval on one side "
        "of it.",
    ),
    "goal.within": Both("{time}在 {days} 天以内的案件", "cases with {time} within {days} days"),
    "goal.processing_days": Both("法定办理工作日", "legal working days"),
    "goal.processing_time": Both("办理时长（工作日）", "processing time (working days)"),
    "goal.cycle_time": Both("全程时长（日历天）", "cycle time (calendar days)"),
    # trade-offs
    "pareto.some": Both(
        "{tried} 种选择（共 {of} 种）中有 {count} 种值得考虑。最省的是{cheapest}：{cheapest_cost} {cost_unit}，{kpi}"
        "{cheapest_reached}；最好的是{best}：{best_cost} {cost_unit}，{best_reached}。",
        "Of {tried} choices looked at ({of} there are) {count} are worth choosing. The cheapest is {cheapest}: "
        "{cheapest_cost} {cost_unit}, {kpi} {cheapest_reached}. The best is {best}: {best_cost} {cost_unit}, "
        "{best_reached}.",
    ),
    "pareto.one": Both(
        "{tried} 种选择（共 {of} 种）中只有一种值得考虑：{cheapest}，{cheapest_cost} {cost_unit}，{kpi}"
        "{cheapest_reached}。",
        "Of {tried} choices looked at ({of} there are) only one is worth choosing: {cheapest}, {cheapest_cost} "
        "{cost_unit}, {kpi} {cheapest_reached}.",
    ),
    "pareto.overlap": Both(
        "两者的区间重叠，这一差异可能出于偶然。", "Their intervals overlap, so what lies between them may be chance."
    ),
    # courses
    "weekday.0": Both("星期一", "Monday"),
    "weekday.1": Both("星期二", "Tuesday"),
    "weekday.2": Both("星期三", "Wednesday"),
    "weekday.3": Both("星期四", "Thursday"),
    "weekday.4": Both("星期五", "Friday"),
    "weekday.5": Both("星期六", "Saturday"),
    "weekday.6": Both("星期日", "Sunday"),
    "utilisation_by_hour.sentence": Both(
        "最忙的岗位是{pool}，利用率 {utilisation}；其最忙的时段是{day} {hour} 时，利用率 {busy}%。",
        "The busiest pool is {pool}, busy for {utilisation} of its time; its busiest hour is {day} at {hour}:00, with "
        "{busy} %.",
    ),
    "utilisation_by_hour.note": Both(
        "利用率为在岗时间中办事的比例，各次重复的平均；空白处无人在岗。",
        "Utilisation is the share of the time on duty in which members serve, mean over replications; where nobody "
        "is on duty there is nothing.",
    ),
    "gantt.median": Both("居中的案件（第 {number} 件）", "a case in the middle (number {number})"),
    "gantt.share": Both(
        "较慢的案件：{share}% 的案件不比它久（第 {number} 件）",
        "a slow case: {share} % take no longer (number {number})",
    ),
    "gantt.quick": Both(
        "较快的案件：{share}% 的案件不比它久（第 {number} 件）",
        "a quick case: {share} % take no longer (number {number})",
    ),
    "gantt.given": Both("第 {number} 件案件", "case number {number}"),
    "gantt.both": Both(
        "{case}：改革前 {before} 天，改革后 {after} 天。这只是一件案件，没有区间。",
        "{case}: {before} days before, {after} days after. This is one single case and has no interval.",
    ),
    "gantt.one": Both(
        "{case}：{days} 天。这只是一件案件，没有区间。",
        "{case}: {days} days. This is one single case and has no interval.",
    ),
    "gantt.note": Both(
        "第一次重复中的案件，改革前后用同一组随机数。并行的环节相互重叠；“谁在办”逐刻只计一方。",
        "Cases of the first replication, with the same draws before and after. Parallel steps overlap; who held the "
        "case is told once for every instant.",
    ),
    "gantt.law": Both("法定等待", "statutory wait"),
    "gantt.applicant": Both("申请人", "applicant"),
    "gantt.third_party": Both("第三方", "third party"),
    "gantt.call": Both("另一流程", "another lane"),
    "work_in_progress.sentence": Both(
        "{side}：观测期开始时平均在办 {start} 件，结束时 {end} 件。",
        "{side}: {start} cases under way on average when the measured days begin, {end} when they end.",
    ),
    "work_in_progress.single": Both("只有一次重复，没有区间。", "A single replication has no interval."),
    "work_in_progress.whole": Both(
        "所有案件都计入，从空的部门开始到全部办完，在办件数先升后降。",
        "All cases are measured, from empty departments to the last case: cases under way rise and then fall.",
    ),
    "work_in_progress.alone": Both("本流程", "this lane"),
    "work_in_progress.clear": Both("在办件数明显增加。", "Cases clearly pile up."),
    "work_in_progress.unclear": Both(
        "看不出明显的增减（区间重叠）。", "No clear rise or fall (the intervals overlap)."
    ),
    "work_in_progress.less": Both("在办件数明显减少。", "Cases under way clearly become fewer."),
    "work_in_progress.note": Both(
        "每天结束时的在办件数，各次重复的平均；带为均值的区间，外带为各次重复的第 10 至 90 百分位。",
        "Cases under way at the end of each day, mean over replications; the band is the interval on the mean, the "
        "wide one goes from the 10th to the 90th percentile of the replications.",
    ),
    # live
    "live.within": Both(
        "{kpi}：实际 {live} {unit}（{cases} 件），在仿真的通常范围 {low} 到 {high} 之内，没有明显差异。",
        "{kpi}: {live} {unit} live (cases: {cases}), within the usual range of the simulation, {low} to {high}: no "
        "clear difference.",
    ),
    "live.above": Both(
        "{kpi}：实际 {live} {unit}（{cases} 件），高于仿真的通常范围 {low} 到 {high}。",
        "{kpi}: {live} {unit} live (cases: {cases}), above the usual range of the simulation, {low} to {high}.",
    ),
    "live.below": Both(
        "{kpi}：实际 {live} {unit}（{cases} 件），低于仿真的通常范围 {low} 到 {high}。",
        "{kpi}: {live} {unit} live (cases: {cases}), below the usual range of the simulation, {low} to {high}.",
    ),
    "live.single": Both(
        "{kpi}：实际 {live} {unit}（{cases} 件），仿真 {simulated}；只有一次重复，无法判断。",
        "{kpi}: {live} {unit} live (cases: {cases}), {simulated} simulated; a single replication cannot tell.",
    ),
    "live.none": Both(
        "还没有办结的实际案件可以对照（提交 {cases} 件）。",
        "No live case has been decided yet that could be compared ({cases} submitted).",
    ),
}
"""Key to text; ``{name}`` is filled in."""
