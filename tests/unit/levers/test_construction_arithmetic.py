"""The published arithmetic of the construction lane, derived by levers: serial, as law allows, and stage by stage."""

from __future__ import annotations

from itertools import chain, takewhile

import pytest

from tests.oracles.levers import BASIS, lever, longest_chain
from workflows.definition.lane import Lane
from workflows.levers.catalogue import apply_levers
from workflows.levers.joint_review import JointReview
from workflows.levers.scenario import before, shipped_scenarios

SERIAL, AS_LAW_ALLOWS, STAGE_MAXIMA = 283, 228, 101


@pytest.fixture(scope="module")
def joint_review() -> JointReview:
    levers = shipped_scenarios()["construction_permit_after"].levers
    return next(one for one in levers if isinstance(one, JointReview))


@pytest.fixture(scope="module")
def one_window() -> Lane:
    """The lane with its filings and checks brought together: what is left between the reviews is what law demands."""
    scenario = shipped_scenarios()["construction_permit_after"]
    levers = takewhile(lambda one: not isinstance(one, JointReview), scenario.levers)
    return apply_levers(before(scenario), levers)


def test_one_after_the_other(one_window: Lane) -> None:
    assert longest_chain(before(shipped_scenarios()["construction_permit_after"]).body) == SERIAL
    assert longest_chain(one_window.body) == SERIAL


def test_parallel_as_far_as_law_allows(one_window: Lane, joint_review: JointReview) -> None:
    assert one_window.body.kind == "sequence"
    items = {
        name
        for stage in joint_review.stages
        for name in chain.from_iterable([[b] if isinstance(b, str) else b for b in stage.steps])
    }
    names = [step.id for step in one_window.body.steps if step.kind != "sequence"]
    places = [at for at, name in enumerate(names) if name in items]
    run = names[places[0] : places[-1] + 1]
    branches = list(_branches(run, joint_review))
    after = lever("handle_in_parallel", steps=branches).apply(one_window)
    assert longest_chain(after.body) == AS_LAW_ALLOWS


def _branches(run: list[str], joint_review: JointReview) -> list[list[str]]:
    """The branches of the stages; what prepares a review goes with it."""
    grouped = {branch[-1]: branch for stage in joint_review.stages for branch in map(_names, stage.steps)}
    member = {name: last for last, branch in grouped.items() for name in branch}
    branches: list[list[str]] = []
    waiting: list[str] = []
    for name in run:
        waiting.append(name)
        if name in member and name == member[name]:
            branches.append(waiting)
            waiting = []
    return branches


def _names(branch: str | tuple[str, ...]) -> list[str]:
    return [branch] if isinstance(branch, str) else list(branch)


def test_stage_by_stage(one_window: Lane, joint_review: JointReview) -> None:
    staged = joint_review.apply(one_window)
    assert longest_chain(staged.body) == STAGE_MAXIMA
    cut = lever("cut_time_limit", factor=0.4, provenance=BASIS).apply(staged)
    assert longest_chain(cut.body) == 41
