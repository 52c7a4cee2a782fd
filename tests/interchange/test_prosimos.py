"""Numbers of Prosimos files mean what their documentation says, and what a lane cannot carry is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
import pytest
from scipy import stats

from simulations.statistics.intervals import mean_interval
from tests.analytic.experiments import CONFIDENCE, holds, interval, length_for, wait_at, watch_all
from tests.interchange.making import (
    OFFICE,
    ROUND_THE_CLOCK,
    STARTS_AT,
    Raw,
    codes,
    lane_of,
    model,
    numbers,
    prosimos,
    spread,
    travelled,
)
from tests.oracles.queueing import wait_in_mg1, wait_in_mmc, waits_by_priority
from tests.properties.simulations.runs import events
from workflows.definition.distributions import Distribution, Fixed
from workflows.definition.lane import ArrivalClock
from workflows.definition.provenance import Provenance, Source
from workflows.errors import InvalidFileError
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import HOUR
from workflows.interchange.bpmn_reading import Source as Text
from workflows.interchange.bpmn_reading import read_bpmn
from workflows.interchange.fitting import histogram, prosimos_distribution, qbp_distribution

BASIS = Provenance(source=Source.ASSUMED, basis="a test")
INFINITE = 1e12


class Law(Protocol):
    """A distribution of scipy, which states no types."""

    def expect(self, function: Callable[[float], float], *, lb: float, ub: float, conditional: bool) -> float:
        """Mean of a function of what is drawn, given that it lies between two bounds."""


def cut_off(law: Law, low: float, high: float) -> tuple[float, float]:
    """Mean and variance of what is drawn again until it lies between two bounds, integrated by scipy."""
    expected = law.expect
    mean = expected(lambda x: x, lb=low, ub=high, conditional=True)
    return mean, expected(lambda x: (x - mean) ** 2, lb=low, ub=high, conditional=True)


@pytest.mark.parametrize(
    ("name", "given", "mean", "variance"),
    [
        ("fix", (600, 0, 1), 600, 0),
        ("expon", (600, 0, INFINITE), 600, 600**2),
        ("expon", (600, 100, INFINITE), 600, 500**2),
        ("expon", (600, 100, 900), *cut_off(stats.expon(100, 500), 100, 900)),
        ("norm", (600, 60, 0, INFINITE), 600, 3600),
        ("norm", (600, 300, 200, 700), *cut_off(stats.norm(600, 300), 200, 700)),
        ("norm", (100, 300, -500, 700), *cut_off(stats.norm(100, 300), 0, 700)),
        ("uniform", (100, 400), 250, 7500),
        ("lognorm", (600, 90_000, 0, INFINITE), 600, 90_000),
        ("gamma", (600, 90_000, 0, INFINITE), 600, 90_000),
        ("gamma", (600, 90_000, 300, 1200), *cut_off(stats.gamma(4, scale=150), 300, 1200)),
    ],
)
def test_a_distribution_has_the_documented_mean_and_variance(
    name: str, given: tuple[float, ...], mean: float, variance: float
) -> None:
    found = prosimos_distribution(name, given, BASIS)
    assert found.mean == pytest.approx(mean, rel=1e-6)
    assert found.variance == pytest.approx(variance, rel=1e-5, abs=1e-9)


def test_a_histogram_is_drawn_by_the_middles_of_its_bins() -> None:
    found = histogram((0.25, 0.75, 1.0), (10, 20, 40), BASIS)
    assert [found.quantile(u) for u in (0.1, 0.3, 0.7, 0.8)] == [10, 20, 20, 40]
    assert found.mean == pytest.approx(0.25 * 10 + 0.5 * 20 + 0.25 * 40)


@pytest.mark.parametrize(
    ("kind", "given", "mean", "variance"),
    [
        ("FIXED", (60, 0, 0), 60, 0),
        ("EXPONENTIAL", (0, 60, 0), 60, 3600),
        ("NORMAL", (600, 60, 0), 600, 3600),
        ("UNIFORM", (0, 100, 400), 250, 7500),
        ("GAMMA", (600, 90_000, 0), 600, 90_000),
        ("LOGNORMAL", (600, 90_000, 0), 600, 90_000),
        ("TRIANGULAR", (300, 0, 600), 300, 15_000),
    ],
)
def test_a_distribution_of_bimp_has_the_documented_mean_and_variance(
    kind: str, given: tuple[float, float, float], mean: float, variance: float
) -> None:
    found = qbp_distribution(kind, *given, BASIS)
    assert found.mean == pytest.approx(mean, rel=1e-6)
    assert found.variance == pytest.approx(variance, rel=1e-5)


def test_two_desks_are_the_textbook_queue() -> None:
    """M/M/2 at a load of 0.6, an hour of service: the exact mean wait lies in the interval."""
    raw = prosimos({"Work": spread("expon", 3600, 0, INFINITE)}, members=2, gap=spread("expon", 3000, 0, INFINITE))
    lane = lane_of(model("queue"), raw)
    length = length_for(0.15, arrival_rate=1.2, load=0.6)
    assert holds(interval(watch_all(lane, length), wait_at("team")), wait_in_mmc(1.2, 1.0, 2), 0.15)


@pytest.mark.parametrize(
    ("name", "given", "squared_variation"), [("gamma", (3600, 3600**2 / 4), 0.25), ("fix", (3600,), 0.0)]
)
def test_one_desk_is_the_textbook_queue_for_other_services(
    name: str, given: tuple[float, ...], squared_variation: float
) -> None:
    raw = prosimos({"Work": spread(name, *given)}, members=1, gap=spread("expon", 6000, 0, INFINITE))
    length = length_for(0.25, arrival_rate=0.6, load=0.6, service_variation=squared_variation)
    found = interval(watch_all(lane_of(model("queue"), raw), length), wait_at("team"))
    assert holds(found, wait_in_mg1(0.6, 1.0, squared_variation), 0.25)


def priorities(share: float) -> Raw:
    """A quarter of the cases is urgent."""
    return {
        "case_attributes": [
            {"name": "Class", "type": "discrete", "values": [{"key": "Urgent!", "value": share},
                                                             {"key": "plain", "value": 1 - share}]}
        ],
        "prioritisation_rules": [
            {"priority_level": 1, "rules": [[{"attribute": "Class", "comparison": "=", "value": "Urgent!"}]]}
        ],
    }  # fmt: skip


def test_urgent_cases_go_first_but_only_among_those_that_wait() -> None:
    """Cobham's waits: the tool's own fault makes the urgent of the whole horizon go first."""
    raw = prosimos(
        {"Work": spread("expon", 3600, 0, INFINITE)}, members=1, gap=spread("expon", 6000, 0, INFINITE),
        **priorities(0.25),
    )  # fmt: skip
    lane = lane_of(model("queue"), raw)
    waits = [waits_by_class(events(lane, 2_000, number=number)) for number in range(10)]
    for urgent, exact in zip((True, False), waits_by_priority([0.15, 0.45], 1.0, 1.0), strict=True):
        found = mean_interval([float(np.mean(each[urgent])) for each in waits], CONFIDENCE)
        assert found.half_width is not None
        assert abs(found.mean - exact) <= found.half_width < 0.5 * exact


def waits_by_class(happened: list[CaseEvent]) -> dict[bool, list[float]]:
    """Hours that urgent and plain cases waited, without those that came while the queue was still filling."""
    at = {(event.case, event.kind): event.at for event in happened}
    waits: dict[bool, list[float]] = {True: [], False: []}
    for event in happened:
        if event.kind is EventKind.DECLARED and int(event.case.rpartition("-")[2]) > 200:
            wait = at[event.case, EventKind.STARTED] - at[event.case, EventKind.ENABLED]
            waits[event.outcome == "urgent"].append(wait / HOUR)
    return waits


def office_hours(clock: str) -> Raw:
    return prosimos(
        {"Work": 1},
        calendar=OFFICE,
        gap=spread("fix", 6 * 3600),
        arrival_time_calendar=OFFICE if clock == "office" else ROUND_THE_CLOCK,
    )


def test_the_gap_between_arrivals_runs_on_the_wall_clock_from_the_arrival_before() -> None:
    """Six hours: at nine, at three, and what is due at nine in the evening comes at the next opening.

    Measured on Prosimos 2.1.0 with these numbers: 9:00 and 15:00 of every weekday.
    """
    lane = lane_of(model("queue"), office_hours("office"))
    assert lane.arrivals is not None
    assert lane.arrivals.clock is ArrivalClock.WALL_CLOCK_FROM_ARRIVAL
    submitted = [(event.at - STARTS_AT) / HOUR for event in events(lane, 6) if event.kind is EventKind.SUBMITTED]
    first = submitted[0] // 24 * 24
    assert [at - first for at in submitted] == [9, 15, 24 + 9, 24 + 15, 48 + 9, 48 + 15]


def test_a_task_rests_off_duty_with_whoever_has_begun_it() -> None:
    raw = prosimos({"Work": 10 * 60}, calendar=OFFICE, gap=spread("fix", 10 * 3600))
    assert travelled(lane_of(model("queue"), raw)) == [("work", 26 * 60)]


def test_hours_that_run_over_midnight_or_the_weekend_are_read() -> None:
    night = [{"from": "FRIDAY", "to": "SATURDAY", "beginTime": "22:00:00", "endTime": "06:00:00"}]
    calendar = lane_of(model("queue"), prosimos({"Work": 1}, calendar=night)).calendars["hours"]
    assert dict(zip(range(7), calendar.weekday_hours.by_weekday(), strict=True)) == {
        0: None, 1: None, 2: None, 3: None,
        4: ("22:00-24:00",), 5: ("00:00-06:00", "22:00-24:00"), 6: ("00:00-06:00",),
    }  # fmt: skip


def test_a_default_flow_is_taken_when_no_condition_holds_and_conditions_go_before_chances() -> None:
    raw = prosimos(
        {"Check": 10, "Mend": 30},
        gateways={"Fine": {"yes": 0.0, "no": 1.0}},
        **priorities(0.5),
        branch_rules=[{"id": "rule", "rules": [[{"attribute": "Class", "comparison": "!=", "value": "Urgent!"}],
                                               [{"attribute": "Class", "comparison": "=", "value": "Urgent!"}]]}],
    )  # fmt: skip
    raw["gateway_branching_probabilities"][0]["probabilities"][0]["condition_id"] = "rule"
    assert travelled(lane_of(model("exclusive_and_back"), raw)) == [("check", 10)]


def with_resources(change: Callable[[Raw], None]) -> Raw:
    raw = prosimos({"Check": 10, "Mend": 30}, gateways={"Fine": {"yes": 0.5, "no": 0.5}})
    second = {"id": "w", "name": "W", "amount": 1, "cost_per_hour": 0, "calendar": "hours", "assignedTasks": []}
    raw["resource_profiles"][0]["resource_list"].append(second)
    change(raw)
    return raw


def differ(raw: Raw) -> None:
    raw["task_resource_distribution"][0]["resources"].append({"resource_id": "w", **spread("fix", 1)})


def share(raw: Raw) -> None:
    raw["task_resource_distribution"][0]["resources"].append({"resource_id": "w", **spread("fix", 600, 0, 0)})


def cost(raw: Raw) -> None:
    share(raw)
    raw["resource_profiles"][0]["resource_list"][1]["cost_per_hour"] = 9


def setting(field: str, value: object) -> Callable[[Raw], None]:
    return lambda raw: raw.update({field: value})


def pay(raw: Raw) -> None:
    raw["task_resource_distribution"][0]["resources"][0]["distribution_name"] = "levy"


def unknown_task(raw: Raw) -> None:
    raw["task_resource_distribution"][1]["task_id"] = "Nobody"


def chances(raw: Raw) -> None:
    raw["gateway_branching_probabilities"][0]["probabilities"][0]["value"] = 0.7


def seconds(raw: Raw) -> None:
    raw["resource_calendars"][0]["time_periods"][0]["beginTime"] = "09:00:30"


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        (differ, "members_differ", "task_resource_distribution[0].resources[1]"),
        (share, "members_shared", "task_resource_distribution[1]"),
        (cost, "costs_differ", "task_resource_distribution[0]"),
        (pay, "distribution", "task_resource_distribution[0].resources[0]"),
        (unknown_task, "unknown_element", "task_resource_distribution[1]"),
        (chances, "shares", "gateway_branching_probabilities[0]"),
        (seconds, "calendar", "resource_calendars[0].time_periods[0]"),
        (setting("batch_processing", [{"task_id": "Check"}]), "section_not_done", "batch_processing"),
        (setting("event_attributes", [{"event_id": "Check"}]), "section_not_done", "event_attributes"),
        (setting("global_attributes", [{"name": "x"}]), "section_not_done", "global_attributes"),
        (setting("multitask", {"type": "local"}), "section_not_done", "multitask"),
        (setting("model_type", "FUZZY"), "section_not_done", "model_type"),
        (setting("surprise", 1), "unknown_section", "surprise"),
        (
            setting("case_attributes", [{"name": "a", "type": "continuous", "values": []}]),
            "attribute_not_done", "case_attributes[0]",
        ),
    ],
)  # fmt: skip
def test_what_a_lane_cannot_carry_is_refused_with_its_place(
    change: Callable[[Raw], None], code: str, path: str
) -> None:
    with pytest.raises(InvalidFileError) as refused:
        read_bpmn(model("exclusive_and_back"), numbers(with_resources(change)))
    found = {(problem.code, problem.place.path) for problem in refused.value.problems}
    assert (code, path) in found
    assert all(problem.place.line for problem in refused.value.problems)


def test_members_with_hours_of_their_own_make_one_pool() -> None:
    raw = prosimos({"Work": 10})
    raw["resource_calendars"].append({"id": "office", "name": "office", "time_periods": OFFICE})
    second = {"id": "w", "name": "W", "amount": 3, "cost_per_hour": 0, "calendar": "office", "assignedTasks": []}
    raw["resource_profiles"][0]["resource_list"].append(second)
    raw["task_resource_distribution"][0]["resources"].append({"resource_id": "w", **spread("fix", 600, 0, 0)})
    [pool] = lane_of(model("queue"), raw).pools.values()
    assert [(staff.count, staff.calendar) for staff in pool.staff] == [(9, "hours"), (3, "office")]


def test_a_number_that_the_file_forgets_is_refused_once_it_states_any() -> None:
    raw = prosimos({"Check": 10}, gateways={"Fine": {"yes": 0.5, "no": 0.5}})
    with pytest.raises(InvalidFileError) as refused:
        read_bpmn(model("exclusive_and_back"), numbers(raw))
    assert ("number_missing", 7, "Mend") in codes(refused.value)


@pytest.mark.parametrize("text", ["[]", "{}", '{"resource_profiles": 1}', "", "{", '{"a": 1, "a": 2}', "null"])
def test_something_else_than_such_a_file_is_refused(text: str) -> None:
    with pytest.raises(InvalidFileError):
        read_bpmn(model("queue"), Text(text, "x.json"))


def test_a_law_that_no_bound_cuts_is_the_law_itself() -> None:
    whole: Distribution = prosimos_distribution("lognorm", (600, 100, 0, INFINITE), BASIS)
    assert whole.kind == "lognormal"
    assert isinstance(prosimos_distribution("expon", (60, 60, INFINITE), BASIS), Fixed)
