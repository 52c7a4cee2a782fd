"""What levers save, where it can be worked out by hand."""

from __future__ import annotations

import pytest

from simulations.attribution.attribution import Attribution, LaneAttribution, attribute
from simulations.attribution.coalitions import ATTRIBUTED, Player, Reform, simulated_figures
from simulations.experiment import Model
from tests.unit.attribution.offices import DESIGN, NAME, faster, office, reform, shorter, side_by_side
from tests.unit.simulations.offices import task
from workflows.definition.lane import Lane
from workflows.errors import InvalidInputError

TIME = "processing_time.mean"
HOUR = 1 / 8
"""In working days."""

SERIAL = office(task("check", 120), task("sign", 60, pool="archive"))
PARALLEL = office(side_by_side(task("check", 120), task("sign", 120, pool="archive")))


def in_order(lane: LaneAttribution, kpi: str = TIME) -> list[float]:
    return [lever.in_order[kpi].mean for lever in lane.levers]


def over_orders(lane: LaneAttribution, kpi: str = TIME) -> list[float]:
    return [lever.over_orders[kpi].change.mean for lever in lane.levers]


def attributed(of: Reform[Lane], orders: int = 32) -> Attribution:
    return attribute(of, DESIGN, orders)


def test_one_after_the_other_every_lever_saves_its_own_whatever_the_order() -> None:
    found = attributed(reform(SERIAL, faster("check", 60), faster("sign", 30)))
    [lane] = found.lanes
    assert in_order(lane) == pytest.approx([-HOUR, -HOUR / 2])
    assert over_orders(lane) == pytest.approx([-HOUR, -HOUR / 2])
    assert (found.orders_taken, found.orders, found.coalitions, found.coalitions_run) == ("all", 2, 4, 4)


def test_at_the_same_time_the_first_lever_saves_nothing_and_both_share() -> None:
    """Whoever is left slow keeps the case: alone neither saves anything, together an hour."""
    [lane] = attributed(reform(PARALLEL, faster("check", 60), faster("sign", 60))).lanes
    assert in_order(lane) == pytest.approx([0, -HOUR], abs=1e-12)
    assert over_orders(lane) == pytest.approx([-HOUR / 2, -HOUR / 2])
    estimate = lane.levers[0].over_orders[TIME]
    assert (estimate.least, estimate.most) == pytest.approx((-HOUR, 0), abs=1e-12)


def test_a_lever_that_needs_another_is_never_introduced_first() -> None:
    quick = faster("sign", 60, once="check")
    [lane] = attributed(reform(PARALLEL, faster("check", 30), quick)).lanes
    assert [lever.needs for lever in lane.levers] == [(), (0,)]
    assert over_orders(lane) == pytest.approx([0, -HOUR], abs=1e-12)


@pytest.mark.parametrize("orders", [2, 32], ids=["drawn", "all"])
def test_both_ways_add_up_to_the_whole_difference(orders: int) -> None:
    """Five levers on four tasks, two of them at the same time and one that needs another."""
    before = office(task("a", 40), side_by_side(task("b", 40), task("c", 50, pool="archive")), task("d", 20))
    levers = (faster("a", 15), faster("b", 10), faster("c", 20), faster("d", 5, once="a"), faster("c", 15))
    found = attributed(reform(before, *levers), orders)
    [lane] = found.lanes
    assert found.orders_taken == ("all" if orders == 32 else "drawn")
    assert set(lane.difference) <= set(ATTRIBUTED)
    for kpi, difference in lane.difference.items():
        assert sum(in_order(lane, kpi)) == pytest.approx(difference.mean, abs=1e-9)
        assert sum(over_orders(lane, kpi)) == pytest.approx(difference.mean, abs=1e-9)
    assert lane.difference[TIME].mean == pytest.approx((35 - 110) / 480)


def test_limits_on_paper_are_divided_too() -> None:
    """Limits of 10 and 4 days at the same time: cutting the 10 to 2 saves 6 first, 8 if the 4 has been cut to 1."""
    limited = side_by_side(
        task("check", 60, more="limit: {working_days: 10, provenance: *p}"),
        task("sign", 60, pool="archive", more="limit: {working_days: 4, provenance: *p}"),
    )

    [lane] = attributed(reform(office(limited), shorter("check", 2), shorter("sign", 1))).lanes
    assert (lane.on_paper_before, lane.on_paper_after) == (10, 2)
    first, second = (lever.on_paper for lever in lane.levers)
    assert (first.in_order, second.in_order) == (-6, -2)
    assert (first.over_orders, second.over_orders) == (-7, -1)
    assert (first.least, first.most, first.orders_half_width) == (-8, -6, 0)


def test_a_figure_that_some_coalition_lacks_is_left_out() -> None:
    """The pools state no cost, so nobody saves any."""
    [lane] = attributed(reform(SERIAL, faster("check", 60))).lanes
    assert "agency_cost" not in lane.difference
    assert "agency_cost" not in lane.levers[0].over_orders


def test_a_promise_is_not_run_and_saves_nothing() -> None:
    promise = "limits: [{kind: promised, working_days: 1, provenance: *p}]"
    promised = office(task("check", 120), task("sign", 60, pool="archive"), more=promise)
    found = attributed(
        reform(SERIAL, faster("check", 60), lambda lane: lane.model_copy(update={"limits": promised.limits}))
    )
    assert (found.coalitions, found.coalitions_run) == (4, 2)
    lever = found.lanes[0].levers[1]
    assert {(each.mean, each.half_width) for each in lever.in_order.values()} == {(0.0, 0.0)}
    assert not any(kpi.startswith("on_time") for kpi in lever.over_orders)


def test_lanes_beside_are_attributed_from_the_same_runs() -> None:
    def beside(lanes: tuple[Lane, ...]) -> Model:
        return Model(lane=lanes[0], beside=lanes[1:])

    other = SERIAL.model_copy(update={"id": "other"})
    changes = [
        lambda lanes: (faster("check", 60)(lanes[0]), lanes[1]),
        lambda lanes: (lanes[0], faster("sign", 30)(lanes[1])),
    ]
    players = [Player("first", NAME, (0,)), Player("second", NAME, (1,))]
    whole = Reform("both", NAME, (SERIAL, other), changes, players, beside)
    found = attribute(whole, DESIGN, 4)
    assert [lane.lane for lane in found.lanes] == ["office", "other"]
    assert in_order(found.lanes[0])[0] < 0
    assert over_orders(found.lanes[1])[1] < 0


def test_uses_of_several_levers_may_be_introduced_together() -> None:
    """As principles are: the second one's use lies between those of the first."""
    changes = [faster("check", 60), faster("sign", 30), faster("check", 30)]
    players = [Player("first", NAME, (0, 2)), Player("second", NAME, (1,))]
    whole = Reform("reform", NAME, SERIAL, changes, players, lambda lane: Model(lane=lane))
    [lane] = attributed(whole).lanes
    assert over_orders(lane) == pytest.approx([-1.5 * HOUR, -HOUR / 2])


def test_a_reform_that_does_not_fit_is_refused_before_anything_runs() -> None:
    with pytest.raises(InvalidInputError, match="Make it fast first"):
        attributed(reform(SERIAL, faster("sign", 10, once="check")))


def test_a_refused_lever_is_not_asked_again() -> None:
    asked: list[str] = []

    def refuse(lane: Lane) -> Lane:
        asked.append(lane.id)
        return faster("sign", 10, once="check")(lane)

    whole = reform(SERIAL, faster("check", 30), refuse)
    assert [whole.can_form(each) for each in (0b00, 0b01, 0b10, 0b10, 0b11, 0b11)] == [
        True, True, False, False, True, True,
    ]  # fmt: skip
    assert len(asked) == 2


def test_progress_is_told_for_every_run() -> None:
    told: list[tuple[int, int]] = []
    whole = reform(SERIAL, faster("check", 60))
    models = {each: whole.model(each) for each in (0, 1)}
    simulated_figures(models, DESIGN, progress=lambda done, of: told.append((done, of)))
    assert told == [(done, 6) for done in range(1, 7)]
