"""The figures that a lane is judged by: what they are called, their unit, and which way is better."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal

from workflows.definition.provenance import Frozen, Title


class KpiUnit(StrEnum):
    """Units of KPIs."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    SHARE = "share"
    CASES = "cases"
    VISITS = "visits"
    DOCUMENTS = "documents"
    STEPS = "steps"
    TIMES = "times"
    YUAN = "yuan"


class Kpi(Frozen):
    """One figure.

    Parameters
    ----------
    better : which way a reform wants it to go
    """

    title: Title
    unit: KpiUnit
    better: Literal["lower", "higher"] = "lower"


_STATISTICS: Final = {
    "mean": ("平均值", "mean"),
    "median": ("中位数", "median"),
    "p90": ("第90百分位数", "90th percentile"),
}


def _spread(id_: str, zh: str, en: str, unit: KpiUnit) -> dict[str, Kpi]:
    return {
        f"{id_}.{statistic}": Kpi(title=Title(zh=f"{zh}（{in_zh}）", en=f"{en}, {in_en}"), unit=unit)
        for statistic, (in_zh, in_en) in _STATISTICS.items()
    }


def _mean(zh: str, en: str, unit: KpiUnit) -> Kpi:
    return Kpi(title=Title(zh=f"{zh}（平均每件）", en=f"{en}, mean per case"), unit=unit)


def _share(zh: str, en: str, better: Literal["lower", "higher"] = "higher") -> Kpi:
    return Kpi(title=Title(zh=zh, en=en), unit=KpiUnit.SHARE, better=better)


KPIS: Final[dict[str, Kpi]] = {
    **_spread("processing_time", "办理时长", "processing time", KpiUnit.WORKING_DAYS),
    **_spread("processing_days", "法定办理工作日", "legal working days", KpiUnit.WORKING_DAYS),
    **_spread("cycle_time", "全程时长", "cycle time", KpiUnit.DAYS),
    "on_time": _share("按时办结率", "on-time share"),
    "on_time.statutory": _share("法定时限内办结率", "share within statutory limits"),
    "on_time.promised": _share("承诺时限内办结率", "share within promised limits"),
    "approved": _share("批准率", "share approved"),
    "corrected": _share("补正率", "share with a correction", "lower"),
    "visits": _mean("跑动次数", "visits", KpiUnit.VISITS),
    "documents": _mean("申请材料", "documents handed in", KpiUnit.DOCUMENTS),
    "steps": _mean("办理环节", "steps done", KpiUnit.STEPS),
    "redone": _mean("返工次数", "steps begun again", KpiUnit.TIMES),
    "agency_cost": _mean("行政成本", "cost to the agency", KpiUnit.YUAN),
    "fees": _mean("申请人费用", "fees of the applicant", KpiUnit.YUAN),
    "work_in_progress": Kpi(title=Title(zh="平均在办件数", en="work in progress, mean over time"), unit=KpiUnit.CASES),
    "holding.working": _mean("部门办理", "departments working", KpiUnit.DAYS),
    "holding.queueing": _mean("排队等候", "queueing for a busy department", KpiUnit.DAYS),
    "holding.off_duty": _mean("部门非工作时间", "departments off duty", KpiUnit.DAYS),
    "holding.third_party": _mean("第三方", "third parties", KpiUnit.DAYS),
    "holding.applicant": _mean("申请人", "applicant", KpiUnit.DAYS),
    "holding.statutory": _mean("法定等待", "statutory waits", KpiUnit.DAYS),
    "holding.elsewhere": _mean("其他", "elsewhere", KpiUnit.DAYS),
}
"""KPI id to what it is. A working day of processing *time* is eight office hours; the legal ones are whole days."""
