"""Levers chosen for a lane: parameters that name what the lane has, so that many of them fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from tests.oracles.levers import BASIS, TITLE, lever, minutes, pool_of, share, working_days
from tests.properties.levers.choosing_people import NEEDS, PEOPLE
from tests.properties.levers.choosing_review import REVIEW, REVIEW_NEEDS
from tests.properties.levers.lanes import lanes
from workflows.definition.lane import Lane
from workflows.definition.steps import ApplicantStep, Sequence
from workflows.definition.tree import id_of
from workflows.levers.catalogue import Lever
from workflows.levers.rewriting import flattened

Parameters: TypeAlias = dict[str, Any]
Chooser: TypeAlias = Callable[[Lane, st.DataObject], Parameters]

MIDDLE_STARTS, MIDDLE_ENDS = "accepted", "decided"


def lanes_for(kind: str) -> st.SearchStrategy[Lane]:
    """Lanes that have what the lever works on."""
    return lanes(containing=(NEEDS | REVIEW_NEEDS).get(kind, ()))


def choose(data: st.DataObject, lane: Lane, kind: str | None = None) -> Lever:
    """A lever of that kind, or any, with parameters from the lane."""
    kind = kind or data.draw(st.sampled_from(sorted(CHOOSERS)), label="lever")
    return lever(kind, **CHOOSERS[kind](lane, data))


def between_marks(lane: Lane) -> list[str]:
    """Ids of the steps directly between acceptance and decision, as far as these stand in the outermost sequence."""
    body = flattened(lane.body)
    assert isinstance(body, Sequence)
    names = [id_of(step) or "" for step in body.steps]
    if MIDDLE_STARTS not in names or MIDDLE_ENDS not in names:
        return []
    return names[names.index(MIDDLE_STARTS) + 1 : names.index(MIDDLE_ENDS)]


def _some(data: st.DataObject, names: list[str], least: int = 1) -> list[str]:
    if len(names) < least:
        return ["none_there", "none_either"][:least]
    return data.draw(st.lists(st.sampled_from(names), min_size=least, max_size=4, unique=True))


def _run(data: st.DataObject, lane: Lane) -> list[str]:
    names = between_marks(lane)
    if len(names) < 2:
        return ["none_there", "none_either"]
    first = data.draw(st.integers(0, len(names) - 2))
    return names[first : data.draw(st.integers(first + 2, len(names)))]


def _of_applicant(lane: Lane) -> list[str]:
    return [name for name, step in lane.steps.items() if isinstance(step, ApplicantStep)]


def _checks(lane: Lane) -> list[str]:
    return [name for name, task in lane.tasks.items() if task.outcomes]


def _joint_review(lane: Lane, data: st.DataObject) -> Parameters:
    names = _run(data, lane)
    cut = data.draw(st.integers(1, len(names)))
    groups = [group for group in (names[:cut], names[cut:]) if group]
    stages = [
        {"id": f"stage_{at}", "title": TITLE, "steps": group, "lead": "desk", "closing_time": minutes(5)}
        for at, group in enumerate(groups)
    ]
    return {"stages": stages}


def _one_window(lane: Lane, data: st.DataObject) -> Parameters:
    filings = [name for name in _of_applicant(lane) if name.startswith(("file", "leg"))]
    return {"filings": _some(data, filings), "checks": _some(data, _checks(lane)), "window": "hall"}


def _missing_documents(lane: Lane, data: st.DataObject) -> Parameters:
    check = _some(data, _checks(lane))[0]
    documents = lane.tasks[check].documents[:1] if check in lane.tasks else ()
    supply = {"supply_within": working_days(9), "supply_time": minutes(9)}
    return {"check": check, "documents": list(documents) or ["none_there"], **supply}


def _commitment(lane: Lane, _: st.DataObject) -> Parameters:
    times = {name: minutes(9) for name in ("notice_time", "credit_check_time", "signing_time", "decision_time")}
    replaces = [MIDDLE_STARTS, *between_marks(lane), MIDDLE_ENDS]
    eligible = {"attribute": "risk", "in": ["low"]}
    return {"eligible": eligible, "replaces": replaces, "pool": "desk", "credit_refused": share(0.1), **times}


def _agent(lane: Lane, data: st.DataObject) -> Parameters:
    times = {name: minutes(9) for name in ("mandate_time", "assign_time", "plan_time", "coaching_time", "errand_time")}
    taken_over = _some(data, _of_applicant(lane))
    return {"agents": pool_of(1), "defect_factor": share(0.5), "taken_over": taken_over, **times}


def _documents(lane: Lane, data: st.DataObject) -> Parameters:
    return {"documents": _some(data, list(lane.documents))}


def _automated(lane: Lane, data: st.DataObject) -> Parameters:
    step = _some(data, list(lane.tasks))[0]
    outcomes = [outcome.id for outcome in lane.tasks[step].outcomes] if step in lane.tasks else []
    outcome = data.draw(st.sampled_from(outcomes)) if outcomes else None
    return {"steps": [step], "system": "registry", "outcome": outcome, "service_time": minutes(1)}


def _staggered(_: Lane, data: st.DataObject) -> Parameters:
    hours = {"base": "weekdays", "hours": ["12:00-20:00"], "provenance": BASIS}
    return {"pool": "hall", "calendar": "late", "hours": hours, "members": data.draw(st.none() | st.integers(1, 4))}


CHOOSERS: Final[dict[str, Chooser]] = {
    **PEOPLE,
    **REVIEW,
    "accept_with_missing_documents": _missing_documents,
    "agent_service": _agent,
    "automate_steps": _automated,
    "cancel_step": lambda lane, data: {"steps": _some(data, list(lane.steps)), "inherit": data.draw(st.booleans())},
    "change_hours": _staggered,
    "change_staff": lambda _, data: {"pool": "desk", "count": data.draw(st.integers(1, 3)), "provenance": BASIS},
    "cut_time_limit": lambda _, data: {"working_days": data.draw(st.integers(0, 20)), "provenance": BASIS},
    "drop_document": _documents,
    "end_at": lambda lane, data: {"step": _some(data, list(lane.steps))[0]},
    "handle_in_parallel": lambda lane, data: {"steps": _run(data, lane)},
    "internal_handover": lambda lane, data: {"legs": _some(data, _of_applicant(lane))},
    "joint_review": _joint_review,
    "merge_steps": lambda lane, data: {
        "steps": _some(data, list(lane.tasks), least=2),
        "into": "merged",
        "into_title": TITLE,
    },
    "move_before_acceptance": lambda lane, data: {"steps": _some(data, between_marks(lane))},
    "move_behind_decision": lambda lane, data: {
        "step": _some(data, between_marks(lane) or ["none_there"])[0],
        "within": working_days(9),
    },
    "notice_and_commitment": _commitment,
    "one_time_notification": lambda _lane, _data: {},
    "one_window_intake": _one_window,
    "promise_limit": lambda _, data: {"working_days": data.draw(st.integers(1, 30)), "provenance": BASIS},
    "share_document": _documents,
}
