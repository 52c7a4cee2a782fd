"""What the command line says of studies: key to Chinese and English."""

from __future__ import annotations

from typing import Final

STUDIES: Final = {
    "warm_up": (
        "预热期应多长：由 MSER-5 判定从空闲起多少天不计。",
        "Tell how long a warm-up should be, by MSER-5: the days from empty that are not to be measured.",
    ),
    "select": (
        "从多条流程或方案中选出最好的一个，保证达到给定的置信度。",
        "Select the best of several lanes or scenarios, with a guarantee.",
    ),
    "staff": (
        "达到目标最少需要多少人，并以区间证明少一人即不达标。",
        "Find the fewest people who meet a goal, with proof that one fewer does not.",
    ),
    "sensitivity": (
        "流程中哪些数值左右一项指标；不给出数值则列出可变的全部数值。",
        "Tell which numbers of a lane move a figure; without any, list those that there are.",
    ),
    "pareto": (
        "时间与成本的取舍：列出在两方面都不被其他方案超过的人员与措施组合。",
        "Find what a shorter time costs: the staffings and levers that nothing else beats in both.",
    ),
    "option.precision": (
        "重复到指标区间半宽不超过均值的这一比例，如 0.05；此时 --replications 为上限（默认 500）。",
        (
            "Replicate until half the interval is at most this share of the mean, such as 0.05; "
            "--replications is then the most (500 if absent)."
        ),
    ),
    "option.precise_kpi": (
        "精度所指的指标，可重复给出；默认 processing_time.mean。",
        "Figure that the precision is of, repeatable; processing_time.mean if absent.",
    ),
    "option.stress_des": (
        "按 STRESS-DES 清单把模型、数据、假设和实验写入此 Markdown 文件。",
        "Write model, data, assumptions and experiment into this Markdown file, as the STRESS-DES checklist asks.",
    ),
    "option.warm_up_days": ("考察多少天；默认为整个实验。", "Days to look at; the whole experiment if absent."),
    "option.svg": ("把曲线画入此 SVG 文件。", "Draw the curves into this SVG file."),
    "option.indifference": (
        "多大的差别无关紧要，单位与指标相同。",
        "Difference that would not matter, in the unit of the figure.",
    ),
    "option.kpi": ("指标的标识，如 processing_time.p90。", "Id of a figure, such as processing_time.p90."),
    "option.confidence": ("结论应有的置信度。", "Confidence that the answer is to have."),
    "option.first": ("淘汰之前各自重复的次数。", "Replications of each before any is dropped."),
    "option.most": ("每个最多重复的次数。", "Most replications of each."),
    "option.goal": (
        "目标，如 within(processing_days,1)>=0.95，或 processing_time.p90<=5。",
        "A goal such as within(processing_days,1)>=0.95 or processing_time.p90<=5.",
    ),
    "option.pool": (
        "岗位及人数范围，如 window=1..6；可重复给出。",
        "A pool and between how many members it is varied, such as window=1..6. Repeatable.",
    ),
    "option.first_look": (
        "每种人员配置先重复的次数；难以判定时增至四倍。",
        "Replications of each staffing at first; up to four times as many where it is close.",
    ),
    "option.most_staffings": ("最多考察多少种人员配置。", "Staffings that may be judged."),
    "option.input": (
        "流程中的一个数值及范围，如 check.service_time=10..30；只给名称则上下浮动两成。可重复给出。",
        (
            "A number of the lane and its range, such as check.service_time=10..30; a fifth less to a fifth more "
            "with the name alone. Repeatable."
        ),
    ),
    "option.method": (
        "morris（基本效应）或 sobol（方差份额）。",
        "morris (elementary effects) or sobol (shares of the variance).",
    ),
    "option.size": (
        "Morris 的轨迹数（默认 10）；Sobol 的基数，须为 2 的幂（默认 64）。",
        "Trajectories of Morris (10); base of Sobol, a power of two (64).",
    ),
    "option.levers": ("方案的各项措施也可取可舍。", "Choose among the levers of the scenario too."),
    "option.trials": (
        "考察多少种组合；不超过时全部考察，否则由 NSGA-II 搜索。",
        "Choices to look at: all if there are no more, else those that NSGA-II proposes.",
    ),
    "argument.candidates": ("流程或方案的标识或文件，至少两个。", "Ids of lanes or scenarios, or files; at least two."),
    "precision.reached": (
        "重复 {at} 次后达到所求精度（{precision}），共计 {replications} 次，含前瞻。",
        (
            "The precision asked for ({precision}) was reached after {at} replications; the figures rest on "
            "{replications}, those of the look ahead included."
        ),
    ),
    "precision.missed": (
        "重复 {replications} 次仍未达到所求精度（{precision}）。",
        "The precision asked for ({precision}) was not reached within {replications} replications.",
    ),
    "experiment.saved_by_pairing": ("配对节省的方差", "Variance saved"),
    "several.title": ("{figure}（{unit}），各方案同时比较", "{figure} ({unit}), all compared at once"),
    "several.difference": ("差异", "Difference"),
    "several.interval": ("同时 {confidence} 区间", "Simultaneous {confidence} interval"),
    "several.p": ("p 值", "p"),
    "several.adjusted": ("p 值（Holm）", "p, Holm"),
    "warm_up.day": ("提交日", "Day of submission"),
    "warm_up.left_out": ("不计案件", "Cases left out"),
    "warm_up.statistic": ("MSER-5 统计量", "MSER-5 statistic"),
    "warm_up.cycle_time": ("全程时长（天）", "Cycle time (days)"),
    "warm_up.found": (
        "前 {days} 天（约 {cases} 件）不计即可；每次重复考察 {of} 件，重复 {replications} 次。",
        "Leave out the first {days} days (about {cases} cases); replications: {replications}, of {of} cases each.",
    ),
    "warm_up.none": (
        "不必去掉任何一天：从第一天起就已平稳。每次重复考察 {of} 件，重复 {replications} 次。",
        (
            "Nothing has to be left out: the run is like itself from the first day. "
            "Replications: {replications}, of {of} cases each."
        ),
    ),
    "warm_up.too_short": (
        (
            "统计量到末尾仍在下降：时间太短，或流程不堪重负、永不稳定。（{days} "
            "天，{cases}/{of} 件，重复 {replications} 次）"
        ),
        (
            "The statistic falls to the end of what was looked at: look at more days, or the lane has more work than "
            "people and never settles. ({days} days, {cases} of {of} cases, {replications} replications)"
        ),
    ),
    "select.lane": ("流程或方案", "Lane"),
    "select.mean": ("均值", "Mean"),
    "select.replications": ("重复次数", "Replications"),
    "select.best": (
        "最好的是 {best}：若领先至少 {zone}，则以 {confidence} 的置信度成立；否则与最好者相差不到 {zone}。",
        (
            "The best is {best}: with {confidence} confidence if "
            "it is ahead by {zone} or more, else one that is within "
            "{zone} of the best."
        ),
    ),
    "select.unsettled": (
        (
            "目前最好的是 {best}，但已到重复上限，不能保证（{confidence}，"
            "{zone}）。请增加 --replications 或放宽 --indifference。"
        ),
        (
            "{best} is the best so far, without a guarantee "
            "({confidence}, difference {zone}): the most replications were "
            "run. Allow more with --replications, or a larger --indifference."
        ),
    ),
    "staff.judged": ("{pools}：{members}，{verdict}", "{pools}: {members}, {verdict}"),
    "staff.met": ("达到", "met"),
    "staff.missed": ("未达到", "missed"),
    "staff.undecided": ("难以判定", "undecided"),
    "staff.share": ("指标", "Figure"),
    "staff.interval": ("区间", "Interval"),
    "staff.replications": ("重复次数", "Replications"),
    "staff.verdict": ("判定", "Verdict"),
    "staff.yuan": ("每小时 {cost} 元", "{cost} yuan an hour"),
    "staff.heads": ("{cost} 人", "{cost} people"),
    "staff.proven": (
        "最少需要：{members}（{cost}）。以 {confidence} 的置信度，如此达到目标，范围内任一岗位少一人即达不到。",
        (
            "The fewest are: {members} ({cost}). With {confidence} confidence these meet the goal, and one fewer "
            "anywhere in the ranges does not."
        ),
    ),
    "staff.kept": (
        "{replications} 次重复中有 {share} 达到目标（至少 {low}）。",
        "Of {replications} replications {share} keep the goal (surely {low} or more).",
    ),
    "staff.least": (
        "{members}（{cost}）以 {confidence} 的置信度达到目标；所给范围不含更少的人。",
        "{members} ({cost}) meet the goal with {confidence} confidence; the ranges have no fewer.",
    ),
    "staff.unproven": (
        "{members}（{cost}）以 {confidence} 的置信度达到目标，但少一人是否达不到难以判定。请增加 --replications。",
        (
            "{members} ({cost}) meet the goal with {confidence} "
            "confidence, but whether one fewer does not is too close "
            "to tell. Run more --replications."
        ),
    ),
    "staff.none": (
        "所给范围内没有一种人员配置确能达到目标：等候的可能不是人手，请扩大范围或改变流程。",
        "No staffing within the ranges surely meets the goal. Widen them; or it is not people that cases wait for.",
    ),
    "staff.exhausted": (
        "已考察到允许的人员配置数仍未找到。请缩小范围或增加 --most。",
        "As many staffings were judged as allowed, and none was found. Narrow the ranges or allow more with --most.",
    ),
    "sensitivity.inputs": ("流程中可变的数值", "Numbers of the lane"),
    "sensitivity.input": ("数值", "Input"),
    "sensitivity.value": ("取值", "Value"),
    "sensitivity.unit": ("单位", "Unit"),
    "sensitivity.range": ("范围", "Range"),
    "sensitivity.size": ("影响大小（μ*）", "Size (mu*)"),
    "sensitivity.effect": ("方向（μ）", "Effect (mu)"),
    "sensitivity.spread": ("离散（σ）", "Spread (sigma)"),
    "sensitivity.alone": ("单独份额", "Share alone"),
    "sensitivity.total": ("总份额", "Share in all"),
    "sensitivity.morris": (
        "Morris 基本效应：数值走完整个范围时指标的变化；仿真不同流程 {lanes} 种，各重复 {replications} 次。",
        (
            "Elementary effects (Morris): what the figure changes by when an input goes through its range. "
            "Different lanes simulated: {lanes}, replications of each: {replications}."
        ),
    ),
    "sensitivity.sobol": (
        "Sobol 方差份额；仿真不同流程 {lanes} 种，各重复 {replications} 次。",
        "Shares of the variance (Sobol). Different lanes simulated: {lanes}, replications of each: {replications}.",
    ),
    "input_unit.seconds": ("秒", "seconds"),
    "input_unit.minutes": ("分钟", "minutes"),
    "input_unit.hours": ("小时", "hours"),
    "input_unit.days": ("天", "days"),
    "input_unit.working_days": ("工作日", "working days"),
    "input_unit.share": ("比例", "share"),
    "input_unit.members": ("人", "members"),
    "input_unit.yuan": ("元", "yuan"),
    "input_unit.factor": ("倍数", "factor"),
    "pareto.yuan": ("人员成本（元/小时）", "Staff (yuan an hour)"),
    "pareto.heads": ("人员（人）", "Staff (people)"),
    "pareto.levers": ("措施", "Levers"),
    "pareto.all": (
        "全部 {of} 种组合均已仿真（{tried}）。",
        "All {of} choices were simulated ({tried}).",
    ),
    "pareto.some": (
        "共 {of} 种组合，按 NSGA-II 仿真了 {tried} 种。",
        "Of {of} choices {tried} were simulated, as NSGA-II proposed them.",
    ),
}
