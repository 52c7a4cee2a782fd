"""What an installation needs, by what a case was measured to cost. Plain arithmetic, shown line by line on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log2
from typing import Final

from benchmarks.sizing.figures import LaneCost, Measured

WORKING_DAYS: Final = 248
"""A year, about: 365 less weekends and holidays, with the weekends that are made up."""
OFFICE_SECONDS: Final = 8 * 3_600
"""A working day."""
PEAK: Final = 3.0
"""The busiest minutes against the mean of office hours. Assumed."""
BUSY: Final = 0.6
"""Share of a processor that is counted on; the rest is for Pods that are gone and bursts. Assumed."""
COLD: Final = 0.5
"""Share of steps at which no worker has the case at hand and its history is played again. Assumed."""
OPEN_DAYS: Final = 30
"""For which a case is open, on the mean. Assumed."""
RETENTION_DAYS: Final = 30
"""For which Temporal keeps a case that has ended; a setting."""
POSTGRESQL: Final = 2.0
"""Bytes in PostgreSQL for a byte in SQLite, indexes, dead rows and all. Assumed."""
EVENTS_A_SHARD: Final = 0.5
"""Events of histories a second for which a shard is reckoned, with room to grow for ten years. Assumed."""
OFFICER_MINUTES: Final = 10.0
"""For which an officer has a step in hand. Assumed."""
LOOKS: Final = 1 / 60
"""Looks of an officer into the inbox, a second. Assumed."""
SCRAPES: Final = 1 / 15
"""A second."""
SAMPLE_BYTES: Final = 1.7
"""Of a sample on Prometheus' disk, as its authors tell: one to two."""
KEPT_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Need:
    """What so many cases a year need.

    Attributes
    ----------
    cases_a_day : working day
    cases_a_second, requests_a_second, history_events_a_second : at the peak
    officers : who are at work at a time
    looks_a_second : of theirs into the inbox
    worker_cores, api_cores, temporal_cores : processors
    shards : numHistoryShards
    store_bytes : that the store grows by in a year
    temporal_bytes : that Temporal's databases have once they no longer grow
    series, prometheus_bytes : of Prometheus
    """

    cases_a_year: int
    cases_a_day: float
    cases_a_second: float
    requests_a_second: float
    history_events_a_second: float
    officers: float
    looks_a_second: float
    worker_cores: float
    api_cores: float
    temporal_cores: float
    shards: int
    store_bytes: float
    temporal_bytes: float
    series: int
    prometheus_bytes: float


def mean_cost(lanes: Sequence[LaneCost]) -> LaneCost:
    """What a case costs if every measured lane has as many."""
    figures = {
        name: sum(getattr(lane, name) for lane in lanes) / len(lanes)
        for name in LaneCost.model_fields
        if name not in {"lane", "cases"}
    }
    return LaneCost(lane="mean", cases=sum(lane.cases for lane in lanes), **figures)


def steps_of(cost: LaneCost) -> float:
    """Steps that somebody takes in a case: each was looked at and answered; one request began it, one saw it end."""
    return (cost.requests - 2) / 2


def replayed_time(cost: LaneCost, measured: Measured) -> float:
    """Seconds of processor for playing histories again: at a step, half of the whole history is there on the mean."""
    return COLD * steps_of(cost) * cost.history_events / 2 * measured.replay_time


def need_of(cases_a_year: int, measured: Measured) -> Need:
    """What so many cases a year need, if they are like those that were measured."""
    cost = mean_cost(measured.lanes)
    cases_a_day = cases_a_year / WORKING_DAYS
    cases_a_second = cases_a_day / OFFICE_SECONDS * PEAK
    officers = cases_a_day * steps_of(cost) * OFFICER_MINUTES * 60 / OFFICE_SECONDS
    looks_a_second = officers * LOOKS
    worker_cores = cases_a_second * (cost.worker_time + replayed_time(cost, measured)) / BUSY
    api_cores = (cases_a_second * cost.requests + looks_a_second) * cost.api_time / cost.requests / BUSY
    events_a_second = cases_a_second * cost.history_events
    workers, services = max(2, ceil(worker_cores)), 5 * max(2, ceil(api_cores / 5))
    series = workers * measured.series["worker"] + services * measured.series["api"]
    return Need(
        cases_a_year=cases_a_year,
        cases_a_day=cases_a_day,
        cases_a_second=cases_a_second,
        requests_a_second=cases_a_second * cost.requests + looks_a_second,
        history_events_a_second=events_a_second,
        officers=officers,
        looks_a_second=looks_a_second,
        worker_cores=worker_cores,
        api_cores=api_cores,
        temporal_cores=cases_a_second * cost.temporal_time / BUSY,
        shards=2 ** max(7, ceil(log2(events_a_second / EVENTS_A_SHARD))),
        store_bytes=cases_a_year * cost.store_bytes * POSTGRESQL,
        temporal_bytes=cases_a_year / 365 * (OPEN_DAYS + RETENTION_DAYS) * cost.temporal_bytes * POSTGRESQL,
        series=series,
        prometheus_bytes=series * SCRAPES * 86_400 * KEPT_DAYS * SAMPLE_BYTES,
    )
