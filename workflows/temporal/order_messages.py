"""What people may order of a case beside answering its steps; see :mod:`workflows.interpreter.orders`."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, NonNegativeInt

from workflows.definition.provenance import Frozen
from workflows.definition.values import Identifier
from workflows.events.causes import Capacity, Ground, Handover, Opinion, Procedure
from workflows.instants import Instant

Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=120)]
Reason: TypeAlias = Annotated[str, Field(max_length=500)]


class _Given(Frozen):
    """What all orders have in common.

    Parameters
    ----------
    by : who gives it
    at : when it takes effect; now if absent
    """

    by: Name
    at: Instant | None = None


class _OfWork(_Given):
    """An order about a step that waits for people."""

    step: Identifier
    occurrence: NonNegativeInt = 0


class BeginProcedure(_Given):
    """A special procedure begins: the legal clock stands still (行政许可法 art. 45)."""

    kind: Literal["begin_procedure"] = "begin_procedure"
    procedure: Procedure


class EndProcedure(_Given):
    """A special procedure is over."""

    kind: Literal["end_procedure"] = "end_procedure"
    procedure: Procedure


class AskExtension(_Given):
    """More time for the decision is asked for (行政许可法 art. 42)."""

    kind: Literal["ask_extension"] = "ask_extension"
    reason: Annotated[Reason, Field(min_length=1)]


class DecideExtension(_Given):
    """Somebody else than who asked for more time grants or refuses it."""

    kind: Literal["decide_extension"] = "decide_extension"
    granted: bool
    reason: Reason = ""


class HandOver(_OfWork):
    """A step comes into other hands.

    Parameters
    ----------
    to : whose it is then; if absent, who claims it, nobody once it is released, and once it is escalated whoever the
        owner of the case answers to
    revision : of the work item that the sender has seen; any if absent
    capacity : as what it is ordered: officers give back what is theirs, supervisors whatever is in somebody's hands
    """

    kind: Literal["hand_over"] = "hand_over"
    how: Handover
    to: Name | None = None
    revision: NonNegativeInt | None = None
    capacity: Capacity = Capacity.OFFICER


class AskOpinions(_OfWork):
    """Whoever leads a joint review asks other departments.

    Parameters
    ----------
    within : working days until the end of which a department may say what it thinks; after them silence is no hindrance
    """

    kind: Literal["ask_opinions"] = "ask_opinions"
    departments: Annotated[tuple[Name, ...], Field(min_length=1, max_length=50)]
    within: Annotated[int, Field(ge=1, le=366)]


class GiveOpinion(_OfWork):
    """A department that was asked says what it thinks."""

    kind: Literal["give_opinion"] = "give_opinion"
    department: Name
    opinion: Opinion


class EndCase(_Given):
    """The authority ends the case by itself."""

    kind: Literal["end_case"] = "end_case"
    ground: Ground


class TakeOwnership(_Given):
    """Somebody follows the case to its end (首问负责).

    Parameters
    ----------
    owner : who
    supervisor : to whom they answer, if that is told
    capacity : as what it is ordered: officers take a case that nobody owns, and give away their own
    """

    kind: Literal["take_ownership"] = "take_ownership"
    owner: Name
    supervisor: Name | None = None
    capacity: Capacity = Capacity.OFFICER


class FilePaper(_Given):
    """A file is handed in for a document that the lane asks for.

    Parameters
    ----------
    document : id of the document
    digest : SHA-256 of the file, in hexadecimal
    size : bytes
    """

    kind: Literal["file_paper"] = "file_paper"
    document: Identifier
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    media_type: Annotated[str, Field(max_length=100, pattern=r"^[a-z]+/[a-z0-9.+\-]+$")]
    size: Annotated[int, Field(ge=1, le=2**40)]


class TakeOutPaper(_Given):
    """A file that was handed in is taken out again.

    Parameters
    ----------
    number : of the file in the case
    """

    kind: Literal["take_out_paper"] = "take_out_paper"
    number: NonNegativeInt


AnyOrder: TypeAlias = (
    BeginProcedure
    | EndProcedure
    | AskExtension
    | DecideExtension
    | HandOver
    | AskOpinions
    | GiveOpinion
    | EndCase
    | TakeOwnership
    | FilePaper
    | TakeOutPaper
)


class GiveOrder(Frozen):
    """Somebody gives an order."""

    order: Annotated[AnyOrder, Field(discriminator="kind")]
