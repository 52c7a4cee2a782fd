"""What applicants send and are sent."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import ConfigDict, Field, NonNegativeInt

from services.api.moments import MomentIn, MomentOut
from services.forecasting.published import ExpectedCompletion
from services.store.cases import CaseRecord
from workflows.definition.provenance import Frozen, Title
from workflows.definition.steps import (
    Mark,
)
from workflows.definition.values import (
    Identifier,
)
from workflows.events.event import CaseEvent, EventKind
from workflows.supervision.credit import SubjectId
from workflows.temporal.messages import ActorKind, CaseState, Rehearsal, WorkItem


class NewCase(Frozen):
    """A case to start.

    Parameters
    ----------
    lane : id of a shipped lane, or of a shipped scenario for the lane that its reform makes
    attributes : what the lane asks of a case; every attribute has to be given, but for those that an
        applicant's credit decides
    id : unique; made up if absent
    applicant : who applies, such as a unified social credit code. Attributes that tell whether somebody is on a credit
        list are then set by the register of these lists, whatever is sent. Applicants apply for themselves and need not
        say so; agents apply for whoever gave them a mandate
    rehearsal : play the case ahead of the wall's clock; only where rehearsals are allowed
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"lane": "property_registration", "attributes": {"registration_kind": "general"}}]
        }
    )

    lane: Annotated[str, Field(min_length=1, max_length=200)]
    attributes: dict[Identifier, str] = {}
    id: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,99}$")] = None
    applicant: SubjectId | None = None
    rehearsal: Rehearsal | None = None


class StartedCase(Frozen):
    """A case that was started.

    Parameters
    ----------
    lane_hash : of the content of the lane that it keeps to
    """

    id: str
    lane: str
    scenario: str | None
    lane_hash: str
    submitted_at: MomentOut


class OpenStep(Frozen):
    """A step that waits for somebody, or that somebody has begun.

    Parameters
    ----------
    pool : whom it waits for, if it waits for a pool
    member : who has begun it; empty for applicants and their agents, who see departments
    outcomes : the ways in which it can come out
    planned : whether it is known when it will be done
    """

    step: str
    occurrence: int
    title: Title
    actor: ActorKind
    pool: str
    enabled_at: MomentOut
    started_at: MomentOut | None
    member: str
    outcomes: tuple[str, ...]
    planned: bool


class CaseView(Frozen):
    """Where a case is.

    Parameters
    ----------
    applicant : whose case it is; none if that is not known, or if the case is sealed
    attributes : what the case declared; empty if it is sealed
    sealed : whether exports leave it out, and what it declared is not shown
    marks : marks reached, such as ``accepted``
    stopped : whether the legal clock stands still
    result : how it ended; none while it goes on
    events : how many have happened
    assumed_years : calendar years that it counts on although their working days are not yet published
    expected_completion : when it is expected to be delivered, or to end without that; none if nothing is known
    """

    id: str
    lane: str
    scenario: str | None
    lane_hash: str | None
    parent: str | None
    applicant: str | None
    attributes: dict[str, str]
    sealed: bool
    submitted_at: MomentOut
    marks: tuple[Mark, ...]
    stopped: bool
    result: str | None
    ended_at: MomentOut | None
    items: tuple[OpenStep, ...]
    events: NonNegativeInt
    assumed_years: tuple[int, ...]
    expected_completion: ExpectedCompletion | None


class EventView(Frozen):
    """One thing that happened to a case."""

    sequence: int
    kind: str
    at: MomentOut
    step: str
    occurrence: int
    member: str
    cause: str
    outcome: str


class EventsPage(Frozen):
    """Events in their order.

    Parameters
    ----------
    next : the cursor of the next page; none at the end
    """

    events: tuple[EventView, ...]
    next: str | None


class Answer(Frozen):
    """The applicant's answer to a step that waits for them.

    Parameters
    ----------
    at : when it takes effect, an instant to come; now if absent. The past is refused with `too_late`, unless the case
        is rehearsed
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"outcome": "done"}]})

    outcome: Identifier = "done"
    occurrence: NonNegativeInt = 0
    at: MomentIn | None = None


class Withdrawal(Frozen):
    """The applicant withdraws the case.

    Parameters
    ----------
    at : when it takes effect, an instant to come; now if absent. The past is refused with `too_late`, unless the case
        is rehearsed
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{}]})

    at: MomentIn | None = None


class TakenEffect(Frozen):
    """The answer to a message.

    Parameters
    ----------
    at : when it took effect, or will
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"at": "2026-03-02T09:30:00.000+08:00"}]})

    at: MomentOut


def shown_case(
    record: CaseRecord, state: CaseState, expected: ExpectedCompletion | None = None, *, members: bool
) -> CaseView:
    """A case as those who may see it do.

    Parameters
    ----------
    members : whether they see who of a department is at work on it, too
    """
    return CaseView(
        id=record.id,
        lane=record.lane,
        scenario=record.scenario,
        lane_hash=record.lane_hash,
        parent=record.parent,
        applicant=None if record.sealed else record.applicant,
        attributes={} if record.sealed else record.attributes,
        sealed=record.sealed,
        submitted_at=record.submitted_at,
        marks=state.marks,
        stopped=state.stopped,
        result=state.result,
        ended_at=record.ended_at,
        items=tuple(_shown_item(item, members=members) for item in state.items),
        events=state.events,
        assumed_years=state.assumed_years,
        expected_completion=expected,
    )


_NAMES_IN: Final[Mapping[EventKind, tuple[str, ...]]] = MappingProxyType(
    {EventKind.ASSIGNED: ("outcome",), EventKind.OWNED: ("cause", "outcome")}
)
"""What tells of people, beside the member: who has given a step or a case to somebody, and to whom they answer."""


def shown_event(sequence: int, event: CaseEvent, *, members: bool) -> EventView:
    """An event as those who may see its case do.

    Parameters
    ----------
    members : whether they see who it was, too
    """
    names = () if members else ("member", *_NAMES_IN.get(event.kind, ()))
    told = {name: "" if name in names else getattr(event, name) for name in ("member", "cause", "outcome")}
    return EventView(
        sequence=sequence,
        kind=event.kind.name.lower(),
        at=event.at,
        step=event.step,
        occurrence=event.occurrence,
        **told,
    )


def _shown_item(item: WorkItem, *, members: bool) -> OpenStep:
    told = {name: getattr(item, name) for name in OpenStep.model_fields}
    return OpenStep(**told if members else {**told, "member": ""})
