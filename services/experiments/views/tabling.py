"""Tables of views: their columns by name, and rows that have all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from services.experiments.report.language import Both
from services.experiments.views.shapes import Cell, ColumnKind, TableColumn, UnitName, ViewTable
from services.experiments.views.wording import UNIT, said

_COLUMNS: Final[dict[str, Both]] = {
    "kpi": Both("指标编号", "figure"),
    "title": Both("名称", "name"),
    "unit": Both("单位", "unit"),
    "alone": Both("均值", "mean"),
    "before": Both("改革前", "before"),
    "after": Both("改革后", "after"),
    "difference": Both("差值", "difference"),
    "verdict": Both("判断", "verdict"),
    "usual": Both("通常不超过", "usually at most"),
    "nine_in_ten": Both("十有九不超过", "nine in ten at most"),
    "series": Both("哪一列", "which"),
    "figure": Both("数值", "value"),
    "relative": Both("相对精度", "relative precision"),
    "wanted": Both("要求", "wanted"),
    "share": Both("案件比例", "share of cases"),
    "processing_time_alone": Both("办理时长", "processing time"),
    "processing_time_before": Both("办理时长，改革前", "processing time, before"),
    "processing_time_after": Both("办理时长，改革后", "processing time, after"),
    "cycle_time_alone": Both("全程时长", "cycle time"),
    "cycle_time_before": Both("全程时长，改革前", "cycle time, before"),
    "cycle_time_after": Both("全程时长，改革后", "cycle time, after"),
    "way": Both("计法", "way of dividing"),
    "order": Both("次序", "order"),
    "lever": Both("措施", "lever"),
    "change": Both("变化", "change"),
    "start": Both("起", "from"),
    "end": Both("止", "to"),
    "rank": Both("名次", "rank"),
    "step": Both("环节编号", "step"),
    "pool": Both("岗位", "pool"),
    "side": Both("哪一侧", "side"),
    "per_case": Both("每件次数", "times per case"),
    "spent": Both("每件合计停留", "time there per case"),
    "queued": Both("其中等候", "of it waiting"),
    "waiting": Both("每次等候", "waiting each time"),
    "service": Both("每次服务", "service each time"),
    "sojourn": Both("每次停留", "sojourn each time"),
    "utilisation": Both("岗位利用率", "utilisation of the pool"),
    "rework": Both("返工比例", "share done again"),
    "count": Both("每件次数", "times per case"),
    "waiting_class": Both("等候分级", "class of waiting"),
    "utilisation_class": Both("利用率分级", "class of utilisation"),
    "count_class": Both("次数分级", "class of times"),
    "rework_class": Both("返工分级", "class of share done again"),
    "holder": Both("在谁手里编号", "holder"),
    "days": Both("每件天数", "days per case"),
    "of_whole": Both("占全程", "share of the whole"),
    "working_days": Both("工作日", "working days"),
    "source": Both("来源", "source"),
    "reached": Both("仿真达到（第90百分位）", "reached, 90th percentile"),
    "on_paper": Both("纸面时限", "limits on paper"),
    "limits_factor": Both("各时限须乘以", "factor on every limit"),
    "kind": Both("类别", "kind"),
    "saved": Both("办理时长均值的变化", "change of mean processing time"),
    "helps": Both("是否有用", "helps"),
    "value": Both("取值", "value"),
    "limits": Both("纸面时限", "limits on paper"),
    "members": Both("人数", "people"),
    "levers": Both("措施", "levers"),
    "cost": Both("成本", "cost"),
    "found": Both("目标所说的数值", "the goal's figure"),
    "role": Both("角色", "role"),
    "name": Both("编号", "id"),
    "mean": Both("均值", "mean"),
    "replications": Both("重复次数", "replications"),
    "best": Both("是否最好", "best"),
    "low": Both("从", "from"),
    "high": Both("到", "to"),
    "size": Both("影响大小（μ*）", "size of effect (mu*)"),
    "effect": Both("带符号的影响（μ）", "effect with its sign (mu)"),
    "spread": Both("影响的离散（σ）", "spread of effects (sigma)"),
    "alone_share": Both("单独占方差", "share of variance alone"),
    "total_share": Both("参与占方差", "share of variance in all"),
    "matters": Both("是否有影响", "matters"),
    "day": Both("自开始起的天数", "day from the start"),
    "statistic": Both("边际标准误", "marginal standard error"),
    "cycle_days": Both("全程时长", "cycle time"),
    "live": Both("实际", "live"),
    "live_cases": Both("实际案件数", "live cases"),
    "simulated": Both("仿真", "simulated"),
    "usual_low": Both("通常范围下端", "usual range from"),
    "usual_high": Both("通常范围上端", "usual range to"),
    "weekday": Both("星期", "weekday"),
    "hour": Both("钟点", "hour"),
    "queue": Both("排队", "queue"),
    "case": Both("案件", "case"),
    "occurrence": Both("第几次", "occurrence"),
    "doer": Both("谁做", "who"),
    "enabled": Both("可以开始", "could begin"),
    "started": Both("开始", "begun"),
    "completed": Both("完成", "completed"),
    "working": Both("工作时间", "working time"),
    "date": Both("日期", "date"),
}
"""Column id to what it is called."""


def column(id_: str, kind: ColumnKind, unit: str | None = None) -> TableColumn:
    """A column.

    Parameters
    ----------
    unit : name of its unit
    """
    title = said(_COLUMNS[id_])
    return TableColumn(id=id_, title=title, kind=kind, unit=None if unit is None else UNIT[UnitName(unit)])


def table(columns: Sequence[TableColumn], rows: Iterable[Mapping[str, Cell]]) -> ViewTable:
    """A table of what rows have in its columns."""
    ids = [each.id for each in columns]
    return ViewTable(columns=tuple(columns), rows=tuple({id_: row[id_] for id_ in ids} for row in rows))
