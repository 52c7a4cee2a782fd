"""Lanes that call lanes: each must exist, and none may come back to where it started."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflows.definition.graphs import reachable
from workflows.definition.lane import Lane
from workflows.definition.located import located
from workflows.definition.places import Places
from workflows.definition.steps import Call
from workflows.definition.tree import walk
from workflows.errors import Problem


def called_lanes(lane: Lane) -> tuple[str, ...]:
    """Ids of the lanes that a lane calls, each once, in the order of its steps."""
    return tuple(dict.fromkeys(step.lane for step in walk(lane.body) if isinstance(step, Call)))


def call_problems(lane: Lane, lanes: Mapping[str, Lane], places: Places = Places()) -> Iterator[Problem]:  # noqa: B008 - frozen
    """Calls of lanes that do not exist, and calls in a circle, by which cases would open cases for ever.

    Parameters
    ----------
    lanes : every lane that can be called, by id
    """
    calls = {id_: called_lanes(each) for id_, each in {**lanes, lane.id: lane}.items()}
    known = {id_: [other for other in others if other in calls] for id_, others in calls.items()}
    for each in located(lane.body):
        if not isinstance(each.step, Call):
            continue
        place = places.of(*each.path, "lane")
        if each.step.lane not in calls:
            expected = f"a lane, one of {', '.join(sorted(calls))}"
            yield Problem("unknown_lane", place, expected, repr(each.step.lane), "Name a lane that exists.")
        elif lane.id in reachable([each.step.lane], known):
            found = f"{each.step.lane}, which leads back to {lane.id}"
            remedy = "Remove one of the calls; to try again, use a loop."
            yield Problem("circle_of_calls", place, "a lane that does not call this one", found, remedy)
