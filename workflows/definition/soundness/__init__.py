"""Whether every case of a lane can end, and every step of it be reached.

Blocks are sound by construction but for a few slips (:mod:`.blocks`); graphs are searched, marking by marking
(:mod:`.markings`); lanes that call each other must not do so in a circle (:mod:`.calls`).
"""

from __future__ import annotations

from workflows.definition.lane import Lane
from workflows.definition.places import Places
from workflows.definition.soundness.blocks import block_problems
from workflows.definition.soundness.calls import call_problems
from workflows.errors import Problem

__all__ = ["call_problems", "check_soundness"]


def check_soundness(lane: Lane, places: Places = Places()) -> tuple[Problem, ...]:  # noqa: B008 - frozen
    """Every way in which a case could get stuck, run for ever, or never reach a step.

    Conditions are taken as free: whatever they ask, each answer is thought possible. A lane that is sound in this sense
    is sound whatever its attributes and outcomes; one that needs two choices to agree is refused and can be drawn with
    one choice instead.

    Parameters
    ----------
    lane : without problems of reference (:func:`workflows.definition.references.problems_of`)
    places : of the file that the lane was read from

    Returns
    -------
    problems in the order of the lane; none if it is sound
    """
    return tuple(block_problems(lane, places))
