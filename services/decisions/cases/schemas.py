"""What is ordered of a case, and how it is shown to stand."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from services.api.moments import MomentIn, MomentOut
from services.decisions.inbox.schemas import LampName
from services.decisions.work.schemas import ItemView
from services.security.principal import Subject
from workflows.definition.provenance import Frozen
from workflows.events.causes import Ground, Procedure

_Reason = Annotated[str, Field(max_length=500)]


class _OfCase(Frozen):
    """What all that is ordered of a case has in common.

    Parameters
    ----------
    at : when it takes effect, an instant to come; now if absent. The past is refused with `too_late`, unless the case
        is rehearsed
    """

    at: MomentIn | None = None


class ProcedureTurn(_OfCase):
    """A special procedure begins or ends."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}]})


class AskExtension(_OfCase):
    """More time for the decision is asked for."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "expert opinions on the foundations differ"}]})

    reason: Annotated[_Reason, Field(min_length=1)]


class DecideExtension(_OfCase):
    """More time for the decision is granted or refused, by somebody else than who has asked."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"granted": True}]})

    granted: bool
    reason: _Reason = ""


class Refusal(_OfCase):
    """A case is not accepted.

    Parameters
    ----------
    ground : whether the matter needs no licence, or is another authority's
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"ground": "not_competent"}]})

    ground: Literal[Ground.NOT_NEEDED, Ground.NOT_COMPETENT]


class TakingBack(_OfCase):
    """A decision is taken back.

    Parameters
    ----------
    ground : whether it was lawful, and the law or the facts have changed, or should not have been taken
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"ground": "retraction"}]})

    ground: Literal[Ground.RETRACTION, Ground.REVOCATION]


class Owning(_OfCase):
    """Somebody follows the case to its end.

    Parameters
    ----------
    owner : who; whoever sends it if absent
    supervisor : to whom they answer, and to whom steps of the case are escalated
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"supervisor": "supervisor-1"}]})

    owner: Subject | None = None
    supervisor: Subject | None = None


class StateView(Frozen):
    """A state of the case by the national data standard.

    Parameters
    ----------
    code : 1 to 15
    state : the code's name
    since : when the case came to it
    """

    code: int
    state: str
    since: MomentOut


class ProcedureView(Frozen):
    """A special procedure, while which the legal clock stands still.

    Parameters
    ----------
    ended_at : none while it goes on
    """

    procedure: Procedure
    begun_at: MomentOut
    begun_by: str
    ended_at: MomentOut | None


class ExtensionStage(StrEnum):
    """How far a request for more time has got."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class ExtensionView(Frozen):
    """More time for the decision.

    Parameters
    ----------
    days : working days
    reason : for which it was asked
    decided_by, decided_because : neither while it waits for an answer
    """

    stage: ExtensionStage
    days: int
    asked_by: str
    asked_at: MomentOut
    reason: str
    decided_by: str
    decided_because: str


class OwnerView(Frozen):
    """Who follows the case to its end.

    Parameters
    ----------
    declared : whether somebody has said so; otherwise it is who first had the case in hand
    """

    owner: str
    supervisor: str
    declared: bool


class Standing(Frozen):
    """How a case stands officially.

    Parameters
    ----------
    state : the state that it is in; none before it is submitted, or if the store has not got its lane
    states : all states that it has come to, in order
    lamp : how it stands to the limits of its lane; none if the store has not got that
    extension : the last request for more time; none if there was none
    items : the open items, each with its ETag's revision, its assignee and its opinions
    """

    id: str
    lane: str
    result: str | None
    state: StateView | None
    states: tuple[StateView, ...]
    lamp: LampName | None
    owner: OwnerView
    procedures: tuple[ProcedureView, ...]
    extension: ExtensionView | None
    items: tuple[ItemView, ...]
