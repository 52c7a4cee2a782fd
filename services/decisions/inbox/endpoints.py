"""The address of the inbox."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from services.api.context import Around
from services.decisions.inbox import service
from services.decisions.inbox.schemas import Inbox, InboxQuery
from services.security.access import by_role
from services.security.acts import Act
from services.security.policy import Action

router = APIRouter(tags=["decisions"])


@router.get("/work-items")
def list_work_items(
    act: Annotated[Act, by_role(Action.SEE_INBOX)], around: Around, query: Annotated[InboxQuery, Query()]
) -> Inbox:
    """Show the open steps that are one's business, the most urgent first, of these the ones that have waited longest.

    Officers and supervisors are shown what waits for their departments, and what waits for others in cases in which
    they take part; applicants and agents are shown what waits for them.
    """
    return service.inbox(around.engine, act.who, query)
