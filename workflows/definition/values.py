"""The small models of which steps, pools and lanes are made: names, and amounts that carry their source."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, NonNegativeInt

from workflows.definition.conditions import Condition
from workflows.definition.provenance import Frozen, Provenance, Title

Identifier: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]


class Money(Frozen):
    """An amount in yuan (CNY)."""

    yuan: Annotated[float, Field(ge=0)]
    provenance: Provenance


class WorkingDays(Frozen):
    """A number of whole working days on the law's calendar; 0 means by the end of the same working day."""

    working_days: NonNegativeInt
    provenance: Provenance


class Proportion(Frozen):
    """A share between 0 and 1, with its source."""

    value: Annotated[float, Field(ge=0, le=1)]
    provenance: Provenance


class Outcome(Frozen):
    """One way in which a step can come out.

    Parameters
    ----------
    share : the share of times that it does; the one outcome without a share takes what the others leave
    from_documents : instead of a share: the chance that a document which the step needs is missing or defective
    """

    id: Identifier
    title: Title
    share: Proportion | None = None
    from_documents: bool = False


class Factor(Frozen):
    """A number to multiply by, with its source."""

    value: Annotated[float, Field(gt=0, le=1_000)]
    provenance: Provenance


class Variation(Frozen):
    """What a step is like for some cases.

    Parameters
    ----------
    when : for which: a condition on what the case is from the start, its attributes
    visits : trips to a window that it then costs, instead of the step's own
    time : by how much it then takes longer, or less long if below 1, while it keeps somebody busy
    """

    when: Condition
    visits: NonNegativeInt | None = None
    time: Factor | None = None
