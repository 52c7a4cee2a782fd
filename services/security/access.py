"""How a route says what it is about to do, and is held to it before its own code runs.

A route asks for an :class:`Act` in the way that fits its address::

    act: Annotated[Act, on_case(Action.WITHDRAW_CASE)]

which finds out who sends the request, looks up what it is about, holds both to the policy, and writes a refusal into
the trail. The action stands in the route's declaration, so its description shows it, and a test finds routes without.

A case of which somebody may not know is not there for them: they get the same 404 as for an id that no case has, and in
the same time, since both are written into the trail. Whoever may see a case but not do what they ask for gets 403.
Experiments, drafts and lanes are no secret: there it is 403 whether they exist or not.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from fastapi import Depends, Path, Request, Security
from fastapi.security import HTTPBearer, SecurityScopes
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.api.context import Around
from services.api.log_lines import note_case
from services.api.paths import CaseInPath
from services.audit.chain import Outcome
from services.audit.keeping import append
from services.errors import CaseNotFoundError, ForbiddenError, NothingThereError
from services.security.acts import Act
from services.security.policy import Action, Resource, allows, authorise, require_role
from services.security.principal import Principal
from services.security.resources import (
    resource_of_case,
    resource_of_draft,
    resource_of_experiment,
    resource_of_mandate,
    resource_of_step,
)
from services.store.cases import find_case, lane_of_case
from services.store.database import reading
from services.store.drafts import find_draft
from services.store.experiments import find_experiment
from services.store.grouping import write_together
from services.store.mandates import find_mandate
from workflows.definition.values import Identifier

ExperimentInPath: TypeAlias = Annotated[
    str, Path(max_length=200, pattern=r"^[^\x00]+$", description="Id of the experiment.")
]

MandateInPath: TypeAlias = Annotated[str, Path(max_length=40, pattern=r"^[^\x00]+$", description="Id of the mandate.")]

DraftInPath: TypeAlias = Annotated[str, Path(max_length=40, pattern=r"^[^\x00]+$", description="Id of the draft.")]

_BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="bearer",
    description="A token of the issuer (JWT), or an API key. The name beside it in each operation is the action that "
    "whoever sends it must be allowed.",
)


async def _principal(request: Request, _: Annotated[object, Depends(_BEARER)]) -> Principal:
    found: Principal = request.state.principal
    return found


Who: TypeAlias = Annotated[Principal, Depends(_principal)]
"""Who sends a request."""


def by_role(action: Action) -> Any:  # noqa: ANN401 - as FastAPI declares its own
    """An act on nothing in particular, or on what the request's body names: the service holds it to that."""
    return Security(_by_role, scopes=[action.value])


def on_case(action: Action) -> Any:  # noqa: ANN401
    """An act on the ``{case}`` of the address."""
    return Security(_on_case, scopes=[action.value])


def on_step(action: Action) -> Any:  # noqa: ANN401
    """An act on the ``{step}`` of the ``{case}`` of the address."""
    return Security(_on_step, scopes=[action.value])


def on_mandate(action: Action) -> Any:  # noqa: ANN401
    """An act on the ``{mandate}`` of the address."""
    return Security(_on_mandate, scopes=[action.value])


def on_experiment(action: Action) -> Any:  # noqa: ANN401
    """An act on the ``{experiment}`` of the address."""
    return Security(_on_experiment, scopes=[action.value])


def on_draft(action: Action) -> Any:  # noqa: ANN401
    """An act on the ``{draft}`` of the address."""
    return Security(_on_draft, scopes=[action.value])


async def held(around: Around, act: Act) -> Act:
    """An act, if whoever wants to do it may do it to its resource; a refusal is written into the trail.

    Raises
    ------
    ForbiddenError
        If they may not.
    """
    if not act.allows(act.action):
        await run_in_threadpool(hold, around.engine, act)
    return act


def hold(engine: Engine, act: Act) -> None:
    """As :func:`held`, for whoever is in a thread already.

    Raises
    ------
    ForbiddenError
        If they may not.
    """
    if not act.allows(act.action):
        _refused(engine, act)
        act.require(act.action)


async def held_to_step(around: Around, act: Act, case: str, step: str) -> Act:
    """An act on a case, if it may be done to a certain step of it too.

    Raises
    ------
    CaseNotFoundError, ForbiddenError
        As for a route that has the step in its address.
    """
    return await run_in_threadpool(_act_on_case, around.engine, act.who, act.action, case, step)


async def held_to_case(around: Around, act: Act, case: str) -> Act:
    """An act that may be done to a case.

    Raises
    ------
    CaseNotFoundError, ForbiddenError
        As for a route that has the case in its address.
    """
    return await run_in_threadpool(_act_on_case, around.engine, act.who, act.action, case, None)


async def _by_role(scopes: SecurityScopes, who: Who, around: Around) -> Act:
    act = Act(who, _declared(scopes))
    try:
        require_role(who, act.action)
    except ForbiddenError:
        await run_in_threadpool(_refused, around.engine, act)
        raise
    return act


async def _on_case(scopes: SecurityScopes, who: Who, around: Around, case: CaseInPath, request: Request) -> Act:
    act = await run_in_threadpool(_act_on_case, around.engine, who, _declared(scopes), case, None)
    note_case(request.scope, case)
    return act


async def _on_step(
    scopes: SecurityScopes, who: Who, around: Around, case: CaseInPath, step: Identifier, request: Request
) -> Act:
    act = await run_in_threadpool(_act_on_case, around.engine, who, _declared(scopes), case, step)
    note_case(request.scope, case)
    return act


async def _on_mandate(scopes: SecurityScopes, who: Who, around: Around, mandate: MandateInPath) -> Act:
    return await run_in_threadpool(_act_on_mandate, around.engine, who, _declared(scopes), mandate)


async def _on_experiment(
    scopes: SecurityScopes,
    who: Who,
    around: Around,
    experiment: ExperimentInPath,
) -> Act:
    return await run_in_threadpool(_act_on_experiment, around.engine, who, _declared(scopes), experiment)


async def _on_draft(scopes: SecurityScopes, who: Who, around: Around, draft: DraftInPath) -> Act:
    return await run_in_threadpool(_act_on_draft, around.engine, who, _declared(scopes), draft)


def _declared(scopes: SecurityScopes) -> Action:
    [action] = scopes.scopes
    return Action(action)


def _act(engine: Engine, who: Principal, action: Action, *named: tuple[str, str]) -> Act:
    act = Act(who, action, named)
    try:
        require_role(who, action)
    except ForbiddenError:
        _refused(engine, act)
        raise
    return act


def _act_on_case(engine: Engine, who: Principal, action: Action, case: str, step: str | None) -> Act:
    named = (("case", case),) if step is None else (("case", case), ("step", step))
    act = _act(engine, who, action, *named)
    with reading(engine) as connection:
        record = find_case(connection, case)
        if record is None:
            part = whole = Resource()
        else:
            part = whole = resource_of_case(connection, record)
            if step is not None:
                part = resource_of_step(connection, record, step, whole)
            if allows(who, action, part):
                return Act(who, action, named, part, lane_of_case(connection, record))
    _refused(engine, act)
    if record is None or not allows(who, Action.SEE_CASE, whole):
        raise CaseNotFoundError(case)
    authorise(who, action, part)
    raise AssertionError("an act that is not allowed is refused")


def _act_on_mandate(engine: Engine, who: Principal, action: Action, mandate: str) -> Act:
    act = _act(engine, who, action, ("mandate", mandate))
    with reading(engine) as connection:
        record = find_mandate(connection, mandate)
    if record is not None:
        found = Act(who, action, act.named, resource_of_mandate(record))
        if found.allows(action):
            return found
    _refused(engine, act)
    raise NothingThereError(f"no mandate of yours has the id {mandate!r}. GET /mandates lists yours.")


def _act_on_experiment(engine: Engine, who: Principal, action: Action, experiment: str) -> Act:
    act = _act(engine, who, action, ("experiment", experiment))
    with reading(engine) as connection:
        record = find_experiment(connection, experiment)
    return _known(engine, act, None if record is None else resource_of_experiment(record))


def _act_on_draft(engine: Engine, who: Principal, action: Action, draft: str) -> Act:
    act = _act(engine, who, action, ("draft", draft))
    with reading(engine) as connection:
        record = find_draft(connection, draft)
    return _known(engine, act, None if record is None else resource_of_draft(record))


def _known(engine: Engine, act: Act, resource: Resource | None) -> Act:
    """An act on something of which everybody may know whether it is there."""
    if resource is None:
        return act  # the service says that there is none
    act = Act(act.who, act.action, act.named, resource)
    if not act.allows(act.action):
        _refused(engine, act)
        act.require(act.action)
    return act


def _refused(engine: Engine, act: Act) -> None:
    write_together(engine, lambda connection: append(connection, act.entry(Outcome.FORBIDDEN)))
