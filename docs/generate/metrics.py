"""The page on metrics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from docs.generate.models import table
from services.metrics.catalogue import CATALOGUE, FAMILIES
from services.metrics.metric import EVERYBODY, LABELS, SERVICES, WORKERS, Metric, Process

_INTRODUCTION: Final = """\
# Metrics

Every process answers `/metrics` in Prometheus' text format, with the metrics of this page and those of the Temporal SDK
(`temporal_…`); the embedded Temporal server has an address of its own for that
([Run the system](../how-to/run-the-system.md#metrics)). All times are in seconds. No label has a value for each case,
person or request.

**The same live and simulated.** What is counted of cases is one function of events (`workflows/measures/counting.py`).
Workers count live cases, `engine="temporal"`, each event once, when it is new.
`greenlane simulate … --metrics FILE` counts those of one replication, `engine="simpy"`, in the same units and buckets.

**How processes go together.** Of a metric whose reach is *own*, every process tells its own part: add them up. *Whole*
means that whoever exposes it has looked at the whole store: take `max without (instance)`, never the sum. Where
`greenlane up` runs services as processes of their own, the API that serves all of them leaves these to `insights` and
`experiments`. *api* stands for every service, *workers* for `worker`, `department-worker` and `simulation-worker`; the
API in one process exposes what its services would.

每个进程在 `/metrics` 提供指标，时间一律以秒计，标签从不含案件或个人的标识。真实案件（`engine="temporal"`）与仿真案件
（`engine="simpy"`）的指标由同一函数从事件得出，名称、单位与分桶相同。*own* 的指标各进程相加；*whole* 的指标取最大值，
不可相加。"""

_COLUMNS: Final = ("metric", "type", "unit", "labels", "中文", "English", "exposed by", "reach")

_GROUPS: Final = (("api", SERVICES), ("workers", WORKERS))


def metrics_page() -> str:
    """The page, made from the catalogue."""
    parts = [_INTRODUCTION]
    for title, family in FAMILIES:
        parts += [f"## {title.en} {title.zh}", table(_COLUMNS, [_row(metric) for metric in family])]
    parts += [
        "## Labels 标签",
        table(("label", "中文", "English"), [(f"`{name}`", label.zh, label.en) for name, label in LABELS.items()]),
        "## Buckets 分桶",
        table(
            ("metric", "upper bounds, in seconds"),
            [_bounds(metric) for metric in CATALOGUE.values() if metric.buckets],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _row(metric: Metric) -> tuple[str, ...]:
    return (
        f"`{metric.name}`",
        metric.kind.value,
        metric.unit.value,
        ", ".join(f"`{label}`" for label in metric.labels) or "none",
        metric.meaning.zh,
        metric.meaning.en,
        _exposed_by(metric.exposed_by),
        metric.reach.value,
    )


def _exposed_by(processes: Iterable[Process]) -> str:
    left, said = list(processes), []
    if set(left) == set(EVERYBODY):
        return "everybody"
    for name, group in _GROUPS:
        if set(group) <= set(left):
            said.append(name)
            left = [process for process in left if process not in group]
    return ", ".join([*said, *(f"`{process}`" for process in left)])


def _bounds(metric: Metric) -> tuple[str, str]:
    return f"`{metric.name}`", ", ".join(f"{bound:.10g}" for bound in metric.buckets)
