"""What the public is told of decisions: no token is asked for, and nobody is named."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict
from sqlalchemy import Engine

from services.api.context import Around
from services.api.cursors import cursor_of, place_of
from services.api.moments import MomentOut
from services.store.database import reading
from services.store.registers import Published, Words, published
from workflows.definition.provenance import Frozen, Title
from workflows.definition.values import Identifier

router = APIRouter(tags=["insights"])


class PublishedDecision(Frozen):
    """A decision as the public is told of it.

    Parameters
    ----------
    number : of the publication
    decision : how the step that decided came out; ``decided`` if it could come out in one way only
    due_at : from when on the publication is late, seven working days after the decision
    in_time : whether it was not
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "number": 17,
                    "lane": "business_setup",
                    "lane_title": {"zh": "企业开办", "en": "Business setup"},
                    "decision": "granted",
                    "decision_title": {"zh": "准予登记", "en": "Granted"},
                    "decided_at": "2026-03-02T09:30:00.000+08:00",
                    "due_at": "2026-03-12T00:00:00.000+08:00",
                    "published_at": "2026-03-02T09:30:01.000+08:00",
                    "in_time": True,
                }
            ]
        }
    )

    number: int
    lane: Identifier
    lane_title: Title
    decision: Identifier
    decision_title: Title | None
    decided_at: MomentOut
    due_at: MomentOut
    published_at: MomentOut
    in_time: bool


class PublishedPage(Frozen):
    """A page of decisions, the latest first.

    Parameters
    ----------
    next : the cursor of the next page; none at the end
    """

    decisions: tuple[PublishedDecision, ...]
    next: str | None


@router.get("/publications")
def list_publications(
    around: Around,
    lane: Annotated[Identifier | None, Query(description="Only decisions of this lane.")] = None,
    cursor: Annotated[str | None, Query(max_length=1_000, description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many decisions at most.")] = 50,
) -> PublishedPage:
    """Show what the public is told of decisions, the latest first."""
    return page(around.engine, lane, cursor, limit)


def page(engine: Engine, lane: str | None, cursor: str | None, limit: int) -> PublishedPage:
    """A page of what the public is told.

    Raises
    ------
    InvalidInputError
        If the cursor is none of ours.
    """
    before = None if cursor is None else place_of(cursor, _number)
    with reading(engine) as connection:
        found = published(connection, lane, before, limit + 1)
    shown = tuple(_shown(each) for each in found[:limit])
    return PublishedPage(decisions=shown, next=cursor_of([shown[-1].number]) if len(found) > limit else None)


def _number(values: list[object]) -> int | None:
    match values:
        case [int(number)] if 0 < number < 2**63:
            return number
    return None


def _shown(told: Published) -> PublishedDecision:
    return PublishedDecision(
        number=told.number,
        lane=told.lane,
        lane_title=_title(told.lane_title),
        decision=told.decision,
        decision_title=None if told.decision_title is None else _title(told.decision_title),
        decided_at=told.decided_at,
        due_at=told.due_at,
        published_at=told.published_at,
        in_time=told.published_at < told.due_at,
    )


def _title(words: Words) -> Title:
    return Title(zh=words["zh"], en=words["en"])
