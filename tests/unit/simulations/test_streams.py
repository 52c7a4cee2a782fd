"""Draws in blocks are the draws of workflows.interpreter.draws, bit for bit."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from simulations.streams import NamedDraws, Stream, inverse
from workflows.definition.distributions import Distribution, span
from workflows.interpreter.draws import key_of, stream_name, uniform

EDGES = (0, 1, 3, 4, 1023, 1024, 1025, 4095, 4096, 2**31 - 1, 2**31, 2**32, 2**40 - 1)
FAMILIES = (
    {"kind": "fixed", "value": 1.2345},
    {"kind": "exponential", "mean": 17.3},
    {"kind": "uniform", "low": 0.1, "high": 9.7},
    {"kind": "triangular", "low": 0.5, "mode": 2.1, "high": 9.9},
    {"kind": "triangular", "low": 1, "mode": 1, "high": 3},
    {"kind": "triangular", "low": 1, "mode": 3, "high": 3},
    {"kind": "lognormal", "mean": 12.5, "standard_deviation": 31.0},
    {"kind": "weibull", "shape": 0.7, "scale": 4.2},
    {"kind": "empirical", "values": [0.5, 1.5, 1.5, 40]},
)
UNITS = ("seconds", "minutes", "hours", "days", "working_days")
SMALLEST, LARGEST = 2.0**-53, 1 - 2.0**-53
"""The ends of what can be drawn."""


@settings(deadline=None, derandomize=True, database=None)
@given(
    st.integers(0, 2**64 - 1),
    st.integers(0, 50),
    st.one_of(st.sampled_from(EDGES), st.integers(0, 2**40 - 1)),
    st.one_of(st.integers(0, 3), st.integers(0, 10**6)),
)
def test_a_block_holds_the_numbers_that_a_workflow_would_draw(
    seed: int, replication: int, index: int, occurrence: int
) -> None:
    stream = Stream(seed, replication, partial(stream_name, "lane/", "check", "service"))
    key = key_of(seed, replication, stream_name("lane/", "check", "service", occurrence))
    assert stream.at(index, occurrence) == uniform(key, index)


def test_a_block_is_in_order_whatever_is_asked_first() -> None:
    stream = Stream(1, 0, str)
    backwards = [stream.at(index) for index in range(2100, -1, -1)][::-1]
    assert backwards == [uniform(key_of(1, 0, "0"), index) for index in range(2101)]


@pytest.mark.parametrize("family", FAMILIES, ids=str)
@pytest.mark.parametrize("unit", UNITS)
def test_inversion_is_the_distributions_own(family: dict[str, object], unit: str) -> None:
    written = {**family, "unit": unit, "provenance": {"source": "assumed", "basis": "test"}}
    distribution: Distribution = TypeAdapter(Distribution).validate_python(written)
    invert = inverse(distribution)
    drawn = [uniform(key_of(1, 0, "u"), index) for index in range(500)]
    for u in (SMALLEST, LARGEST, 0.5, 0.25, 0.75, *drawn):
        assert invert(u) == span(distribution, u)


def test_names_tell_draws_apart() -> None:
    draws, again = NamedDraws(1, 0), NamedDraws(1, 0)
    names = [
        ("lane/", "a", "service"),
        ("lane/", "a", "outcome"),
        ("lane/", "b", "service"),
        ("other/", "a", "service"),
    ]
    drawn = {draws.uniform(*name)(number, occurrence) for name in names for number in (0, 1) for occurrence in (0, 1)}
    drawn |= {NamedDraws(2, 0).uniform(*names[0])(0, 0), NamedDraws(1, 1).uniform(*names[0])(0, 0)}
    assert len(drawn) == 4 * 2 * 2 + 2
    assert draws.uniform(*names[0])(7, 3) == again.uniform(*names[0])(7, 3)
