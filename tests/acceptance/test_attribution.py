"""`greenlane attribute` on the shipped scenarios: small runs, and what has to hold whatever they come to."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from services.cli.main import run
from services.experiments.attribution import attribute_named
from simulations.attribution.limit_gap import Effort, LimitGap
from simulations.experiment import Design

Run = Callable[..., tuple[int, str, str]]

SMALL = ("--cases", "4", "--replications", "2")
DESIGN = Design(starts_on=date(2016, 1, 4), replications=2, cases=4)
SHOWN = ("processing_time.mean", "cycle_time.mean", "visits", "agency_cost", "fees")


@pytest.fixture
def greenlane(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives its exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.mark.parametrize(
    ("scenario", "taken", "orders"),
    [
        ("agent_service_after", "all", 1),
        ("business_setup_after", "drawn", 2),
        ("commitment_approval_after", "all", 6),
        ("construction_permit_30", "drawn", 2),
        ("construction_permit_after", "drawn", 2),
        ("property_registration_after", "drawn", 2),
    ],
)
def test_shipped_scenarios_are_attributed(scenario: str, taken: str, orders: int) -> None:
    found = attribute_named(scenario, DESIGN, 4 if taken == "all" else 2, effort=Effort(additions=1, levers=1))
    attribution, gap = found.attribution, found.gap
    assert (attribution.orders_taken, attribution.orders) == (taken, orders)
    assert attribution.coalitions_run <= attribution.coalitions
    [lane] = attribution.lanes
    assert set(SHOWN) <= set(lane.difference)
    for kpi in SHOWN:
        whole = pytest.approx(lane.difference[kpi].mean, abs=1e-6)
        assert sum(lever.in_order[kpi].mean for lever in lane.levers) == whole
        assert sum(lever.over_orders[kpi].change.mean for lever in lane.levers) == whole
    assert sum(lever.on_paper.in_order for lever in lane.levers) == lane.on_paper_after - lane.on_paper_before
    for lever in lane.levers:
        if lever.lever == "promise_limit":
            assert {each.mean for each in lever.in_order.values()} == {0.0}
    assert gap is not None
    assert gap.gap.reached is not None
    assert gap.gap.on_paper == lane.on_paper_after
    assert gap.missing == max(0.0, gap.gap.reached.mean - gap.gap.target.working_days)
    check_gap(gap)


def check_gap(gap: LimitGap) -> None:
    """What would close it is within the figure, and what is too much is not."""
    if gap.limits is None:
        assert not gap.missing
        return
    figure, tried = gap.gap.target.working_days, {each.factor: each.reached.mean for each in gap.limits.tried}
    if gap.limits.factor is None:
        assert tried[0.01] > figure
    else:
        assert tried[gap.limits.factor] <= figure
        assert all(mean > figure for factor, mean in tried.items() if factor > gap.limits.factor)
    assert len(gap.members) <= 1
    assert len(gap.levers) <= 1


def test_the_same_bytes_for_any_number_of_processes(greenlane: Run) -> None:
    asked = ("attribute", "commitment_approval_after", *SMALL, "--seed", 5, "--json")
    _, first, err = greenlane(*asked, "--workers", 1)
    assert (err, set(json.loads(first))) == ("", {"attribution", "applied", "gap"})
    assert greenlane(*asked, "--workers", 2)[1] == first


def test_the_tables_speak_both_languages(greenlane: Run) -> None:
    asked = ("attribute", "commitment_approval_after", "--cases", 4, "--replications", 1, "--workers", 1)
    code, english, _ = greenlane(*asked)
    assert code == 0
    assert "All 6 orders in which the levers can be introduced" in english
    for said in ("In this order", "Over orders", "All together", "Limits on paper", "are missing", "Helps"):
        assert said in english
    _, chinese, _ = greenlane("--lang", "zh-CN", *asked)
    for said in ("按方案顺序", "各种顺序平均", "合计", "纸面时限", "还差", "有用"):
        assert said in chinese


def test_drawn_orders_are_told_from_all_of_them(greenlane: Run) -> None:
    asked = ("attribute", "property_registration_after", *SMALL, "--orders", 4)
    _, out, _ = greenlane(*asked)
    assert out.startswith("4 orders drawn of those in which the levers can be introduced")
    assert "of which drawing" in out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("property_registration",), 3, "found lane 'property_registration'"),
        (("construction_permit_to_permit_before",), 3, "no levers"),
        (("nothing",), 3, "nothing"),
        (("property_registration_after", "--orders", "1"), 2, "orders"),
    ],
)
def test_what_cannot_be_attributed_is_refused(greenlane: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    found, out, err = greenlane("attribute", *arguments)
    assert (found, out) == (code, "")
    assert said in err
    assert "Traceback" not in err
