"""What a change leaves alone, chance leaves alone: the k-th draw of a step is the same before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from simulations.statistics.intervals import mean_interval, paired_interval
from tests.properties.simulations.networks import STEPS, UNRELATED, Network, networks
from tests.properties.simulations.runs import DAYS, QUICKLY, Piece, events, instants, plans_of, run
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import HOUR, Milliseconds
from workflows.measures import case_table, observe, setting_of

CASES = 12


def drawn(happened: list[CaseEvent]) -> dict[Piece, tuple[Milliseconds, str]]:
    """How long each piece of work took whoever did it, and how it came out."""
    started = instants(happened, EventKind.STARTED)
    return {
        (event.case, event.step, event.occurrence): (
            event.at - started[event.case, event.step, event.occurrence],
            event.outcome,
        )
        for event in happened
        if event.kind is EventKind.COMPLETED
    }


def without(step: str, taken: dict[Piece, tuple[Milliseconds, str]]) -> dict[Piece, tuple[Milliseconds, str]]:
    return {piece: each for piece, each in taken.items() if piece[1] != step}


@QUICKLY
@given(networks(), st.integers(0, 3), st.integers(0, 99))
def test_a_step_that_comes_or_goes_moves_no_other_draw(network: Network, place: int, seed: int) -> None:
    fewer = drawn(events(network.lane(), CASES, seed=seed))
    more = drawn(events(network.with_unrelated(place).lane(), CASES, seed=seed))
    assert without(UNRELATED, more) == fewer
    assert len(more) == len(fewer) + CASES


@QUICKLY
@given(networks(), st.permutations(("intake", "review", "issue")), st.booleans(), st.integers(0, 99))
def test_another_order_of_steps_moves_no_draw(network: Network, order: list[str], turn: bool, seed: int) -> None:  # noqa: FBT001
    other = replace(network, order=tuple(order), branches=network.branches[:: -1 if turn else 1])
    assert drawn(events(other.lane(), CASES, seed=seed)) == drawn(events(network.lane(), CASES, seed=seed))


@QUICKLY
@given(networks(), st.integers(1, 3), st.integers(0, 99))
def test_staff_moves_no_draw(network: Network, more: int, seed: int) -> None:
    staffed = replace(network, members={pool: members + more for pool, members in network.members.items()})
    assert drawn(events(staffed.lane(), CASES, seed=seed)) == drawn(events(network.lane(), CASES, seed=seed))


@QUICKLY
@given(networks(), st.integers(0, 99))
def test_names_that_people_read_change_nothing(network: Network, seed: int) -> None:
    names = {step: f"Step {step[::-1]}" for step in STEPS} | {"window": "aa", "office": "zz"}
    renamed = replace(network, names=names)
    assert renamed.lane() != network.lane()
    assert events(renamed.lane(), CASES, seed=seed) == events(network.lane(), CASES, seed=seed)


@QUICKLY
@given(networks(), st.integers(0, 99))
def test_all_times_in_another_unit_scale_a_whole_network(network: Network, seed: int) -> None:
    slow = events(network.lane(), CASES, seed=seed)
    quick = events(replace(network, unit="seconds").lane(), CASES, seed=seed)
    assert [event[:2] + event[3:] for event in slow] == [event[:2] + event[3:] for event in quick]
    origin = [event.at - quick[0].at for event in quick]
    assert [event.at - slow[0].at for event in slow] == [60 * at for at in origin]


FIRST, OTHERS = range(8), range(8, 16)

BUSY = Network(minutes=dict.fromkeys(STEPS, (10, 20, 60)), gaps=(25, 50, 105), members={"window": 2, "office": 3})
"""Half an hour a step, a case every hour: the window is busy half of the time, the office six sevenths of it."""


def cycle_hours(network: Network, replications: Iterable[int]) -> list[float]:
    """Mean of each replication."""
    plans = plans_of(lane := network.lane())
    setting = setting_of(lane, plans[lane.id].axes, DAYS)
    tables = (case_table(observe(run(lane, 200, number=number).log, setting)) for number in replications)
    return [float(table.cycle_time.mean()) / HOUR for table in tables]


def test_more_staff_shortens_the_way_through_a_network() -> None:
    """Not path by path: somebody served earlier here may queue before somebody else there. On the mean it does."""
    few = cycle_hours(BUSY, FIRST)
    many = cycle_hours(replace(BUSY, members={"window": 2, "office": 4}), FIRST)
    saved = paired_interval(few, many, 0.99)
    assert saved.high is not None
    assert saved.high < 0


def test_common_random_numbers_narrow_the_interval() -> None:
    """The reason for all of it: a small change is told from chance with far fewer replications."""
    slower = replace(BUSY, minutes={**BUSY.minutes, "issue": (20, 30, 70)})
    few = cycle_hours(BUSY, FIRST)
    paired = paired_interval(few, cycle_hours(slower, FIRST))
    strangers = mean_interval([after - before for before, after in zip(few, cycle_hours(slower, OTHERS), strict=True)])
    assert paired.half_width is not None
    assert strangers.half_width is not None
    assert paired.half_width < strangers.half_width / 2
