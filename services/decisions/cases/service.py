"""What is ordered of a case that its lane did not foresee."""

from __future__ import annotations

from services.api.context import Surroundings
from services.decisions.cases import schemas
from services.messages import deliver
from services.security.acts import Act
from services.security.policy import Action
from workflows.events.causes import Capacity, Procedure
from workflows.temporal import names
from workflows.temporal.messages import Receipt
from workflows.temporal.order_messages import (
    AnyOrder,
    AskExtension,
    BeginProcedure,
    DecideExtension,
    EndCase,
    EndProcedure,
    GiveOrder,
    TakeOwnership,
)


async def begin_procedure(
    around: Surroundings, act: Act, case: str, procedure: Procedure, body: schemas.ProcedureTurn, key: str | None
) -> Receipt:
    """Have a special procedure begin."""
    given = BeginProcedure(by=act.who.subject, at=body.at, procedure=procedure)
    return await _ordered(around, act, case, given, key)


async def end_procedure(
    around: Surroundings, act: Act, case: str, procedure: Procedure, body: schemas.ProcedureTurn, key: str | None
) -> Receipt:
    """Have a special procedure end."""
    given = EndProcedure(by=act.who.subject, at=body.at, procedure=procedure)
    return await _ordered(around, act, case, given, key)


async def ask_extension(
    around: Surroundings, act: Act, case: str, body: schemas.AskExtension, key: str | None
) -> Receipt:
    """Ask for more time."""
    return await _ordered(around, act, case, AskExtension(by=act.who.subject, **dict(body)), key)


async def decide_extension(
    around: Surroundings, act: Act, case: str, body: schemas.DecideExtension, key: str | None
) -> Receipt:
    """Grant more time, or refuse it."""
    return await _ordered(around, act, case, DecideExtension(by=act.who.subject, **dict(body)), key)


async def end(
    around: Surroundings, act: Act, case: str, body: schemas.Refusal | schemas.TakingBack, key: str | None
) -> Receipt:
    """End a case on the authority's own ground."""
    return await _ordered(around, act, case, EndCase(by=act.who.subject, **dict(body)), key)


async def own(around: Surroundings, act: Act, case: str, body: schemas.Owning, key: str | None) -> Receipt:
    """Say who follows a case to its end.

    The case itself judges whether the sender may, so that the same request under the same key is answered as before.
    """
    given = TakeOwnership(
        by=act.who.subject,
        at=body.at,
        owner=body.owner or act.who.subject,
        supervisor=body.supervisor,
        capacity=Capacity.SUPERVISOR if act.allows(Action.ACT_FOR_MEMBER) else Capacity.OFFICER,
    )
    return await _ordered(around, act, case, given, key)


async def _ordered(around: Surroundings, act: Act, case: str, given: AnyOrder, key: str | None) -> Receipt:
    return await deliver(around, act, case, names.GIVE_ORDER, "", GiveOrder(order=given), key)
