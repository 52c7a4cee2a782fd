"""What the command line says of lanes seen from near: key to Chinese and English."""

from __future__ import annotations

from typing import Final

TRACES: Final = {
    "trace": (
        "近看一条流程或改革前后：各岗位每周逐时忙闲与排队、每日在办件数、单个案件的逐步经过。",
        (
            "Look at a lane, or at one before and after, from near: pools by the hours of the week, "
            "work at the end of each day, and single cases step by step."
        ),
    ),
    "argument.traced": (
        "流程或方案的标识或文件；两条流程则为改革前与改革后。",
        "Id of a lane or scenario, or its file; of two lanes, the one before and the one after.",
    ),
    "option.share": (
        "画出用时不超过它的案件占这一比例的那一件，如 0.9；可重复给出，默认 0.5 与 0.9。",
        "Draw out the case that this share of cases take at most as long as, such as 0.9. Repeatable; 0.5 and 0.9.",
    ),
    "option.case": (
        "画出这一编号的案件，编号从 1 起；可重复给出。",
        "Draw out the case of this number, from 1. Repeatable.",
    ),
    "trace.pools": ("{lane}：岗位一周忙闲", "{lane}: pools over the week"),
    "trace.pool": ("岗位", "Pool"),
    "trace.utilisation": ("利用率", "Utilisation"),
    "trace.queue": ("平均排队（件）", "Queue, mean"),
    "trace.busiest": ("最忙的时段", "Busiest hour"),
    "trace.longest": ("排队最长的时段", "Longest queue"),
    "trace.weekday.0": ("周一", "Mon"),
    "trace.weekday.1": ("周二", "Tue"),
    "trace.weekday.2": ("周三", "Wed"),
    "trace.weekday.3": ("周四", "Thu"),
    "trace.weekday.4": ("周五", "Fri"),
    "trace.weekday.5": ("周六", "Sat"),
    "trace.weekday.6": ("周日", "Sun"),
    "trace.under_way": ("{lane}：每日结束时的在办件数", "{lane}: cases under way at the end of the day"),
    "trace.day": ("日期", "Day"),
    "trace.mean": ("均值", "Mean"),
    "trace.band": ("十次中有八次在此之间", "Four of five replications"),
    "trace.case.share": (
        "第 {number} 件（{share} 的案件用时不超过它），{side}：{days} 天",
        "Case {number} ({share} of cases take at most as long), {side}: {days} days",
    ),
    "trace.case.number": ("第 {number} 件，{side}：{days} 天", "Case {number}, {side}: {days} days"),
    "trace.before": ("改革前", "before"),
    "trace.after": ("改革后", "after"),
    "trace.alone": ("现状", "as it is"),
    "trace.gone": ("第 {number} 件改革后不存在。", "There is no case {number} after."),
    "trace.step": ("环节", "Step"),
    "trace.doer": ("由谁办", "Who"),
    "trace.from": ("起", "From"),
    "trace.to": ("止", "To"),
    "trace.held": ("案件归谁（按优先次序，合计即全程）", "Who held it (adds up to the whole)"),
    "trace.queueing": ("排队（小时）", "Queueing, h"),
    "trace.off_duty": ("非办公（小时）", "Off duty, h"),
    "trace.working": ("办理（小时）", "Working, h"),
    "trace.others": ("他人（小时）", "Others, h"),
    "trace.applicant": ("申请人", "applicant"),
    "trace.third_party": ("第三方", "third party"),
    "trace.statutory": ("法定期间", "the law"),
    "trace.call": ("另一案件", "another case"),
}
