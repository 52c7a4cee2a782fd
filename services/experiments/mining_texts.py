"""What is told of a lane that was mined out of a log, in both languages."""

from __future__ import annotations

from typing import Final

from services.experiments.report.language import Both
from simulations.calibration.told import Finding, Kind

_TEXTS: Final[dict[Kind, Both]] = {
    Kind.BLOCKS: Both(
        "在 {cases} 件案件中，{share}% 可按所得流程逐步重演（噪声阈值 {noise}）；其余是例外，或被当作噪声。",
        "of {cases} cases, {share} % can be replayed step by step on the lane (noise filter {noise}); the others are "
        "exceptions, or were taken for noise.",
    ),
    Kind.RARE_LEFT_OUT: Both(
        "最少见的 {count} 种活动（占全部记录的 {share}%）未纳入，保留最常见的 {kept} 种。",
        "the {count} rarest activities ({share} % of all that was done) are left out; the {kept} most frequent stay.",
    ),
    Kind.HOURS_MEASURED: Both(
        "工作时间由日志测得（北京时间）：{hours}。",
        "working hours are read off the log (Beijing time): {hours}.",
    ),
    Kind.HOURS_ASSUMED: Both(
        "日志不足以看出工作时间，假设为常规办公时间：{hours}。",
        "the log does not tell working hours; usual office hours are assumed: {hours}.",
    ),
    Kind.POOL: Both(
        "{activities} 种活动由同一批人办理：日志中有 {names} 个名字，按 {people} 人计，工作量占其时间的 {busy}%。",
        "{activities} activities share their people: {names} names in the log, taken as {people} people, at work for "
        "{busy} % of their time.",
    ),
    Kind.STAFF_RAISED: Both(
        "日志中同时在岗约 {found} 人，不足以完成所记工作量，按 {taken} 人计（假设）。",
        "about {found} people at a time are seen, too few for the work that they are seen to do; {taken} are assumed.",
    ),
    Kind.NOBODY_NAMED: Both(
        "日志没有记录经办人，假设人手充足、无人排队；所测时长因此包含等候。",
        "the log names nobody: enough people are assumed that nobody waits, and times that are measured include waits.",
    ),
    Kind.DONE_OUTSIDE: Both(
        "日志没有记录该活动的经办人，视为申请人或外部完成，按日历时间计（假设）。",
        "the log names nobody for this; it is taken as done outside of the departments, in calendar time.",
    ),
    Kind.STARTS_ESTIMATED: Both(
        "{of} 次活动中有 {count} 次没有开始时间，以“可以开始且经办人做完上一件事”的时刻估计，时长因此偏长。",
        "{count} of {of} times that something was done have no start; it is estimated as when it could begin and its "
        "member had done the thing before, so that service times are long rather than short.",
    ),
    Kind.LEFT_LYING: Both(
        "即使人手有空，这一步平均也会搁置 {hours} 小时（日志之外的原因），流程中单列为等候步骤。",
        "it lay for {hours} hours on the mean though its people had time, for reasons that the log does not tell; a "
        "wait before it stands for that.",
    ),
    Kind.ARRIVALS: Both(
        "到件间隔由 {cases} 件案件测得，平均 {gap} 个工作小时。",
        "the gap between arrivals is measured from {cases} cases: {gap} working hours on the mean.",
    ),
    Kind.NO_ARRIVALS: Both(
        "日志看不出到件间隔；仿真前请补上。",
        "the log does not tell how often a case arrives; say so before the lane is simulated.",
    ),
    Kind.CYCLE_TIME: Both(
        "日志中案件全程时间的中位数为 {days} 天；请先将其与本流程的仿真结果比较。",
        "the median case of the log took {days} days: compare a simulation of the lane with that first.",
    ),
    Kind.NO_LAW: Both(
        "法定时限、受理与决定节点、材料、费用和跑动次数不在日志中，请自行补充。",
        "limits, the marks of acceptance and decision, documents, fees and visits are in no log; add them.",
    ),
}


def said_of(finding: Finding) -> tuple[str, str]:
    """A finding in words, Chinese and English."""
    zh, en = _TEXTS[finding.kind]
    values = dict(finding.values)
    return zh.format(**values), en.format(**values)
