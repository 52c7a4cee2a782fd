"""Whatever the first case of a shipped lane brings is an increase of something that was there, at zero."""

from __future__ import annotations

from collections import Counter

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from services.metrics.catalogue import CATALOGUE
from services.metrics.collectors import PREFIX, CaseMetrics
from services.metrics.metric import Kind
from services.workers.beginning import at_zero
from tests.acceptance.travelling import travelled
from workflows.measures.counting import CaseCourse, samples_of_case
from workflows.temporal.ratings import RATING_LANE


def test_everything_is_there_once_and_is_nothing() -> None:
    found = list(at_zero())
    assert {sample.value for sample in found} == {0}
    assert {CATALOGUE[PREFIX + sample.of].kind for sample in found} == {Kind.COUNTER}
    registry = CollectorRegistry()
    metrics = CaseMetrics(registry, "temporal")
    for sample in found:
        metrics.add(sample)
    text = [line for line in generate_latest(registry).decode().splitlines() if not line.startswith("#")]
    assert Counter(line.rpartition(" ")[0] for line in text).most_common(1)[0][1] == 1
    assert {line.rpartition(" ")[2] for line in text} == {"0.0"}


@pytest.mark.parametrize("id_", ["property_registration", "business_setup", "simplified_deregistration", RATING_LANE])
def test_what_cases_of_a_lane_count_began_at_zero(id_: str) -> None:
    seen = travelled(id_, 30)
    known = {(sample.of, sample.labels) for sample in at_zero()}
    counted = {
        (sample.of, sample.labels)
        for events in seen.own.values()
        for sample in samples_of_case(CaseCourse(id_, seen.lane, None), events)
        if CATALOGUE[PREFIX + sample.of].kind is Kind.COUNTER
    }
    assert counted
    assert counted <= known
