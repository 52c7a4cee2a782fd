"""Backlogs that simulated lanes work off, beside the targets that documents published for them."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import pytest

from services.experiments import burn_down
from services.experiments.burn_down import BACKLOGS, BurnDown, simulate_burn_down
from workflows.errors import UnknownNameError
from workflows.instants import start_of
from workflows.supervision.targets import Milestone, PublishedTarget, Verdict, find_target, standing


@lru_cache(maxsize=4)
def simulated(target: str) -> BurnDown:
    return simulate_burn_down(target, seed=1, replications=2)


@pytest.mark.parametrize("target", sorted(BACKLOGS))
def test_a_backlog_is_worked_off_and_held_against_its_target_each_month(target: str) -> None:
    found = simulated(target)
    better = [row.observed for row in found.rows]
    assert better == sorted(better, reverse=found.target.better == "lower")
    assert better[0] != better[-1]
    for row in found.rows:
        assert row.least <= row.observed <= row.most
        assert row.standing == standing(found.target, row.observed, row.standing.at)
    assert all(later.day > earlier.day for earlier, later in pairwise(found.rows))
    assert found.rows[0].day >= BACKLOGS[target].begins


def test_a_backlog_begins_whole() -> None:
    assert simulated("land_problems").pieces == 105
    assert simulated("land_problems").rows[0].observed == 105
    assert simulated("arrears_paid").rows[0].observed == 0
    assert simulated("items_of_the_catalogue").rows[0].observed < 1476


def test_a_target_that_is_asked_for_more_changes_verdicts_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target is compared with, never fed."""
    plain = simulated("land_problems")
    backlog = BACKLOGS["land_problems"]
    tighter = Milestone(
        value=0, on=backlog.begins, said="at once", provenance=find_target("land_problems").milestones[0].provenance
    )
    target = find_target("land_problems")
    demanding = PublishedTarget.model_validate(target.model_dump() | {"milestones": (tighter,)})
    monkeypatch.setattr(burn_down, "find_target", lambda _: demanding)
    other = simulate_burn_down("land_problems", seed=1, replications=2)
    assert [row.observed for row in other.rows] == [row.observed for row in plain.rows]
    assert other.rows[0].standing.verdict is Verdict.MISSED
    assert plain.rows[0].standing.verdict is Verdict.BEHIND


def test_the_same_seed_gives_the_same_rows_and_another_one_others() -> None:
    again = simulate_burn_down("land_problems", seed=1, replications=2)
    assert again == simulated("land_problems")
    assert simulate_burn_down("land_problems", seed=2, replications=2).rows != again.rows


def test_a_target_without_a_backlog_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no target with a backlog is called 'online_share'"):
        simulate_burn_down("online_share", seed=1, replications=1)


def test_months_end_within_the_span() -> None:
    for target, backlog in BACKLOGS.items():
        days = [row.day for row in simulated(target).rows]
        assert start_of(days[-1]) <= start_of(backlog.until)
        assert len(set(days)) == len(days)
