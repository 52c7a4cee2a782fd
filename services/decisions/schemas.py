"""What officers send and are sent."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, NonNegativeInt

from services.api.moments import MomentIn, MomentOut
from services.store.work_items import ItemStage
from workflows.definition.provenance import Frozen, Title
from workflows.definition.values import (
    Identifier,
)
from workflows.temporal.messages import (
    ActorKind,
    AgentAssigned,
    Finding,
    ItemDecision,
    LicenceDecision,
    SignedCommitment,
    TaxPaid,
)

_Name = Annotated[str, Field(max_length=120)]


class InboxItem(Frozen):
    """An open step of some case.

    Parameters
    ----------
    title : of the step; none if the store has not got the case's lane
    outcomes : the ways in which it can come out
    """

    case: str
    lane: str
    step: str
    occurrence: int
    title: Title | None
    actor: ActorKind
    pool: str
    stage: ItemStage
    enabled_at: MomentOut
    started_at: MomentOut | None
    member: str
    outcomes: tuple[str, ...]


class Inbox(Frozen):
    """A page of open steps, those first that have been waiting longest.

    Parameters
    ----------
    next : the cursor of the next page; none at the end
    """

    items: tuple[InboxItem, ...]
    next: str | None


class Begin(Frozen):
    """Somebody begins a step.

    Parameters
    ----------
    member : who, if a supervisor says it for somebody else of the department; whoever sends it otherwise
    at : when it takes effect, an instant to come; now if absent. The past is refused with `too_late`, unless the case
        is rehearsed
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"member": "window-3"}]})

    occurrence: NonNegativeInt = 0
    member: _Name = ""
    at: MomentIn | None = None


class Complete(Frozen):
    """Somebody has done a step.

    Parameters
    ----------
    outcome : how it came out, one of the step's outcomes
    member : who, if a supervisor says it for somebody else of the department; whoever sends it otherwise
    began_at : when it was begun, if nobody has said so before; may be past, though not before what last happened to the
        case. An appointment to begin it after `at` gives way
    released_at : when the member was done, where the papers then circulate until `at`; not before the beginning, and
        past as `began_at` may be
    at : when it takes effect, an instant to come; now if absent. The past is refused with `too_late`, unless the case
        is rehearsed
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"outcome": "done", "member": "window-3"}]})

    occurrence: NonNegativeInt = 0
    outcome: Identifier = "done"
    member: _Name = ""
    began_at: MomentIn | None = None
    released_at: MomentIn | None = None
    at: MomentIn | None = None


# The lanes' own messages, as workflows take them; only an instant is written differently over HTTP.


class LicenceDecisionIn(LicenceDecision):
    """The registrar grants or refuses the business licence."""

    at: MomentIn | None = None


class TaxPaidIn(TaxPaid):
    """The deed tax has been paid; `receipt` is the number of the tax receipt."""

    at: MomentIn | None = None


class ItemDecisionIn(ItemDecision):
    """A department decides one of a project's items; `item` is the id of the step."""

    at: MomentIn | None = None


class SignedCommitmentIn(SignedCommitment):
    """A commitment in writing; `digest` is the SHA-256 of the signed document, in hexadecimal."""

    at: MomentIn | None = None


class FindingIn(Finding):
    """What a check after the decision has found: whether the commitment was kept."""

    at: MomentIn | None = None


class AgentAssignedIn(AgentAssigned):
    """An agent is named for a client."""

    at: MomentIn | None = None
