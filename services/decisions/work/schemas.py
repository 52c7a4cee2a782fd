"""What officers send about one work item, and what they are shown of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, NonNegativeInt

from services.api.moments import MomentIn, MomentOut
from services.decisions.inbox.schemas import InboxItem
from services.security.principal import Subject
from workflows.definition.provenance import Frozen
from workflows.definition.values import (
    Identifier,
)
from workflows.events.causes import Opinion

_Name = Annotated[str, Field(max_length=120)]
_Documents = Annotated[tuple[Identifier, ...], Field(max_length=200)]


class OpinionView(Frozen):
    """What a department was asked about a step, and what it has said.

    Parameters
    ----------
    department : id of its pool
    due_at : from when on the step need not wait for it
    opinion : none as long as it has said nothing
    by : who has said it
    """

    department: str
    asked_by: str
    due_at: MomentOut
    opinion: Opinion | None
    by: str


class ItemView(InboxItem):
    """A work item, open or closed.

    Parameters
    ----------
    documents : that the step needs
    notices : outcomes that are a correction notice, which may name documents that are missing
    closed_at, outcome : when and how it came out; neither while it is open
    opinions : of the departments that were asked, in the order of asking
    """

    model_config = ConfigDict(json_schema_extra={})  # an example of an item in a list is none of it by itself

    documents: tuple[str, ...]
    notices: tuple[str, ...]
    closed_at: MomentOut | None
    outcome: str
    opinions: tuple[OpinionView, ...]


class _OfItem(Frozen):
    """What all that is sent about a work item has in common.

    Parameters
    ----------
    occurrence : of the step: how many times it had been open before
    at : when it takes effect, an instant to come; now if absent. The past is refused with `too_late`, unless the case
        is rehearsed
    """

    occurrence: NonNegativeInt = 0
    at: MomentIn | None = None


class Begin(_OfItem):
    """Somebody begins a step.

    Parameters
    ----------
    member : who, if a supervisor says it for somebody else of the department; whoever sends it otherwise
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"member": "window-3"}]})

    member: _Name = ""


class Complete(_OfItem):
    """Somebody has done a step.

    Parameters
    ----------
    outcome : how it came out, one of the step's outcomes
    member : who, if a supervisor says it for somebody else of the department; whoever sends it otherwise
    began_at : when it was begun, if nobody has said so before; may be past, though not before what last happened to the
        case. An appointment to begin it after `at` gives way
    released_at : when the member was done, where the papers then circulate until `at`; not before the beginning, and
        past as `began_at` may be
    missing : documents that are missing, if the outcome is a correction notice; all that it needs if none is named
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"outcome": "done", "member": "window-3"}]})

    outcome: Identifier = "done"
    member: _Name = ""
    began_at: MomentIn | None = None
    released_at: MomentIn | None = None
    missing: _Documents = ()


class CorrectionNotice(_OfItem):
    """The applicant is told, once, all that their file lacks.

    Parameters
    ----------
    missing : ids of the documents that are missing or not in order
    outcome : of the step; needed only where more than one outcome is a notice
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"missing": ["invoice", "identity"]}]})

    missing: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=200)]
    outcome: Identifier | None = None


class Claim(_OfItem):
    """Somebody takes a step into their hands."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}]})


class Release(_OfItem):
    """Somebody gives a step back to the pool."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}]})


class _Given(_OfItem):
    """A step comes into somebody else's hands.

    Parameters
    ----------
    to : whose it is then. Whether they may do it is seen when they do
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"to": "officer-7"}]})

    to: Subject


class Delegate(_Given):
    """Whose step it is gives it to a colleague."""


class Reassign(_Given):
    """A supervisor gives a step to somebody, in whose hands it may be."""


class Escalate(_OfItem):
    """A step comes into the hands of a supervisor.

    Parameters
    ----------
    to : of which one; of the one to whom the owner of the case answers if absent
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{}, {"to": "supervisor-1"}]})

    to: Subject | None = None


class AskOpinions(_OfItem):
    """Whoever leads a joint review asks other departments what they think.

    Parameters
    ----------
    departments : ids of pools of the lane
    within : working days until the end of which a department may say what it thinks; after them the step need not wait
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"departments": ["fire_brigade", "air_defence_office"], "within": 5}]}
    )

    departments: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=50)]
    within: Annotated[int, Field(ge=1, le=366)]


class GiveOpinion(_OfItem):
    """A department that was asked says what it thinks.

    Parameters
    ----------
    department : id of the pool that was asked, whose work has to be one's own
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"department": "fire_brigade", "opinion": "agree"}]})

    department: Identifier
    opinion: Opinion
