"""Levers about intake, papers, review and decision, chosen for a lane."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from tests.oracles.levers import BASIS, TITLE, minutes, share, working_days
from workflows.definition.lane import Lane
from workflows.definition.steps import ApplicantStep, Loop, Sequence, Task, ThirdPartyStep
from workflows.definition.tree import id_of, walk
from workflows.levers.rewriting import flattened

Parameters: TypeAlias = dict[str, Any]
Chooser: TypeAlias = Callable[[Lane, st.DataObject], Parameters]


def _outermost(lane: Lane) -> list[str]:
    """Ids of the steps of the outermost sequence, laid flat."""
    body = flattened(lane.body)
    assert isinstance(body, Sequence)
    return [id_of(step) or "" for step in body.steps]


def _between(lane: Lane) -> list[str]:
    """Those between acceptance and decision, as far as these stand there."""
    names = _outermost(lane)
    if "accepted" not in names or "decided" not in names:
        return ["none_there"]
    return names[names.index("accepted") + 1 : names.index("decided")] or ["none_there"]


def _part(data: st.DataObject, names: list[str]) -> list[str]:
    """Some that follow one another."""
    first = data.draw(st.integers(0, len(names) - 1))
    return names[first : data.draw(st.integers(first + 1, len(names)))]


def _one(data: st.DataObject, names: list[str]) -> str:
    return data.draw(st.sampled_from(names or ["none_there"]))


def _some(data: st.DataObject, names: list[str]) -> list[str]:
    return data.draw(st.lists(st.sampled_from(names or ["none_there"]), min_size=1, max_size=3, unique=True))


def _two_in_order(data: st.DataObject, names: list[str]) -> tuple[str, str]:
    if len(names) < 2:
        return "none_there", "none_either"
    first = data.draw(st.integers(0, len(names) - 2))
    return names[first], names[data.draw(st.integers(first + 1, len(names) - 1))]


def _pre_review(lane: Lane, data: st.DataObject) -> Parameters:
    loops = [name for name, step in lane.steps.items() if isinstance(step, Loop)]
    return {
        "loops": data.draw(st.sampled_from(["all", _some(data, loops)])),
        "pool": data.draw(st.sampled_from([None, "hall"])),
        "handing_in_time": minutes(9),
    }


def _guide(lane: Lane, data: st.DataObject) -> Parameters:
    spared = _some(data, [name for name, step in lane.steps.items() if isinstance(step, Task | ApplicantStep)])
    return {"defect_factor": share(0.5), "spared": data.draw(st.sampled_from([[], spared]))}


def _signed(lane: Lane, data: st.DataObject) -> Parameters:
    signing = {"signed_before": _one(data, list(lane.steps)), "signing_time": minutes(9)}
    return {
        "documents": _some(data, list(lane.documents)),
        "follow_up": data.draw(st.sampled_from([None, "another"])),
        **data.draw(st.sampled_from([{}, signing])),
    }


def _no_proof(lane: Lane, data: st.DataObject) -> Parameters:
    names = list(lane.documents) or ["none_there"]
    kept, gone = names[0], names[1:] or names
    ways: list[Parameters] = [
        {"ground": "no_legal_basis"},
        {"ground": "nobody_can_issue"},
        {"ground": "held_by_authorities", "asked_by": "desk", "asking_time": minutes(9)},
        {"ground": "held_by_authorities", "defect_share": share(0.01)},
        {"ground": "shown_by_certificate", "certificate": kept},
        {"ground": "committed"},
    ]
    return {"proofs": [{"document": name, **data.draw(st.sampled_from(ways))} for name in gone]}


def _joint_acceptance(lane: Lane, data: st.DataObject) -> Parameters:
    tasks = [name for name in _between(lane) if name in lane.tasks]
    filings = [name for name, step in lane.steps.items() if isinstance(step, ApplicantStep)]
    checks = [name for name, task in lane.tasks.items() if task.outcomes]
    limit = data.draw(st.sampled_from([None, working_days(5)]))
    return {
        "acceptances": tasks[-2:] if len(tasks) > 1 else ["none_there", "none_either"],
        "filings": _some(data, filings)[:1],
        "checks": _some(data, checks)[:1],
        "lead": "hall",
        "arranging_time": minutes(9),
        "limit": limit,
    }


def _on_the_spot(lane: Lane, data: st.DataObject) -> Parameters:
    told: list[Parameters] = [{"share": share(0.3)}, {"low_risk": {"attribute": "risk", "in": ["low"]}}]
    replaces = ["accepted", *(name for name in _between(lane) if name in lane.steps), "decided"]
    return {"replaces": replaces, "pool": "desk", "decision_time": minutes(9), **data.draw(st.sampled_from(told))}


def _early(lane: Lane, data: st.DataObject) -> Parameters:
    names = _outermost(lane)
    beside, step = _two_in_order(data, [name for name in names if name in lane.tasks or name == names[1]])
    return {"beside": beside, "step": step, "share": share(0.5)}


def _circle(lane: Lane, data: st.DataObject) -> Parameters:
    circles = [
        name
        for name, step in lane.steps.items()
        if isinstance(step, Loop) and len({task.pool for task in walk(step) if isinstance(task, Task)}) > 1
    ]
    times = {name: minutes(9) for name in ("calling_time", "meeting_time", "until_meeting")}
    return {"circle": _one(data, circles), "called_by": "desk", **times}


def _investment(lane: Lane, data: st.DataObject) -> Parameters:
    kinds = {"compliant": share(0.5), "negative_list": share(0.1)}
    strict = {"strict_steps": _some(data, list(lane.tasks)), "strictness": {"value": 1.5, "provenance": BASIS}}
    risk = {
        "compliant": {"attribute": "risk", "in": ["low"]},
        "listed": {"attribute": "risk", "in": ["high"]},
    }
    return {
        "replaces": _part(data, _between(lane)),
        "signing_time": minutes(9),
        "pool": "desk",
        "recording_time": minutes(9),
        "follow_up": "another",
        **data.draw(st.sampled_from([{"kinds": kinds}, risk])),
        **data.draw(st.sampled_from([{}, strict])),
    }


def _filing(lane: Lane, data: st.DataObject) -> Parameters:
    names = _outermost(lane)
    replaces = data.draw(st.sampled_from([_part(data, _between(lane)), _part(data, names)]))
    only: list[Parameters] = [{}, {"share": share(0.3)}, {"outside_catalogue": {"attribute": "risk", "in": ["low"]}}]
    return {"replaces": replaces, "notice_time": minutes(9), **data.draw(st.sampled_from(only))}


def _upward(lane: Lane, data: st.DataObject) -> Parameters:
    below, above = _two_in_order(data, [name for name in _outermost(lane) if name in lane.tasks])
    return {"steps": [below], "higher": above, "passing_time": minutes(3)}


def _legal(lane: Lane, data: st.DataObject) -> Parameters:
    major: list[Parameters] = [{}, {"share": share(0.2)}, {"major": {"attribute": "risk", "in": ["high"]}}]
    before = _one(data, [*lane.tasks, *(name for name in ("decided",) if name in lane.steps)])
    return {"before": before, "pool": "hall", "service_time": minutes(30), **data.draw(st.sampled_from(major))}


def _listed(lane: Lane, data: st.DataObject) -> Parameters:
    names = [name for name in _outermost(lane) if name in lane.tasks or name == "decided"]
    review, later = _two_in_order(data, names)
    times = {name: minutes(9) for name in ("list_time", "signing_time", "check_time")}
    return {"review": review, "checked_before": later, **times}


def _split(lane: Lane, data: st.DataObject) -> Parameters:
    names = _outermost(lane)
    pairs = [
        list(pair) for pair in pairwise(names) if all(isinstance(lane.steps.get(name), ThirdPartyStep) for name in pair)
    ]
    services = data.draw(st.sampled_from(pairs or [["none_there", "none_either"]]))
    return {"services": services, "into": "whole_service", "into_title": TITLE}


REVIEW_NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "joint_acceptance": ("task", "task"),
    "joint_meeting": ("circle",),
    "list_plus_commitment": ("task",),
    "no_splitting": ("split_service",),
    "pass_upward_at_once": ("task", "task"),
    "delegate_authority": ("task", "parallel"),
}
"""Kinds of steps without which a lever has nothing to work on."""

REVIEW: Final[dict[str, Chooser]] = {
    "delegate_authority": lambda _, data: {
        "levels_before": 3,
        "levels_left": data.draw(st.integers(0, 2)),
        "provenance": BASIS,
    },
    "demand_side_guide": _guide,
    "early_intervention": _early,
    "file_instead_of_approve": _filing,
    "invest_by_commitment": _investment,
    "joint_acceptance": _joint_acceptance,
    "joint_meeting": _circle,
    "legal_review": _legal,
    "list_plus_commitment": _listed,
    "no_proof_service": _no_proof,
    "no_splitting": _split,
    "on_the_spot_decision": _on_the_spot,
    "online_pre_review": _pre_review,
    "pass_upward_at_once": _upward,
    "replace_document_by_commitment": _signed,
}
