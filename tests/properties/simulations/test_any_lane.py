"""Lanes that nobody thought of, with queues: nothing is lost or left behind, or differs the second time."""

from __future__ import annotations

import gc
import types

import simpy
from hypothesis import given
from hypothesis import strategies as st

from simulations.run import Run
from simulations.what_if import Past, what_if
from tests.analytic.identities import check_identities
from tests.properties.simulations.runs import QUICKLY, plans_of
from tests.strategies.lanes import LANE, Drawn, lanes
from workflows.instants import HOUR, parse_instant
from workflows.interpreter.branches import Branch
from workflows.interpreter.case import Case
from workflows.interpreter.travel import Travel
from workflows.measures import observe, setting_of

FIRST = parse_instant("2024-04-30T08:00:00+08:00")
"""The day before a holiday of five days."""


def through(drawn: Drawn, seed: int, cases: int = 6) -> Run:
    """Cases an hour apart, who queue for the one member of the one pool."""
    submitted = [
        Case(id=f"c{number}", submitted_at=FIRST + number * HOUR, number=number, attributes=attributes, draws="d/")
        for number, attributes in zip(range(cases), [{"size": "small"}, {"size": "large"}] * cases, strict=False)
    ]
    return what_if(plans_of(drawn.lane), LANE, submitted, Past(), seed)


def playable(drawn: Drawn) -> bool:
    """A drawn graph may send a case round for ever."""
    return not drawn.decides


@QUICKLY
@given(lanes().filter(playable), st.integers(0, 99))
def test_identities_hold(drawn: Drawn, seed: int) -> None:
    plan = plans_of(drawn.lane)[LANE]
    log = through(drawn, seed).log
    check_identities(observe(log, setting_of(plan.lane, plan.axes, plan.days)))


@QUICKLY
@given(lanes().filter(playable), st.integers(0, 99))
def test_the_second_time_is_like_the_first(drawn: Drawn, seed: int) -> None:
    assert list(through(drawn, seed).log) == list(through(drawn, seed).log)


OF_A_CASE = (Travel, Branch, Case, simpy.Event, types.CoroutineType)
"""What a case is made of while it is under way."""


def test_a_case_leaves_nothing_behind() -> None:
    """The collector of cycles is off during a run, so what is not freed by itself would add up."""

    @QUICKLY
    @given(lanes().filter(playable), st.integers(0, 99))
    def through_and_gone(drawn: Drawn, seed: int) -> None:
        through(drawn, seed)
        assert [thing for thing in gc.get_objects() if isinstance(thing, OF_A_CASE)] == []

    gc.collect()
    gc.disable()
    try:
        gc.freeze()  # so that what was there before is not looked at
        through_and_gone()
    finally:
        gc.unfreeze()
        gc.enable()
