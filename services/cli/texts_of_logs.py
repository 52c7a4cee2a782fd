"""What the command line says of event logs: key to Chinese and English."""

from __future__ import annotations

from typing import Final

LOGS: Final = {
    "log": (
        "事件日志：转换格式、导出真实案件、查看内容。",
        "Event logs: convert between formats, export live cases, see what is in one.",
    ),
    "log.convert": (
        "把日志转换为另一种格式；其他工具的日志须指明各列。",
        "Convert a log to another format; of another tool's log, say which columns are which.",
    ),
    "log.export": (
        "从本系统的数据库导出真实案件的日志。",
        "Write the log of the cases that ran for real, out of the product's own store.",
    ),
    "log.describe": (
        "日志中有什么：案件、事件、变体、起止时间；给出流程则计算指标。",
        "Tell what is in a log: cases, events, variants, time span; with a lane, its KPIs.",
    ),
    "log.mine": (
        "从日志挖掘流程：步骤、返工、人员、工作时间、时长和到件，并说明日志没有给出的内容。",
        "Mine a lane out of a log: steps, rework, people, hours, times and arrivals; tell what the log does not.",
    ),
    "option.noise": (
        "噪声阈值（0 到 1）：某步之后，低于最常见去向这一比例的去向视为噪声。",
        "Noise, 0 to 1: what follows a step less often than this part of what mostly does is taken for noise.",
    ),
    "option.most_activities": (
        "最多保留多少种活动，少见的略去。",
        "How many activities at most; the rarest are left out.",
    ),
    "argument.log": (
        "日志文件：.csv、.xes（可加 .gz）、.json 或 .sqlite（OCEL 2.0）、.parquet。",
        "A log: .csv or .xes (also .gz), .json or .sqlite (OCEL 2.0), .parquet.",
    ),
    "argument.log_out": ("写入的文件；格式由扩展名决定。", "The file to write; its ending says the format."),
    "option.log_to": ("写入的文件；格式由扩展名决定。", "The file to write; its ending says the format."),
    "option.log_lane": (
        "只取这条流程的案件；不给出则取全部。",
        "Only the cases of this lane; all of them if absent.",
    ),
    "option.log_sealed": (
        "连同封档的案件一并导出；不给出则不含封档案件。",
        "Also the cases whose files are sealed; without it they are left out.",
    ),
    "option.measured_lane": (
        "案件所走的流程或方案（标识或文件），用来计算指标。",
        "The lane or scenario that the cases travelled (id or file), to measure them by.",
    ),
    "option.lane_of_pools": (
        "案件所走的流程或方案；XES 与 OCEL 据此写明岗位。",
        "The lane or scenario that the cases travelled: then XES and OCEL tell the pools.",
    ),
    "option.simulated_log": (
        "另把第一次重复的事件日志写入此文件；格式由扩展名决定。",
        "Also write the event log of the first replication; the ending says the format.",
    ),
    "option.simulated_metrics": (
        "另把第一次重复的指标以 Prometheus 文本格式写入此文件。",
        "Also write the metrics of the first replication, in Prometheus' text format.",
    ),
    "option.case_column": (
        "其他工具的日志：案件编号所在的列、键，或 OCEL 中作为案件的对象类型。",
        "Another tool's log: column or key of the case's id; in OCEL, the type of object that is the case.",
    ),
    "option.activity_column": (
        "其他工具的日志：活动名称所在的列或键。",
        "Another tool's log: column or key of the activity.",
    ),
    "option.at_column": (
        "其他工具的日志：时间所在的列或键；有 --start 时为结束时间。",
        "Another tool's log: column or key of the instant; of the end, where there is --start.",
    ),
    "option.start_column": (
        "其他工具的日志：开始时间所在的列或键，与结束时间同在一行。",
        "Another tool's log: column or key of the start, in the same row as the end.",
    ),
    "option.member_column": (
        "其他工具的日志：经办人所在的列或键。",
        "Another tool's log: column or key of who did it.",
    ),
    "option.lifecycle_column": (
        "其他工具的日志：生命周期（start、complete 等）所在的列或键。",
        "Another tool's log: column or key of the life cycle (start, complete, ...).",
    ),
    "option.offset": (
        "不带时区的时间所在的时区，如 +08:00。",
        "The time zone of instants that have none, such as +08:00.",
    ),
    "log.written": (
        "已写入 {path}：案件 {cases}，事件 {events}",
        "written: {path}, cases: {cases}, events: {events}",
    ),
    "metrics.written": (
        "已写入 {path}：案件 {cases}",
        "written: {path}, cases: {cases}",
    ),
    "log.left_out": (
        "未采用 {count} 个生命周期为“{word}”的事件：本系统没有对应的事件种类。",
        "left out, events of life cycle {word!r}, which stands for no kind of event here: {count}",
    ),
    "log.figure": ("项目", "What"),
    "log.value": ("值", "Value"),
    "log.foreign": ("来自其他工具", "From another tool"),
    "log.yes": ("是", "yes"),
    "log.no": ("否", "no"),
    "log.cases": ("案件", "Cases"),
    "log.events": ("事件", "Events"),
    "log.from": ("最早", "First event"),
    "log.until": ("最晚", "Last event"),
    "log.steps": ("步骤", "Steps"),
    "log.members": ("经办人（按名称）", "Members, by name"),
    "log.variants": ("变体（完成步骤的次序）", "Variants, as orders of completed steps"),
    "log.kind": ("事件种类", "Kind of event"),
    "log.most": ("最常见的变体", "The most frequent variants"),
    "log.of_variant": ("完成的步骤", "Completed steps"),
    "log.assumed": (
        "{years} 年尚未公布日历，按周一至周五计算。",
        "No calendar is published for {years}; Monday to Friday are counted.",
    ),
}
