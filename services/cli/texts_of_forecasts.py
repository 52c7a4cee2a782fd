"""What the command line says of forecasts: key to Chinese and English."""

from __future__ import annotations

from typing import Final

FORECASTS: Final = {
    "forecast": (
        "从在办案件的现状向前仿真：预计超期件数、此刻申请的案件所需时间、各部门忙碌程度。",
        "Simulate forward from how open cases stand: breaches, times of a case filed now, how busy everybody will be.",
    ),
    "forecast.backtest": (
        "回测：从过去的时刻预测，再与实际结果比较。",
        "Forecast from past instants, and hold what was expected against what came.",
    ),
    "forecast.schedule": (
        "按设置 GREENLANE_FORECAST_EVERY 建立或移除 Temporal 上的定时预测；greenlane up 自动执行。",
        "Make Temporal's schedule of forecasts what GREENLANE_FORECAST_EVERY says, as `greenlane up` does by itself.",
    ),
    "forecast.scheduled": ("{schedule}：每 {every} 秒预测一次。", "{schedule}: a forecast every {every} s."),
    "forecast.not_scheduled": ("{schedule}：不定时预测。", "{schedule}: no forecasts are scheduled."),
    "option.at": (
        "预测的时刻（ISO 8601，含时区）；默认为现在，并保存结果。给出过去的时刻则只显示、不保存。",
        "Instant to forecast from, ISO 8601 with a zone; now if absent, and then it is kept. Of the past none is kept.",
    ),
    "option.forecast_replications": (
        "可能的未来的个数，至少 9 个；区间的概率由此决定。",
        "Possible futures, at least 9; intervals are made of them.",
    ),
    "option.forecasts": ("从多少个时刻预测。", "From how many instants."),
    "option.from": ("最早的时刻，默认为第一件案件。", "Earliest instant; the first case if absent."),
    "option.to": ("最晚的时刻，默认为现在。", "Latest instant; now if absent."),
    "forecast.made": (
        "{at} 的预测：在办 {cases} 件，{replications} 个可能的未来，种子 {seed}；区间概率 {chance}。",
        "Forecast of {at}: {cases} open cases, {replications} possible futures, seed {seed}; intervals of {chance}.",
    ),
    "forecast.left_out": (
        "{cases} 件案件无法预测：事件重演与记录不符，或流程未知。",
        "{cases} cases cannot be forecast: run again, they are not what is recorded, or their lane is not known.",
    ),
    "forecast.outlasted": (
        "{lane} 的 {step}：{items} 件已超过流程所述的最长时间，按重新开始计。",
        "{step} of {lane}: {items} have taken longer than the lane says they can, and are taken to begin anew.",
    ),
    "forecast.lanes": ("流程", "Lanes"),
    "forecast.departments": ("部门", "Departments"),
    "forecast.lane": ("流程", "Lane"),
    "forecast.open": ("在办", "Open"),
    "forecast.breaches": ("{days} 日内超期", "Breaches in {days} d"),
    "forecast.processing": ("办理时限 P50/P90（小时）", "Processing P50/P90 (h)"),
    "forecast.cycle": ("全程时间 P50/P90（小时）", "Cycle P50/P90 (h)"),
    "forecast.department": ("部门", "Department"),
    "forecast.busy": ("{days} 日内忙碌", "Busy in {days} d"),
    "forecast.accuracy": (
        "回测：{forecasts} 次预测，至 {until}；尚未可判 {undecided} 件",
        "Back-test: {forecasts} forecasts, up to {until}; {undecided} cases undecided",
    ),
    "forecast.judged": ("已判", "Judged"),
    "forecast.inside": ("区间内", "Inside"),
    "forecast.early": ("偏早", "Early"),
    "forecast.late": ("偏晚", "Late"),
    "forecast.coverage": ("覆盖率（应为）", "Coverage (expected)"),
    "forecast.bias": ("偏差（小时）", "Bias (h)"),
    "forecast.error": ("平均绝对误差（小时）", "Mean absolute error (h)"),
    "forecast.progress": ("{done}/{of}", "{done} of {of}"),
    "forecast.nothing": ("没有在办案件，也没有近期受理的流程。", "No case is open, and no lane is in use."),
}
