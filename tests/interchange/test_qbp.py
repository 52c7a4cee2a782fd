"""Numbers that BIMP writes into a model."""

from __future__ import annotations

import pytest

from tests.interchange.making import STARTS_AT, codes, lane_of, model
from tests.properties.simulations.runs import events
from workflows.definition.distributions import Exponential
from workflows.definition.lane import ArrivalClock
from workflows.errors import InvalidFileError
from workflows.events.event import EventKind
from workflows.instants import HOUR
from workflows.interchange.bpmn_reading import Source, read_bpmn


def changed(old: str, new: str) -> Source:
    """The model with one thing changed."""
    whole = model("bimp")
    assert old in whole.text
    return Source(whole.text.replace(old, new, 1), whole.file)


def test_who_does_what_how_fast_and_how_often_which_way() -> None:
    lane = lane_of(model("bimp"))
    [task], [pool] = lane.tasks.values(), lane.pools.values()
    assert isinstance(task.service_time, Exponential)
    assert (task.service_time.mean, task.service_time.unit) == (1200, "seconds")
    assert (pool.members, pool.calendar, pool.title.en) == (2, "default", "Clerk")
    assert pool.cost_per_hour is not None
    assert pool.cost_per_hour.yuan == 40


def test_the_gap_between_arrivals_runs_in_working_time() -> None:
    """Six working hours of an office that is open from nine to five on weekdays."""
    lane = lane_of(model("bimp"))
    assert lane.arrivals is not None
    assert lane.arrivals.clock is ArrivalClock.WORKING_TIME
    submitted = [(event.at - STARTS_AT) / HOUR for event in events(lane, 3) if event.kind is EventKind.SUBMITTED]
    first = submitted[0] // 24 * 24
    assert [at - first for at in submitted] == [15, 24 + 13, 2 * 24 + 11]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('totalAmount="2"', 'totalAmount="0"', "amount", 22),
        ('currency="CNY"', 'currency="EUR"', "currency", 22),
        ('timetableId="DEFAULT"', 'timetableId="NIGHT"', "unknown_calendar", 22),
        ('type="EXPONENTIAL"', 'type="STRANGE"', "distribution", 26),
        ('arg1="1200"', 'arg1="-1"', "distribution", 26),
        ("<qbp:resourceId>clerk<", "<qbp:resourceId>nobody<", "unknown_resource", 25),
        ('elementId="Work">', 'elementId="Work" fixedCost="5">', "not_done", 25),
        ('elementId="Work">', 'elementId="Nothing">', "unknown_element", 25),
        ('executionProbability="0.9"', 'executionProbability="90"', "shares", 31),
        ('executionProbability="0.9"', 'executionProbability="0.5"', "shares", 6),
        ('fromWeekDay="MONDAY"', 'fromWeekDay="SOMEDAY"', "calendar", 18),
        ("<qbp:statsOptions/>", "<qbp:surprise/>", "unknown_section", 34),
        ("<qbp:resourceIds>", "<qbp:batch/><qbp:resourceIds>", "unknown_section", 27),
    ],
)
def test_what_cannot_be_carried_is_refused_with_its_place(old: str, new: str, code: str, line: int) -> None:
    with pytest.raises(InvalidFileError) as refused:
        read_bpmn(changed(old, new))
    assert (code, line) in {(found, at) for found, at, _ in codes(refused.value)}
