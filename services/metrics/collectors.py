"""Collectors of Prometheus' client, made from the catalogue: nobody writes a name, a help or a bucket a second time."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from services.metrics.catalogue import CATALOGUE
from services.metrics.metric import Kind, Metric
from workflows.measures.samples import Counted, Sample

PREFIX: Final = "greenlane_"

# A gauge beside every counter that says since when it counts: twice the series, and in nobody's list.
disable_created_metrics()  # type: ignore[no-untyped-call] # it comes without types


def counter(registry: CollectorRegistry, name: str) -> Counter:
    """A counter of the catalogue."""
    metric = _listed(name, Kind.COUNTER)
    return Counter(metric.name, metric.meaning.en, metric.labels, registry=registry)


def gauge(registry: CollectorRegistry, name: str) -> Gauge:
    """A gauge of the catalogue that is set."""
    metric = _listed(name, Kind.GAUGE)
    return Gauge(metric.name, metric.meaning.en, metric.labels, registry=registry)


def histogram(registry: CollectorRegistry, name: str) -> Histogram:
    """A histogram of the catalogue."""
    metric = _listed(name, Kind.HISTOGRAM)
    return Histogram(metric.name, metric.meaning.en, metric.labels, buckets=metric.buckets, registry=registry)


def gauge_family(name: str) -> GaugeMetricFamily:
    """A gauge of the catalogue that is worked out when somebody asks."""
    metric = _listed(name, Kind.GAUGE)
    return GaugeMetricFamily(metric.name, metric.meaning.en, labels=metric.labels)


def counter_family(name: str) -> CounterMetricFamily:
    """A counter of the catalogue that is worked out when somebody asks."""
    metric = _listed(name, Kind.COUNTER)
    return CounterMetricFamily(metric.name, metric.meaning.en, labels=metric.labels)


def _listed(name: str, kind: Kind) -> Metric:
    metric = CATALOGUE[name]
    if metric.kind is not kind:
        raise TypeError(f"expected {name} to be a {kind}; the catalogue has it as a {metric.kind}")
    return metric


class CaseMetrics:
    """What is counted of cases, as collectors.

    Parameters
    ----------
    engine : that runs the cases: ``temporal`` or ``simpy``
    """

    def __init__(self, registry: CollectorRegistry, engine: str) -> None:
        self._engine = engine
        self._collectors: dict[Counted, Counter | Histogram] = {
            of: (histogram if CATALOGUE[PREFIX + of].kind is Kind.HISTOGRAM else counter)(registry, PREFIX + of)
            for of in Counted
        }

    def add(self, sample: Sample) -> None:
        """Count one sample."""
        collector = self._collectors[sample.of]
        if isinstance(collector, Counter):
            collector.labels(self._engine, *sample.labels).inc(sample.value)
        else:
            collector.labels(self._engine, *sample.labels).observe(sample.value)
