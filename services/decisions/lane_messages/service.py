"""How the messages of single lanes are sent."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.api.context import Surroundings
from services.decisions.work.service import member_of
from services.errors import CaseNotFoundError, NotOfThisLaneError
from services.messages import deliver, require_actor
from services.security.access import held_to_step
from services.security.acts import Act
from services.security.policy import Action
from services.store.cases import find_case
from services.store.database import reading
from workflows.temporal.messages import (
    ActorKind,
    AgentAssigned,
    Finding,
    ItemDecision,
    LicenceDecision,
    Receipt,
    SignedCommitment,
    TaxPaid,
)

OwnMessage = LicenceDecision | TaxPaid | ItemDecision | SignedCommitment | Finding | AgentAssigned

_LANES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "decide_licence": "business_setup",
        "pay_tax": "property_registration",
        "decide_item": "construction_permit",
        "sign_commitment": "commitment_approval",
        "report_finding": "commitment_follow_up",
        "assign_agent": "agent_service",
    }
)
"""Name of a lane's own message to the lane whose cases take it."""


async def tell(around: Surroundings, act: Act, case: str, update: str, message: OwnMessage, key: str | None) -> Receipt:
    """Send a case one of its lane's own messages.

    Raises
    ------
    NotOfThisLaneError
        If its lane does not take it.
    NotYoursError
        If it decides an item that is no department's.
    """
    await run_in_threadpool(_require_lane, around.engine, case, update)
    if isinstance(message, ItemDecision):
        require_actor(act, message.item, (ActorKind.POOL,))
    act = await held_to_step(around, act, case, _step(message))
    # An applicant's name stands in the store alone, so it does not go into a message of theirs.
    by = "" if act.action is Action.ANSWER_STEP else await member_of(around, act, message.by)
    return await deliver(around, act, case, update, "", message.model_copy(update={"by": by}), key)


def _step(message: OwnMessage) -> str:
    """The step that a message is about."""
    match message:
        case LicenceDecision():
            return message.work("business_licence").step
        case _:
            return message.work().step


def _require_lane(engine: Engine, case: str, update: str) -> None:
    with reading(engine) as connection:
        record = find_case(connection, case)
    if record is None:
        raise CaseNotFoundError(case)
    if record.lane != _LANES[update]:
        raise NotOfThisLaneError(
            f"expected a case of lane {_LANES[update]!r} for {update!r}; {case!r} is one of {record.lane!r}"
        )
