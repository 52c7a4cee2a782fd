"""What a metric is, as data: its kind, unit, labels, meaning, and who exposes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from workflows.definition.provenance import Title


class Kind(StrEnum):
    """Kinds of metrics, as Prometheus names them."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


class Unit(StrEnum):
    """What a value of a metric is a number of."""

    SECONDS = "seconds"
    TIMESTAMP = "seconds since 1970"
    SHARE = "share, 0 to 1"
    BATCHES = "batches"
    CASES = "cases"
    COMMITMENTS = "commitments"
    CORRECTIONS = "corrections"
    EXPERIMENTS = "experiments"
    ITEMS = "items"
    MEMBERS = "members"
    ONE = "always 1"
    ORDERS = "orders"
    PROCESSES = "processes"
    RATINGS = "ratings"
    REPLICATIONS = "replications"
    REQUESTS = "requests"
    TASKS = "tasks"


class Process(StrEnum):
    """Who exposes a metric. The API in one process exposes what its services would expose."""

    REQUESTS = "requests"
    DECISIONS = "decisions"
    INSIGHTS = "insights"
    EXPERIMENTS = "experiments"
    CODEC = "codec"
    WORKER = "worker"
    DEPARTMENT_WORKER = "department-worker"
    SIMULATION_WORKER = "simulation-worker"
    SIMULATE = "simulate"
    """No process that is scraped, but the file that ``greenlane simulate … --metrics FILE`` writes."""


SERVICES: Final = (Process.REQUESTS, Process.DECISIONS, Process.INSIGHTS, Process.EXPERIMENTS, Process.CODEC)
WORKERS: Final = (Process.WORKER, Process.DEPARTMENT_WORKER, Process.SIMULATION_WORKER)
EVERYBODY: Final = (*SERVICES, *WORKERS)
"""Who answers over HTTP."""


class Reach(StrEnum):
    """How the same series of several processes go together."""

    OWN = "own"
    """Each process tells its own part: add them up."""
    WHOLE = "whole"
    """Whoever exposes it has looked at the whole store: of several that do, take one, as by ``max``."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes
    ----------
    name : as Prometheus shows it
    labels : in order, each one of `LABELS`
    exposed_by : all who do
    buckets : upper bounds of a histogram, in its unit, ascending; without the one that has none
    """

    name: str
    kind: Kind
    unit: Unit
    labels: tuple[str, ...]
    meaning: Title
    exposed_by: tuple[Process, ...]
    reach: Reach = Reach.OWN
    buckets: tuple[float, ...] = ()


def _label(zh: str, en: str) -> Title:
    return Title(zh=zh, en=en)


LABELS: Final = MappingProxyType(
    {
        "cause": _label("案件在谁手中，见指标 holding.*", "who had the case, as in the KPIs `holding.*`"),
        "credential": _label("none：没有凭证；refused：不予采纳", "`none` or `refused`"),
        "department": _label(
            "部门的英文名称；不归任何部门时为空", "English title of the department; empty if none has it"
        ),
        "engine": _label(
            "temporal：真实案件；simpy：仿真案件", "`temporal` for live cases, `simpy` for simulated ones"
        ),
        "horizon": _label("预测的工作日数：1、5 或 10", "working days ahead: 1, 5 or 10"),
        "lamp": _label("normal、warning 或 overdue", "`normal`, `warning` or `overdue`"),
        "lane": _label("通道的标识", "id of the lane"),
        "level": _label("好差评五级之一", "one of the five levels of the national rating"),
        "method": _label("HTTP 方法", "method of HTTP"),
        "outcome": _label("结果，取值见各指标", "how it came out; the metric's meaning lists the values"),
        "percentile": _label("50 或 90", "50 or 90"),
        "pool": _label("人员池的标识；申请人或第三方为空", "id of the pool; empty for the applicant and third parties"),
        "reason": _label("不予处理的原因", "why a request was turned away"),
        "result": _label("案件的结果", "result of the case"),
        "route": _label("路由模板，从不含标识", "template of the address, never the address itself"),
        "service": _label("应用服务或进程的名称", "which service or worker answers"),
        "stage": _label("进展到哪一步", "how far it has got"),
        "state": _label(
            "状态；案件为国家标准十五种之一", "state; of cases one of the fifteen of the national standard"
        ),
        "status": _label("HTTP 状态码", "status code of HTTP"),
        "task_queue": _label("任务队列", "task queue of Temporal"),
        "verdict": _label("inside、early 或 late", "`inside`, `early` or `late`"),
        "version": _label("工作进程的版本", "release of the worker"),
    }
)
"""Every label. Each has as many values as lanes, departments, routes or releases there are; none is an id of anything
that comes in without bound."""
