"""What a STRESS-DES report says besides the lane's own words, in both languages."""

from __future__ import annotations

from typing import Final

from services.experiments.report.language import Both

SECTIONS: Final = {
    "1": Both("1. 目标", "1. Objectives"),
    "1.1": Both("1.1 模型用途", "1.1 Purpose of the model"),
    "1.2": Both("1.2 模型输出", "1.2 Model outputs"),
    "1.3": Both("1.3 实验目的", "1.3 Experimentation aims"),
    "2": Both("2. 逻辑", "2. Logic"),
    "2.1": Both("2.1 基础模型总览", "2.1 Base model overview diagram"),
    "2.2": Both("2.2 基础模型逻辑", "2.2 Base model logic"),
    "2.3": Both("2.3 方案逻辑", "2.3 Scenario logic"),
    "2.4": Both("2.4 算法", "2.4 Algorithms"),
    "2.5.1": Both("2.5.1 实体", "2.5.1 Components: entities"),
    "2.5.2": Both("2.5.2 活动", "2.5.2 Components: activities"),
    "2.5.3": Both("2.5.3 资源", "2.5.3 Components: resources"),
    "2.5.4": Both("2.5.4 队列", "2.5.4 Components: queues"),
    "2.5.5": Both("2.5.5 进入与离开", "2.5.5 Components: entry and exit points"),
    "3": Both("3. 数据", "3. Data"),
    "3.1": Both("3.1 数据来源", "3.1 Data sources"),
    "3.2": Both("3.2 数据预处理", "3.2 Pre-processing"),
    "3.3": Both("3.3 输入参数", "3.3 Input parameters"),
    "3.4": Both("3.4 假设", "3.4 Assumptions"),
    "4": Both("4. 实验", "4. Experimentation"),
    "4.1": Both("4.1 初始化", "4.1 Initialisation"),
    "4.2": Both("4.2 运行长度", "4.2 Run length"),
    "4.3": Both("4.3 估计方法", "4.3 Estimation approach"),
    "5": Both("5. 实现", "5. Implementation"),
    "5.1": Both("5.1 软件与编程语言", "5.1 Software or programming language"),
    "5.2": Both("5.2 随机抽样", "5.2 Random sampling"),
    "5.3": Both("5.3 模型执行", "5.3 Model execution"),
    "5.4": Both("5.4 系统规格", "5.4 System specification"),
    "6": Both("6. 代码获取", "6. Code access"),
    "6.1": Both("6.1 模型共享说明", "6.1 Computer model sharing statement"),
}
"""Items of the checklist, in its order."""

TEXTS: Final = {
    "title": Both("STRESS-DES 报告：{lane}", "STRESS-DES report: {lane}"),
    "about": Both(
        "按 Monks 等（2019）《Strengthening the reporting of empirical simulation studies》"
        "（Journal of Simulation 13(1)，55-67）的离散事件仿真清单逐项填写。",
        "Every item of the checklist for discrete-event simulation of Monks et al. (2019), Strengthening the reporting "
        "of empirical simulation studies: introducing the STRESS guidelines, Journal of Simulation 13(1), 55-67.",
    ),
    "purpose": Both(
        "弄清一条审批流程在改革前后要办多久、跑几趟、花多少钱，好在调整任何窗口之前就知道改革能节省什么。",
        "To know how long cases of an approval lane take, how many visits and how much money they cost, so that a "
        "reform's saving is known before anybody's window is moved.",
    ),
    "outputs": Both(
        "窗口期内提交的案件，{replications} 次重复的均值及 {confidence} 区间：",
        "Of the cases submitted in the window, means over {replications} replications with {confidence} intervals:",
    ),
    "aims": Both(
        "估计该流程的上述指标。方案之间以 `greenlane compare` 在相同随机数下配对比较。",
        "To estimate these figures for this lane. Scenarios are compared pair by pair under common random numbers "
        "with `greenlane compare`.",
    ),
    "logic": Both(
        "案件自提交起按下列步骤前进；由岗位完成的步骤须等有空闲且在班的成员。法定时限按国务院公布的工作日计，"
        "自受理至决定，补正与特别程序期间停止计时。",
        "A case travels the steps above from its submission; a step that a pool does waits for a member who is idle "
        "and on duty. Processing time counts working days as published by the State Council, from acceptance to "
        "decision, and stops for corrections and special procedures.",
    ),
    "calls": Both("由它开启案件的流程：{lanes}。", "Lanes whose cases it opens: {lanes}."),
    "beside": Both("同时运行、共用岗位的流程：{lanes}。", "Lanes that run beside it and share its pools: {lanes}."),
    "levers": Both("已依次采用的措施：{levers}。", "Levers applied to it, in this order: {levers}."),
    "no_levers": Both("没有采用任何措施：这是现状。", "No levers were applied: this is the lane as somebody wrote it."),
    "algorithms": Both(
        "排队次序：优先级数值小者先，其次等候起点早者先，再次按案件先后与步骤在流程中的位置。同一时刻的事件按同一规则排序，"
        "与事件循环无关。分位数取经验分布函数的逆。",
        "Order of waiting work: lower priority number first, then whoever became due earlier, then by the order of "
        "cases and the place of the step. Events of one instant are ordered by the same key, never by an event loop. "
        "Quantiles are the inverse of the empirical distribution function.",
    ),
    "entities": Both("案件。它们自始就有的区别：", "Cases. What they differ in from the start:"),
    "entities_alike": Both("案件，自始没有区别。", "Cases, which do not differ from the start."),
    "queues": Both(
        "每个岗位一个队列，容量不限；无人中途离开，但案件撤回或结束时其等候中的工作一并撤出。",
        "One queue for each pool, of no limited length. Nobody leaves it, but work of a case that is withdrawn or ends "
        "is taken out.",
    ),
    "entry": Both("进入：{arrivals}。", "Entry: {arrivals}."),
    "no_arrivals": Both("仅由其他流程开启案件", "by other lanes only"),
    "exit": Both("离开：{ends}。", "Exit: {ends}."),
    "at_the_end": Both("走完全部步骤", "after the last step"),
    "sources": Both("数值与步骤的来源（个数）：", "Where numbers and steps come from (how many):"),
    "preprocessing": Both(
        "数值按流程文件使用，不再加工；由日志拟合的分布在其依据中说明。",
        "Numbers are used as the lane states them, without any further processing; a distribution that was fitted to a "
        "log says so in its basis.",
    ),
    "parameters": Both("全部数值，附位置与依据：", "Every number, with its place and basis:"),
    "assumptions": Both(
        "以下 {count} 项为假设或未经核实的常识，结果建立在它们之上：",
        "These {count} are assumed, or general knowledge that nobody verified; the results rest on them:",
    ),
    "no_assumptions": Both("没有假设的数值。", "No number is assumed."),
    "empty": Both(
        "自 {start} 起从空系统开始；前 {warm_up} 天到达的案件不计。预热期可由 `greenlane warm-up` 检验（MSER-5）。",
        "The system is empty on {start}. Arrivals of the first {warm_up} days are not measured; `greenlane warm-up` "
        "tests that by MSER-5.",
    ),
    "all_cases": Both(
        "自 {start} 起从空系统开始；没有预热期。", "The system is empty on {start}; there is no warm-up."
    ),
    "length": Both(
        "计入 {window} 天内到达的案件；此后 {cool_down} 天仍有案件到达，直到全部案件办结为止。"
        "共 {cases} 件，未办结 {unfinished} 件。",
        "Arrivals of {window} days are measured; cases go on arriving for {cool_down} days more, and the run ends when "
        "the last case has. Cases measured: {cases}, unfinished: {unfinished}.",
    ),
    "length_cases": Both(
        "每次重复每条流程 {of} 件，全部计入，直到办结。共 {cases} 件。",
        "Each replication has {of} cases of each lane, all measured, and ends when the last one has. Cases: {cases}.",
    ),
    "estimation": Both(
        "{replications} 次独立重复，Student t 区间（{confidence}）；各方案使用按名称取得的相同随机数。"
        "每次运行核对案件守恒与利特尔法则，不成立的一次也没有：否则不会有结果。",
        "{replications} independent replications, Student's t intervals ({confidence}). All scenarios use the same "
        "random numbers, found by name. Every run was checked for conservation of cases and Little's law: had one "
        "failed, there would be no result.",
    ),
    "software": Both(
        "Greenlane {greenlane}，Python {python}，{others}。", "Greenlane {greenlane} on Python {python}; {others}."
    ),
    "sampling": Both(
        "计数器型发生器 Philox；均匀数按种子、重复、流程、步骤、用途、案件、次数取得，再按分布求逆。种子 {seed}。",
        "The counter-based generator Philox. A uniform number is found by seed, replication, lane, step, purpose, case "
        "and occurrence, and put through the inverse of the distribution. Seed {seed}.",
    ),
    "execution": Both(
        "在 SimPy 上逐事件推进；由与 Temporal 上真实运行相同的解释器执行。时间精确到毫秒。",
        "Event by event on SimPy, by the same interpreter that runs real cases on Temporal. "
        "Time is in whole milliseconds.",
    ),
    "system": Both(
        "任何可运行 Python 3.11 的机器；结果不取决于机器、进程数与完成次序。",
        "Any machine with Python 3.11: results do not depend on the machine, the number of processes, or the order in "
        "which they finish.",
    ),
    "access": Both(
        "Greenlane 以 Apache-2.0 许可开放。流程内容哈希 {hash}。重现：`{command}`。",
        "Greenlane is open under Apache-2.0. Content hash of the lane: {hash}. To reproduce: `{command}`.",
    ),
    "column.figure": Both("指标", "Figure"),
    "column.mean": Both("均值", "Mean"),
    "column.interval": Both("区间", "Interval"),
    "column.unit": Both("单位", "Unit"),
    "column.step": Both("步骤", "Step"),
    "column.who": Both("由谁完成", "Done by"),
    "column.pool": Both("岗位", "Pool"),
    "column.members": Both("人数", "Members"),
    "column.calendar": Both("工作时间", "Hours"),
    "column.utilisation": Both("利用率", "Utilisation"),
    "column.attribute": Both("属性", "Attribute"),
    "column.values": Both("取值", "Values"),
    "column.place": Both("位置", "Place"),
    "column.quantity": Both("数值", "Value"),
    "column.source": Both("来源", "Source"),
    "column.basis": Both("依据", "Basis"),
    "column.count": Both("个数", "How many"),
    "applicant": Both("申请人", "the applicant"),
    "law": Both("法定等待", "the law (everybody waits)"),
}
"""Key to words; places in braces are filled in."""
