"""Published targets, and how something stands against them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from workflows.coverage.table import mechanisms
from workflows.errors import UnknownNameError
from workflows.instants import DAY, HOUR, start_of
from workflows.supervision.targets import (
    PublishedTarget,
    Verdict,
    burn_down,
    find_target,
    on_the_line,
    published_targets,
    standing,
)

CATALOGUE = find_target("items_of_the_catalogue")
ARREARS = find_target("arrears_paid")


def noon(year: int, month: int, day: int) -> int:
    return start_of(date(year, month, day)) + 12 * HOUR


def test_every_target_belongs_to_mechanisms_that_there_are() -> None:
    known = {mechanism.id for mechanism in mechanisms()}
    assert {id_ for target in published_targets().values() for id_ in target.mechanisms} <= known


@pytest.mark.parametrize(
    ("target", "values"),
    [
        ("items_of_the_catalogue", [1476, 1181, 590]),
        ("city_wide_items", [218, 300]),
        ("online_share", [0.9, 1.0]),
        ("one_visit_coverage", [1.0]),
        ("arrears_paid", [0.0, 0.4, 1.0]),
        ("land_problems", [105, 0]),
        ("firms_inspected", [0.2]),
        ("number_inspected", [1000]),
        ("intermediary_services", [169]),
        ("intermediary_departments", [22]),
        ("kinds_of_proof", [5]),
        ("items_in_dandong", [403]),
        ("items_in_the_hall", [378, 403]),
        ("mean_limit_in_dandong", [11]),
        ("documents_per_case", [1]),
        ("bad_ratings", [0]),
        ("money_returned", [2206 + 700 + 8170]),
        ("indicators", [11]),
        ("complaints_closed", [42, 53]),
        ("transferred_complaints_closed", [22, 24]),
    ],
)
def test_the_figures_are_those_of_the_documents(target: str, values: list[float]) -> None:
    assert [each.value for each in find_target(target).milestones] == values


def test_an_unknown_target_is_refused_with_the_closest_name() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'land_problems'"):
        find_target("land_problem")


@pytest.mark.parametrize(
    ("observed", "at", "verdict"),
    [
        (1476, noon(2020, 4, 20), Verdict.BEHIND),
        (1200, noon(2020, 4, 20), Verdict.AHEAD),
        (1476, noon(2020, 4, 30), Verdict.BEHIND),  # the last day is not over
        (1476, noon(2020, 5, 1), Verdict.MISSED),
        (1181, noon(2020, 5, 1), Verdict.BEHIND),
        (900, noon(2020, 6, 1), Verdict.AHEAD),
        (590, noon(2020, 6, 1), Verdict.REACHED),
        (595, noon(2020, 12, 31), Verdict.BEHIND),
        (591, noon(2021, 1, 1), Verdict.MISSED),
        (1400, noon(2020, 1, 1), Verdict.AHEAD),  # nothing is asked before the first milestone
    ],
)
def test_a_catalogue_stands_against_its_trajectory(observed: float, at: int, verdict: Verdict) -> None:
    assert standing(CATALOGUE, observed, at).verdict is verdict


def test_what_is_due_and_what_comes_next() -> None:
    found = standing(CATALOGUE, 1300, noon(2020, 5, 1))
    assert (found.due, found.next_due) == (1181, (590, date(2020, 12, 31)))
    assert standing(CATALOGUE, 1300, noon(2021, 5, 1)).next_due is None
    assert standing(CATALOGUE, 1300, noon(2020, 1, 1)).due is None


def test_a_stretch_is_judged_beside_the_target() -> None:
    at = noon(2019, 1, 5)
    assert standing(ARREARS, 0.45, at).stretch_reached is False
    assert standing(ARREARS, 0.6, at).stretch_reached is True
    assert standing(ARREARS, 0.6, noon(2018, 12, 1)).stretch_reached is None
    assert standing(ARREARS, 0.45, at).verdict is Verdict.AHEAD


def test_a_target_without_dates_can_only_be_reached() -> None:
    visits = find_target("visits")
    assert standing(visits, 0.5, 0).verdict is Verdict.UNDATED
    assert standing(visits, 0, 0).verdict is Verdict.REACHED


def test_the_line_goes_through_the_milestones() -> None:
    for target in published_targets().values():
        for on, milestone in target.dated:
            assert on_the_line(target, start_of(on) + DAY) == pytest.approx(milestone.value)
    # Half the way of 30 days from the 31st of December 2017 is the 30th of June 2018, counted in days.
    half = start_of(date(2018, 1, 1)) + 365 * DAY // 2
    assert on_the_line(ARREARS, half) == pytest.approx(0.2)


@given(st.sampled_from(sorted(published_targets())), st.integers(0, 3_000), st.integers(0, 500))
def test_later_the_line_is_never_easier(target: str, days: int, more: int) -> None:
    found = find_target(target)
    early = start_of(date(2015, 1, 1)) + days * DAY
    first, second = on_the_line(found, early), on_the_line(found, early + more * DAY)
    if first is not None:
        assert second is not None
        assert found.reached(second, first)


@given(st.floats(0, 1500), st.floats(0, 1500), st.integers(0, 500))
def test_better_is_never_judged_worse(one: float, other: float, days: int) -> None:
    order = [Verdict.MISSED, Verdict.BEHIND, Verdict.AHEAD, Verdict.REACHED]
    at = start_of(date(2020, 4, 1)) + days * DAY
    better, worse = sorted((one, other))
    found = [order.index(standing(CATALOGUE, value, at).verdict) for value in (worse, better)]
    assert found == sorted(found)


def test_a_backlog_burns_down() -> None:
    ended = [3, 1, 2, 2]
    assert [burn_down(105, ended, at) for at in range(5)] == [105, 104, 102, 101, 101]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"milestones": CATALOGUE.milestones[::-1]}, "expected milestones by date"),
        ({"better": "higher"}, "expected milestones that get better"),
        ({"milestones": ()}, "at least 1"),
    ],
)
def test_a_target_that_contradicts_itself_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        PublishedTarget.model_validate(CATALOGUE.model_dump() | changes)
