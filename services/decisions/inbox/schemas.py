"""What is asked of the inbox, and what it shows."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field

from services.api.moments import MomentOut
from services.store.work_items import ItemStage
from workflows.definition.provenance import Frozen, Title
from workflows.interpreter.case import CaseId
from workflows.measures.item_states import Lamp
from workflows.temporal.messages import ActorKind

ME: Final = "me"
UNASSIGNED: Final = "unassigned"

_Text = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]


class LampName(StrEnum):
    """How something stands to the limits that run for it."""

    NORMAL = "normal"
    WARNING = "warning"
    OVERDUE = "overdue"

    @property
    def lamp(self) -> Lamp:
        """The same, as measures have it."""
        return Lamp[self.name]


def name_of(lamp: Lamp) -> LampName:
    """What a lamp is called."""
    return LampName[lamp.name]


class InboxFilter(Frozen):
    """Which open items are asked for: those for which everything holds that is given."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"pool": "deed_tax_hall", "assignee": "unassigned"}]})

    pool: Annotated[_Text | None, Field(description="Only items that wait for this pool.")] = None
    department: Annotated[
        _Text | None, Field(description="Only items that wait for this department, by its English title.")
    ] = None
    lane: Annotated[_Text | None, Field(description="Only items of cases of this lane.")] = None
    case: Annotated[CaseId | None, Field(description="Only items of this case.")] = None
    actor: Annotated[ActorKind | None, Field(description="Only items that wait for somebody of this kind.")] = None
    stage: Annotated[
        Literal[ItemStage.WAITING, ItemStage.STARTED, ItemStage.CIRCULATING] | None,
        Field(description="Only items that have got this far."),
    ] = None
    assignee: Annotated[
        _Text | None,
        Field(description=f"Only items in these hands: `{ME}` for one's own, `{UNASSIGNED}` for nobody's."),
    ] = None
    lamp: Annotated[
        LampName | None,
        Field(
            description="Only items for whose limits this holds: `warning` from the last fifth of a limit on, "
            "`overdue` once it is over."
        ),
    ] = None


class InboxQuery(InboxFilter):
    """A page of the inbox."""

    cursor: Annotated[str | None, Field(max_length=1_000, description="The `next` of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=200, description="How many items at most.")] = 50


class InboxItem(Frozen):
    """An open step of some case.

    Parameters
    ----------
    title : of the step; none if the store has not got the case's lane
    outcomes : the ways in which it can come out
    department : English title of the department that it waits for
    priority : lower goes first
    assignee : in whose hands it is; anybody's of the pool if empty
    revision : how many things have happened to it; in quotes, it is the item's ETag
    warning_at, due_at : from when on little is left of the limit that is over first, and from when on it is over; none
        while no limit runs
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "case": "property-2026-0001",
                    "lane": "property_registration",
                    "step": "check_tax_payment",
                    "occurrence": 0,
                    "title": {"zh": "材料审查", "en": "Check of the documents"},
                    "actor": "pool",
                    "pool": "deed_tax_hall",
                    "stage": "waiting",
                    "enabled_at": "2026-03-02T09:30:00.000+08:00",
                    "started_at": None,
                    "member": "",
                    "outcomes": ["incomplete", "complete"],
                    "department": "Tax office, deed tax hall",
                    "priority": 0,
                    "assignee": "officer-7",
                    "revision": 1,
                    "warning_at": "2026-04-13T00:00:00.000+08:00",
                    "due_at": "2026-04-24T00:00:00.000+08:00",
                    "lamp": "normal",
                }
            ]
        }
    )

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
    department: str
    priority: int
    assignee: str
    revision: int
    warning_at: MomentOut | None
    due_at: MomentOut | None
    lamp: LampName


class Inbox(Frozen):
    """A page of open steps, the most urgent and oldest first.

    Parameters
    ----------
    next : the cursor of the next page; none at the end
    """

    items: tuple[InboxItem, ...]
    next: str | None
