"""A simulated log in the metrics of live cases: the same counts, under the same names, in Prometheus' text format."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest

from services.experiments.simulated_log import SimulatedLog
from services.metrics.collectors import CaseMetrics
from workflows.events.event import CaseEvent, EventKind
from workflows.measures import setting_of
from workflows.measures.counting import CaseCourse, samples_of_case, times_by_cause
from workflows.measures.samples import Sample


def metrics_of(simulated: SimulatedLog) -> str:
    """The log's metrics, as Prometheus reads them from a file."""
    registry = CollectorRegistry()
    metrics = CaseMetrics(registry, "simpy")
    for sample in samples_of(simulated):
        metrics.add(sample)
    return generate_latest(registry).decode()


def samples_of(simulated: SimulatedLog) -> Iterator[Sample]:
    """All that there is to count of the cases of a log."""
    settings = {id_: setting_of(plan.lane, plan.axes, plan.days) for id_, plan in simulated.plans.items()}
    lane_of = dict(zip(simulated.log.cases, simulated.travelled, strict=True))
    ended: dict[str, list[list[CaseEvent]]] = {}
    for case, events in simulated.log.by_case().items():
        lane = lane_of[case]
        setting = settings[lane]
        yield from samples_of_case(CaseCourse(lane, setting.lane, lambda *_, known=setting: known), events)
        if any(event.kind is EventKind.ENDED for event in events):
            ended.setdefault(lane, []).append(events)
    for lane, cases in ended.items():
        yield from times_by_cause(settings[lane], lane, cases)
