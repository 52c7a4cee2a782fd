"""What every lever is: data that say which reform, and one function from a sound lane to a sound lane.

To add a lever, write a frozen model with `lever`, `title`, `explanation`, `preconditions`, `clauses` and `apply` in a
file of its own, end `apply` with :func:`reformed`, and name the model in :mod:`workflows.levers.catalogue`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from workflows.definition.lane import Lane
from workflows.definition.precedence import broken_order
from workflows.definition.provenance import Frozen, Provenance, Source, Title
from workflows.definition.references import problems_of
from workflows.definition.soundness import check_soundness
from workflows.definition.steps import Step
from workflows.errors import LegalOrder, LeverRefusedError, UnknownNameError
from workflows.levers.references import relinked
from workflows.levers.rewriting import revised

_NOTHING_RENAMED: Mapping[str, str] = {}


class Direction(StrEnum):
    """Which way a KPI goes."""

    DOWN = "down"
    UP = "up"


class LeverFields(Frozen):
    """What all levers have in common.

    Attributes
    ----------
    lever : which lever it is; told apart by it in a file, and appended to the `levers` of the lane
    title : what the field calls it
    explanation : what it changes
    preconditions : what has to hold of the lane; otherwise the lever is refused
    comes_after : ids of levers that come first where both are used, since the other order is refused or means something
        else
    repeatable : whether a second use with the same parameters acts again, on what the first one left; otherwise it is
        refused
    moves : KPI id to the way it goes on a lane that has what the lever works on; a direction, never an amount
    clauses : the mechanisms and statutes that it comes from
    scope_only : it narrows what is compared rather than reforming anything, so it goes on both sides

    Parameters
    ----------
    name : what a report calls this use of it; by default its title
    """

    title: ClassVar[Title]
    explanation: ClassVar[Title]
    preconditions: ClassVar[Title]
    comes_after: ClassVar[tuple[str, ...]] = ()
    repeatable: ClassVar[bool] = False
    moves: ClassVar[Mapping[str, Direction]] = {}
    clauses: ClassVar[tuple[Provenance, ...]]
    scope_only: ClassVar[bool] = False

    lever: str
    name: Title | None = None

    @property
    def called(self) -> Title:
        """What a report calls it."""
        return self.name or self.title


def seed(mechanism: str, words: str) -> Provenance:
    """A mechanism of the source documents, by its id and its own words."""
    return Provenance(source=Source.SEED, basis=f"{mechanism} {words}")


def statute(article: str) -> Provenance:
    """An article of a law."""
    return Provenance(source=Source.STATUTE, basis=article)


def refused(
    lever: LeverFields, expected: str, found: str, remedy: str, order: LegalOrder | None = None
) -> LeverRefusedError:
    """The error of a lever that does not fit the lane.

    Parameters
    ----------
    order : of the law, if it is that which stands against the lever
    """
    return LeverRefusedError(f"{lever.lever}: expected {expected}; found {found}. {remedy}", order)


def known(kind: str, name: str, names: Mapping[str, object]) -> str:
    """The name itself, if something has it.

    Raises
    ------
    UnknownNameError
        With the closest name that there is.
    """
    if name not in names:
        raise UnknownNameError(kind, name, tuple(names))
    return name


def reformed(
    lever: LeverFields,
    lane: Lane,
    body: Step | None = None,
    renamed: Mapping[str, str] = _NOTHING_RENAMED,
    **changes: object,
) -> Lane:
    """The lane with what a lever changes, checked.

    Parameters
    ----------
    body : the new steps, if the lever changes any; what they say about steps that are gone is mended here
    renamed : id that is gone to the id that took its place
    changes : other fields of the lane

    Raises
    ------
    LeverRefusedError
        If nothing changes, or the lane would no longer be consistent and sound: an id that stands twice, a condition on
        a step that is gone, a task that could begin before one that law puts first.
    """
    if body is not None:
        changes["body"] = relinked(lane.body, body, renamed)
    if all(getattr(lane, name) == value for name, value in changes.items()):
        raise refused(
            lever, "something left to change", f"lane {lane.id!r} as the lever would leave it", "Leave the lever out."
        )
    after = revised(lane, **changes, levers=(*lane.levers, lever.lever))
    for problem in problems_of(after) or check_soundness(after):
        found = f"{problem.found} at {problem.place} of the lane after it"
        order = broken_order(after) if problem.code == "order_against_law" else None
        raise refused(lever, problem.expected, found, problem.remedy, order)
    return after
