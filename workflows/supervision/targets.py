"""Published targets with their trajectories, and how something that is observed stands against them.

A target is compared with, never fed: nothing here is read by a lane, a lever or a simulation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import Annotated, Final, Literal, Self

from pydantic import Field, NonNegativeFloat, model_validator

from workflows.definition.loading import parse_model
from workflows.definition.provenance import Frozen, Provenance, Title
from workflows.definition.values import Identifier
from workflows.errors import UnknownNameError
from workflows.instants import Instant, start_of

_PACKAGE: Final = "workflows.supervision"
_FILE: Final = "targets.yaml"


class Milestone(Frozen):
    """A value, and by when it is to be reached, or was.

    Parameters
    ----------
    on : last day in time; none if the document gives no date
    said : the value in the document's words
    stretch : what is striven for beyond the value
    """

    value: NonNegativeFloat
    on: date | None = None
    said: Annotated[str, Field(min_length=1, max_length=40)]
    stretch: NonNegativeFloat | None = None
    provenance: Provenance


class PublishedTarget(Frozen):
    """What a document wants of a figure.

    Parameters
    ----------
    mechanisms : ids of the rows of the table of mechanisms that it belongs to
    better : which way the figure is to go
    milestones : dated ones in order, then those without a date
    """

    id: Identifier
    mechanisms: Annotated[tuple[str, ...], Field(min_length=1)]
    title: Title
    unit: Title
    better: Literal["lower", "higher"]
    milestones: Annotated[tuple[Milestone, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        dates = [each.on for each in self.milestones]
        known = [on for on in dates if on is not None]
        if dates != [*sorted(known), *[None] * (len(dates) - len(known))]:
            raise ValueError(
                f"expected milestones by date and those without one last; found {dates} in {self.id!r}. Sort them."
            )
        values = [each.value for each in self.milestones]
        if values != sorted(values, reverse=self.better == "lower"):
            raise ValueError(f"expected milestones that get better; found {values} in {self.id!r}. Check better.")
        return self

    @property
    def dated(self) -> tuple[tuple[date, Milestone], ...]:
        """The milestones that have a date, in order."""
        return tuple((each.on, each) for each in self.milestones if each.on is not None)

    def reached(self, observed: float, value: float) -> bool:
        """Whether a value is as good as another."""
        return observed <= value if self.better == "lower" else observed >= value


class Verdict(StrEnum):
    """How something stands against a target."""

    REACHED = "reached"
    """As good as the last milestone, or better."""
    AHEAD = "ahead"
    """As good as the straight line between the milestones, or better."""
    BEHIND = "behind"
    """Not as good as that line, but no milestone is missed."""
    MISSED = "missed"
    """Not as good as a milestone whose day is over."""
    UNDATED = "undated"
    """Not reached, and no date to compare with."""


class TargetStanding(Frozen):
    """How something stands against a target at an instant.

    Parameters
    ----------
    due : value of the last milestone whose day is over; none before the first
    next_due : value of the next dated milestone, and its day
    on_the_line : value of the straight line between the milestones; drawing it is our doing, not the document's
    stretch_reached : whether what is striven for is reached; none if nothing is, or its day is to come
    """

    target: Identifier
    observed: float
    at: Instant
    verdict: Verdict
    due: float | None
    next_due: tuple[float, date] | None
    on_the_line: float | None
    stretch_reached: bool | None


def standing(target: PublishedTarget, observed: float, at: Instant) -> TargetStanding:
    """How an observed value stands against a target.

    Parameters
    ----------
    observed : in the target's unit
    """
    passed = [each for on, each in target.dated if _over(on) <= at]
    coming = [(each.value, on) for on, each in target.dated if _over(on) > at]
    line = on_the_line(target, at)
    stretches = [each.stretch for each in passed if each.stretch is not None]
    return TargetStanding(
        target=target.id,
        observed=observed,
        at=at,
        verdict=_verdict(target, observed, passed, line),
        due=passed[-1].value if passed else None,
        next_due=coming[0] if coming else None,
        on_the_line=line,
        stretch_reached=target.reached(observed, stretches[-1]) if stretches else None,
    )


def on_the_line(target: PublishedTarget, at: Instant) -> float | None:
    """The straight line between a target's dated milestones, each reached as its day ends.

    Returns
    -------
    a value in the target's unit; none before the first milestone; the last one's value after it
    """
    points = [(_over(on), each.value) for on, each in target.dated]
    place = bisect_right([instant for instant, _ in points], at)
    if place == 0:
        return None
    if place == len(points):
        return points[-1][1]
    (start, low), (end, high) = list(pairwise(points))[place - 1]
    return low + (high - low) * (at - start) / (end - start)


def burn_down(backlog: int, ended: Sequence[Instant], at: Instant) -> int:
    """How much of a backlog is left at an instant.

    Parameters
    ----------
    backlog : pieces on the first day
    ended : when pieces were dealt with, in any order
    """
    return backlog - sum(instant <= at for instant in ended)


@lru_cache(maxsize=1)
def published_targets() -> Mapping[str, PublishedTarget]:
    """The targets of the documents, by id."""
    text = (files(_PACKAGE) / _FILE).read_text("utf-8")
    targets = parse_model(text, _FILE, _Targets).model.targets
    return MappingProxyType({target.id: target for target in targets})


def find_target(id_: str) -> PublishedTarget:
    """A published target.

    Raises
    ------
    UnknownNameError
        If none is called so.
    """
    targets = published_targets()
    if id_ not in targets:
        raise UnknownNameError("target", id_, list(targets))
    return targets[id_]


class _Targets(Frozen):
    """The file of targets."""

    format: Literal[1] = 1
    targets: tuple[PublishedTarget, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [target.id for target in self.targets]
        if len(set(ids)) < len(ids):
            twice = next(id_ for id_ in ids if ids.count(id_) > 1)
            raise ValueError(f"expected each target once; found {twice!r} again. Rename or remove it.")
        return self


def _over(day: date) -> Instant:
    """The instant at which a day is over."""
    return start_of(day + timedelta(days=1))


def _verdict(target: PublishedTarget, observed: float, passed: Sequence[Milestone], line: float | None) -> Verdict:
    if target.reached(observed, target.milestones[-1].value):
        return Verdict.REACHED
    if not target.dated:
        return Verdict.UNDATED
    if passed and not target.reached(observed, passed[-1].value):
        return Verdict.MISSED
    if line is None or target.reached(observed, line):
        return Verdict.AHEAD
    return Verdict.BEHIND
