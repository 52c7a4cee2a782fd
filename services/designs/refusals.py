"""Why a lever does not fit a lane, in both languages, and what stands against it."""

from __future__ import annotations

from typing import Final

from services.api.faults import DesignProblem
from services.designs.texts_of_problems import title_of
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.errors import InvalidInputError, LegalOrder, LeverRefusedError, Place
from workflows.levers.catalogue import Lever
from workflows.levers.misfits import misfit

_LONGEST: Final = 80
"""Characters of a step's title in a sentence."""

_TIED: Final = "order_against_law"


def refusal(error: InvalidInputError, lever: Lever, number: int, lane: Lane) -> DesignProblem:
    """What was said against a lever, as a page shows it.

    Parameters
    ----------
    number : of the lever, from 1
    lane : as the levers before it left it
    """
    problem = misfit(error, Place())
    order = error.order if isinstance(error, LeverRefusedError) else None
    code = problem.code if order is None else _TIED
    return DesignProblem(
        code=code,
        path=("levers", number - 1),
        step=None if order is None else order.later,
        lever=number,
        title=_why(code, lever, order, lane),
        expected=problem.expected,
        found=problem.found,
        remedy=problem.remedy,
        law=() if order is None else _law(order, lane),
    )


def _why(code: str, lever: Lever, order: LegalOrder | None, lane: Lane) -> Title:
    if order is not None:
        earlier, later = (_called(lane, step) for step in (order.earlier, order.later))
        return Title(
            zh=f"法律规定先办“{earlier.zh}”，后办“{later.zh}”",
            en=f"Law puts “{earlier.en}” before “{later.en}”",
        )
    # What a lever needs is written in both languages: whatever it refuses, that is what does not hold.
    return lever.preconditions if code == "lever_refused" else title_of(code)


def _law(order: LegalOrder, lane: Lane) -> tuple[Provenance, ...]:
    """Where the two steps come from, the one that has to wait first."""
    tasks = (lane.tasks.get(step) for step in (order.later, order.earlier))
    return tuple(dict.fromkeys(clause for task in tasks if task is not None for clause in task.clauses))


def _called(lane: Lane, step: str) -> Title:
    title = lane.titles.get(step)
    if title is None:
        return Title(zh=step, en=step)
    return Title(zh=title.zh[:_LONGEST], en=title.en[:_LONGEST])
