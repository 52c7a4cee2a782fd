"""What a case is before anything has happened to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, NamedTuple, Protocol

from pydantic import Field

from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen
from workflows.instants import Instant

CaseId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/\-]{0,199}$")]


class Submission(Protocol):
    """What is known of a case before anything has happened to it; see :class:`Case`."""

    @property
    def id(self) -> str:
        """Unique among all cases."""

    @property
    def submitted_at(self) -> Instant:
        """Instant at which the applicant submits it."""

    @property
    def number(self) -> int:
        """Position among the cases of a run."""

    @property
    def attributes(self) -> Mapping[str, str]:
        """Attribute id to value."""

    @property
    def draws(self) -> str:
        """Name under which its draws are found."""


class DrawnCase(NamedTuple):
    """A case that a simulation makes up: a :class:`Case` without checks, since nobody has typed it in."""

    id: str
    submitted_at: Instant
    number: int
    attributes: Mapping[str, str]
    draws: str


class Case(Frozen):
    """One request about to travel a lane.

    Parameters
    ----------
    id : unique among all cases; letters, digits and ``. _ - /``
    submitted_at : instant at which the applicant submits it
    number : position among the cases of a run; names its draws
    attributes : attribute id to value, as the lane declares them
    draws : name under which its draws are found, the lane's id, and for a child the path of calls that led to it
    """

    id: CaseId
    submitted_at: Instant
    number: int = 0
    attributes: dict[str, str] = {}
    draws: str = ""


def attributes_of(lane: Lane, given: Mapping[str, str], drawn: Callable[[str], float]) -> dict[str, str]:
    """The attributes that a case of a lane has: as given where they are, else drawn by the lane's shares.

    Parameters
    ----------
    given : attribute id to value; ids that the lane does not declare are left out
    drawn : attribute id to a number in (0, 1)
    """
    attributes = {}
    for id_, attribute in lane.attributes.items():
        if id_ in given:
            attributes[id_] = given[id_]
            continue
        u, reached = drawn(id_), 0.0
        for value in attribute.values:
            reached += value.share.value
            if u < reached:
                break
        attributes[id_] = value.value
    return attributes


def child_case(parent: Submission, lane: Lane, id_: str, at: Instant, drawn: Callable[[str], float]) -> Case:
    """The case that a call opens: it inherits what its parent is, and has draws under a name of its own.

    Parameters
    ----------
    lane : that the child travels
    id_ : of the child, ``<parent>/<step>``
    drawn : name of a stream to a number in (0, 1)
    """
    draws = f"{parent.draws}{id_.rsplit('/', 1)[1]}/"
    attributes = attributes_of(lane, parent.attributes, lambda name: drawn(draws + name))
    return Case(id=id_, submitted_at=at, number=parent.number, attributes=attributes, draws=draws)
