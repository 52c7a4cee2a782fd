"""What a department's system is asked, and what it answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, NonNegativeInt

from workflows.definition.actors import Automatic
from workflows.definition.provenance import Frozen
from workflows.definition.values import Identifier
from workflows.instants import Instant


class Errand(Frozen):
    """A step that a department's system is to do.

    Parameters
    ----------
    lane : id of the lane that the case travels
    documents : ids of those that the system is to look up
    enabled_at : since when it waits
    """

    case: str
    lane: Identifier
    step: Identifier
    occurrence: NonNegativeInt = 0
    automatic: Automatic
    documents: tuple[Identifier, ...] = ()
    enabled_at: Instant

    @property
    def key(self) -> str:
        """The same for every attempt at this step of this case, and for nothing else."""
        return f"{self.case}/{self.step}/{self.occurrence}"


class ErrandDone(Frozen):
    """What a department's system has done.

    Parameters
    ----------
    outcome : one of the step's outcomes
    member : what the system is called where people would be named
    began_at : when Temporal gave it out, by Temporal's clock
    """

    step: Identifier
    occurrence: NonNegativeInt = 0
    outcome: Identifier
    member: Annotated[str, Field(min_length=1, max_length=120)]
    began_at: Instant
