"""What is missing to a figure, where it can be worked out: a review that takes as long as its limit allows."""

from __future__ import annotations

import pytest

from simulations.attribution.changes import other_levers, with_another_member, with_limits_cut
from simulations.attribution.limit_gap import Effort, LimitGap, limit_gap
from simulations.experiment import Model
from tests.unit.attribution.offices import DESIGN, office
from tests.unit.simulations.offices import fixed, lane, task
from workflows.definition.lane import Lane
from workflows.errors import InvalidInputError
from workflows.levers.catalogue import LEVERS, Lever
from workflows.levers.documents import ShareDocument

TARGETS = "targets: [{title: *t, working_days: 4, provenance: *p}]"
PACE = "{kind: fixed, value: 7, unit: hours, provenance: *p}"
"""The office is open for seven hours a day, so this is a day for each day of a limit."""
QUIET = Effort(additions=0, levers=0)


def paced(*limits: int, more: str = TARGETS) -> Lane:
    """Tasks one after the other, each of which takes a day for each day of its limit, and a minute."""
    limits_ = [f"limit: {{working_days: {days}, provenance: *p}}, paced_by_limit: {PACE}" for days in limits]
    return office(*(task(f"review{at}", 1, more=limit) for at, limit in enumerate(limits_)), more=more)


def gap_of(of: Lane, *levers: Lever, effort: Effort = QUIET) -> LimitGap:
    return limit_gap(Model(lane=of), of.targets[0], levers, ("untried",), DESIGN, effort)


def test_limits_fall_until_the_figure_is_reached() -> None:
    """Ten days, of which four are wanted: at 40 per cent the limit is four days, at 41 it is five."""
    found = gap_of(paced(10))
    assert found.gap.limits_factor == 0.4
    assert found.missing == pytest.approx(6)
    limits = found.limits
    assert limits is not None
    assert (limits.factor, limits.surely, limits.perhaps) == (0.4, 0.4, 0.4)
    assert {tried.factor: tried.reached.mean for tried in limits.tried}[0.4] == pytest.approx(4)
    assert limits.tried[-1].factor == 1


def test_limits_of_one_day_each_may_still_be_too_much() -> None:
    found = gap_of(paced(3, 3, 3, 3, 3))
    assert found.limits is not None
    assert (found.limits.factor, found.limits.surely, found.limits.perhaps) == (None, None, None)
    assert found.limits.tried[0].reached.mean == pytest.approx(5)


def test_nothing_is_tried_if_nothing_is_missing() -> None:
    found = gap_of(paced(4))
    assert (found.missing, found.limits, found.members, found.levers, found.untried) == (0, None, (), (), ())


def test_no_case_tells_how_much_is_missing() -> None:
    nobody = paced(10).model_copy(update={"body": lane(task("only", 5)).body})
    found = gap_of(nobody)
    assert (found.gap.reached, found.missing, found.limits) == (None, None, None)


def busy(minutes: int, members: int = 1) -> Lane:
    """A case every two hours at a desk where each keeps a member for so many minutes."""
    arrivals = f"arrivals: {{gap: {fixed(120)}, calendar: day}}\n{TARGETS.replace('4', '0.1')}"
    marks = [f"{{kind: milestone, id: {mark}, title: *t, mark: {mark}}}" for mark in ("accepted", "decided")]
    steps = (marks[0], task("check", minutes), task("file", 1, pool="archive"), marks[1])
    body = f"{{kind: sequence, steps: [{', '.join(steps)}]}}"
    return lane(body, staff=f"[{{count: {members}, provenance: *p}}]", more=arrivals)


def test_members_are_added_to_the_busiest_pool_while_they_help() -> None:
    """Four hours a case every two: a second member keeps up, a third one has nothing to do, nor has the archive."""
    desk, third, archive = gap_of(busy(240), effort=Effort(additions=8, levers=0)).members
    assert [(each.pool, each.members, each.kept) for each in (desk, third, archive)] == [
        ("desk", 2, True), ("desk", 3, False), ("archive", 2, False),
    ]  # fmt: skip
    assert desk.saved.mean < 0
    assert (third.saved.mean, archive.saved.mean) == (0, 0)
    assert desk.utilisation > third.utilisation > archive.utilisation


def test_additions_are_bounded() -> None:
    assert len(gap_of(busy(600), effort=Effort(additions=2, levers=0)).members) == 2
    assert len(gap_of(paced(10), effort=Effort(additions=8, fruitless=1, levers=0)).members) == 1


def test_a_member_is_added_wherever_the_pool_is() -> None:
    """Two lanes that share a desk share its people."""
    model = Model(lane=busy(60), beside=(busy(30).model_copy(update={"id": "beside"}),))
    changed, members = with_another_member(model, "desk")
    assert members == 2
    assert [each.pools["desk"].members for each in changed.measured] == [2, 2]
    assert [each.pools["archive"].members for each in changed.measured] == [1, 1]


def test_limits_are_cut_in_the_lane_and_where_it_calls_not_beside_it() -> None:
    model = Model(
        lane=paced(10, 3),
        called=(paced(6).model_copy(update={"id": "called"}),),
        beside=(paced(8).model_copy(update={"id": "beside"}),),
    )
    cut = with_limits_cut(model, 0.25)

    def limits(of: Lane) -> list[int]:
        return [each.limit.working_days for each in of.tasks.values() if each.limit]

    assert [limits(each) for each in (cut.lane, *cut.called, *cut.beside)] == [[3, 1], [2], [8]]
    assert with_limits_cut(Model(lane=paced(1)), 0.5) == Model(lane=paced(1))


def test_other_levers_are_tried_alone_and_the_best_comes_first() -> None:
    """Reviews that follow one another, and could be done at the same time, or before acceptance."""
    serial = paced(10, 8)
    levers, untried = other_levers(serial)
    assert {lever.lever for lever in levers} >= {"handle_in_parallel", "move_before_acceptance"}
    assert set(untried) < set(LEVERS)
    found = gap_of(serial, *levers, effort=Effort(additions=0, levers=4))
    assert len(found.levers) <= 4
    savings = [tried.saved.mean for tried in found.levers]
    assert savings == sorted(savings)
    assert found.levers[0].lever.lever == "move_before_acceptance"
    assert savings[0] == pytest.approx(-70 / 8, abs=0.01)
    assert found.untried == ("untried",)


def test_levers_that_were_used_or_do_not_fit_are_not_tried() -> None:
    serial = paced(10, 8)
    used = serial.model_copy(update={"levers": ("handle_in_parallel",)})
    assert "handle_in_parallel" not in {lever.lever for lever in other_levers(used)[0]}
    none_there = ShareDocument(documents=("none_there",))
    assert gap_of(serial, none_there, effort=Effort(additions=0, levers=4)).levers == ()


def test_it_has_to_be_clear_who_gets_company() -> None:
    """Two groups at one desk keep the same hours."""
    staff = "[{count: 1, provenance: *p}, {count: 1, provenance: *p, calendar: day}]"
    unclear = lane(task("check", 30), staff=staff)
    with pytest.raises(InvalidInputError, match="one group in 'desk'"):
        with_another_member(Model(lane=unclear), "desk")
