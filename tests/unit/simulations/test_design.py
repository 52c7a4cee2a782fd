"""How an experiment is laid out, and what one replication comes to."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from simulations.experiment import GRID, Design, Model, Observed, run_replication, run_replications
from tests.unit.simulations.offices import at, fixed, lane, task
from workflows.definition.lane import Lane
from workflows.errors import CalendarYearError, InvalidInputError
from workflows.instants import start_of
from workflows.working_time.state_council import PUBLISHED_YEARS

FIRST = date(2024, 3, 5)


def office(gap: int = 60, service: int = 30, id_: str = "office", body: str = "") -> Lane:
    arrivals = f"arrivals: {{gap: {fixed(gap)}, calendar: day}}"
    first = "{kind: milestone, id: in, title: *t, mark: accepted}"
    last = "{kind: milestone, id: out, title: *t, mark: decided}"
    steps = f"{{kind: sequence, steps: [{first}, {task('serve', service)}, {last}]}}"
    return lane(body or steps, more=arrivals, id_=id_)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seed", -1), ("replications", 0), ("lever_replications", -1), ("warm_up_days", -1), ("window_days", 0),
        ("cool_down_days", -1), ("cases", 0), ("confidence", 0.0), ("confidence", 1.0), ("unknown", 1),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(field: str, value: float) -> None:
    with pytest.raises(ValidationError, match=field):
        Design.model_validate({field: value})


@pytest.mark.parametrize("year", [PUBLISHED_YEARS.start - 1, PUBLISHED_YEARS.stop])
def test_a_year_without_published_days_is_refused_unless_it_is_assumed(year: int) -> None:
    with pytest.raises(ValidationError, match=f"was {year}. Start earlier, or set assume_weekdays"):
        Design(starts_on=date(year, 6, 1))
    assert Design(starts_on=date(year, 6, 1), assume_weekdays=True).starts_on.year == year


def test_the_window_follows_the_warm_up() -> None:
    design = Design(starts_on=FIRST, warm_up_days=2, window_days=3, cool_down_days=4)
    assert design.window == (start_of(date(2024, 3, 7)), start_of(date(2024, 3, 10)))
    replication = design.replication(7)
    assert (replication.number, replication.start_at) == (7, start_of(FIRST))
    assert (replication.until, replication.cases) == (start_of(date(2024, 3, 14)), None)
    by_cases = design.model_copy(update={"cases": 9}).replication(0)
    assert (by_cases.until, by_cases.cases) == (None, 9)


def test_a_replication_measures_the_cases_of_the_window() -> None:
    """A case every working hour, half an hour of work: at 10, 11, noon, 14, 15, 16 and 17 o'clock of every day.

    Those of noon and of closing time are served at the next opening. The window is Wednesday.
    """
    design = Design(starts_on=FIRST, warm_up_days=1, window_days=1, cool_down_days=1)
    observed = run_replication(Model(lane=office()), design, 0)
    assert observed.cases == 21
    assert observed.completed_tasks == 21
    assert observed.summary.submitted == observed.summary.finished == 7
    [pool, unused] = observed.pools
    # Seven times half an hour in seven hours: the last of Tuesday at 9 o'clock, and all of Wednesday but the last.
    assert (pool.pool, pool.utilisation) == ("desk", 7 * 0.5 / 7)
    assert (unused.pool, unused.utilisation, unused.waiting_hours) == ("archive", 0.0, 0.0)
    assert len(observed.processing_time) == len(observed.cycle_time) == len(GRID) == 99
    assert set(observed.processing_time) == {0.5 / 8}
    [serve] = observed.steps
    assert (serve.step, serve.done, serve.service_time.mean) == ("serve", 21, 0.5)


def test_all_cases_are_measured_if_they_were_counted() -> None:
    design = Design(starts_on=FIRST, warm_up_days=300, cases=5)
    observed = run_replication(Model(lane=office()), design, 0)
    assert (observed.summary.submitted, observed.cases) == (5, 5)


def test_a_window_without_cases_has_no_distribution() -> None:
    design = Design(starts_on=FIRST, warm_up_days=1, window_days=1, cool_down_days=0)
    observed = run_replication(Model(lane=office(gap=60 * 7 * 30)), design, 0)
    assert (observed.processing_time, observed.cycle_time, observed.summary.submitted) == ((), (), 0)


def test_what_is_called_is_part_of_the_model() -> None:
    call = office(body="{kind: call, id: open, title: *t, lane: child}")
    child = lane(task("stamp", 30), id_="child")
    design = Design(starts_on=FIRST, cases=3)
    observed = run_replication(Model(lane=call, called=(child,)), design, 0)
    assert observed.cases == 3
    # Three stamps in the child, and three ends of a call.
    assert observed.completed_tasks == 6
    # Submitted at 10, 11 and noon; the last one waits over lunch.
    assert observed.summary.value("cycle_time.mean") == pytest.approx((0.5 + 0.5 + 1.5) / 3 / 24)
    assert Model(lane=call, called=(child,)).key != Model(lane=call).key


def test_called_lanes_have_cases_of_their_own_unless_the_design_says_otherwise() -> None:
    call = office(gap=240, body="{kind: call, id: open, title: *t, lane: child}")
    model = Model(lane=call, called=(office(gap=30, service=29, id_="child"),))
    design = Design(starts_on=FIRST, warm_up_days=0, window_days=60, cool_down_days=0)
    busy, alone = (
        run_replication(model, design.model_copy(update={"background": background}), 0) for background in (True, False)
    )
    assert busy.cases == alone.cases
    assert busy.completed_tasks > 4 * alone.completed_tasks
    [desk_busy], [desk_alone] = (
        [pool.waiting_hours for pool in each.pools if pool.pool == "desk"] for each in (busy, alone)
    )
    assert desk_busy > desk_alone  # off duty everybody waits, beside others longer


def test_a_run_into_years_that_nobody_knows_is_refused_or_assumed() -> None:
    last = PUBLISHED_YEARS.stop - 1
    design = Design(starts_on=date(last, 12, 1), warm_up_days=0, window_days=40, cool_down_days=0)
    with pytest.raises(CalendarYearError):
        run_replication(Model(lane=office()), design, 0)
    assumed = design.model_copy(update={"assume_weekdays": True})
    assert run_replication(Model(lane=office()), assumed, 0).summary.submitted > 200


def test_the_first_known_year_needs_none_before_it() -> None:
    design = Design(starts_on=date(PUBLISHED_YEARS.start, 1, 5), cases=3)
    assert run_replication(Model(lane=office()), design, 0).summary.finished == 3
    earlier = design.model_copy(update={"starts_on": date(PUBLISHED_YEARS.start - 1, 1, 5), "assume_weekdays": True})
    assert run_replication(Model(lane=office()), earlier, 0).summary.finished == 3


def test_a_lane_that_no_case_enters_is_refused_before_anything_is_run() -> None:
    nobody, design = Model(lane=lane(task("serve", 30), id_="quiet")), Design(starts_on=FIRST, cases=2)
    with pytest.raises(InvalidInputError, match=r"lane 'quiet' has no arrivals: expected .* or simulate a lane that"):
        run_replication(nobody, design, 0)
    with pytest.raises(InvalidInputError, match="lane 'quiet' has no arrivals"):
        next(run_replications([Model(lane=office()), nobody], design, [1, 1]))


def test_replications_come_in_order() -> None:
    design = Design(starts_on=FIRST, cases=2)
    models = [Model(lane=office()), Model(lane=office(service=20))]
    came = list(run_replications(models, design, [3, 2]))
    assert [(index, observed.replication) for index, observed in came] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]


def test_an_observation_survives_the_way_through_a_file() -> None:
    observed = run_replication(Model(lane=office()), Design(starts_on=FIRST, cases=4), 0)
    assert Observed.model_validate_json(observed.model_dump_json()) == observed
    assert observed.summary.start == at("10:00")
