"""What is to be done to all items that a query finds, and what came of it for each."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import ConfigDict, Field

from services.api.moments import MomentOut
from services.decisions.inbox.schemas import InboxFilter
from services.security.principal import Subject
from workflows.definition.provenance import Frozen
from workflows.definition.values import (
    Identifier,
)

MOST: Final = 200
"""Items of one request."""


class ClaimAll(Frozen):
    """Take every item into one's hands."""

    kind: Literal["claim"] = "claim"


class ReleaseAll(Frozen):
    """Give every item that is in one's hands back to its pool."""

    kind: Literal["release"] = "release"


class DelegateAll(Frozen):
    """Give every item that is in one's hands to a colleague."""

    kind: Literal["delegate"] = "delegate"
    to: Subject


class ReassignAll(Frozen):
    """Give every item to somebody, in whose hands it may be; for supervisors."""

    kind: Literal["reassign"] = "reassign"
    to: Subject


class EscalateAll(Frozen):
    """Put every item into a supervisor's hands: the one named, or the one to whom the owner of its case answers."""

    kind: Literal["escalate"] = "escalate"
    to: Subject | None = None


class BeginAll(Frozen):
    """Begin every item."""

    kind: Literal["begin"] = "begin"


class CompleteAll(Frozen):
    """Complete every item with the same outcome."""

    kind: Literal["complete"] = "complete"
    outcome: Identifier = "done"


AnyBulkAction: TypeAlias = ClaimAll | ReleaseAll | DelegateAll | ReassignAll | EscalateAll | BeginAll | CompleteAll


class Bulk(Frozen):
    """The same done to all items that a query finds.

    Parameters
    ----------
    filter : which, as the inbox takes it; of these, the ones that the inbox shows first
    limit : how many at most
    dry_run : tell what would be tried, and do nothing
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "filter": {"pool": "deed_tax_hall", "assignee": "unassigned", "lamp": "overdue"},
                    "action": {"kind": "claim"},
                    "limit": 20,
                }
            ]
        }
    )

    filter: InboxFilter
    action: Annotated[AnyBulkAction, Field(discriminator="kind")]
    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST
    dry_run: bool = False


class BulkOutcome(StrEnum):
    """What came of one item."""

    DONE = "done"
    REFUSED = "refused"
    UNANSWERED = "unanswered"
    """Temporal or a worker did not answer; what was asked may happen nevertheless. Ask again under the same key."""
    NOT_TRIED = "not_tried"
    """Because it is a dry run, or somebody did not answer for an item before. Ask again under the same key."""


class BulkProblem(Frozen):
    """Why an item was refused, as the problem that its own request would have been answered with."""

    code: str
    status: int
    detail: str


class BulkItem(Frozen):
    """One item that the query has found.

    Parameters
    ----------
    revision : at which it was found; it is not touched if something has happened to it since
    at : when it took effect
    problem : why not
    """

    case: str
    step: str
    occurrence: int
    revision: int
    outcome: BulkOutcome
    at: MomentOut | None = None
    problem: BulkProblem | None = None


class BulkResult(Frozen):
    """What came of all of them.

    Parameters
    ----------
    done : how many items it was done to
    more : whether the query finds more items than were tried
    """

    done: int
    more: bool
    items: tuple[BulkItem, ...]
