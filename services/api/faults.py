"""What is wrong with something that a designer sent, part by part, for answers that tell of it."""

from __future__ import annotations

from typing import TypeAlias

from workflows.definition.provenance import Frozen, Provenance, Title

PathInBody: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from the top of what was sent to a value in it."""


class DesignProblem(Frozen):
    """One thing that is wrong.

    Parameters
    ----------
    path : where, from the top of the lane; in a list of levers, `levers`, the lever's number from 0, and what of it
    step : id of the innermost step around it; none if it is about no step
    lever : number of the lever from 1; none if it is about no lever
    title : what is wrong
    expected, found, remedy : in English, with the names and numbers of this one
    law : what stands against it, where the order of the law does
    """

    code: str
    path: PathInBody
    step: str | None = None
    lever: int | None = None
    title: Title
    expected: str
    found: str
    remedy: str
    law: tuple[Provenance, ...] = ()
