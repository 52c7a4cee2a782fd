"""Which officials there are: known from what they send, since people are registered with the issuer of tokens alone.

So that work is not put into the hands of somebody whose work it is not, what officers and supervisors are is kept when
they send a request. A process writes it down when it first sees them, when their credential says otherwise, and again
after a while, since another process may have been shown an older credential in between.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple

import structlog
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.errors import MessageRefusedError
from services.security.mandates import registered_mandates
from services.security.policy import Action, Resource, allows
from services.security.principal import Principal, Role
from services.store.database import reading
from services.store.grouping import write_together
from services.store.officials import find_official, note_official
from workflows.errors import ServerUnavailableError
from workflows.instants import MINUTE, SECOND, Instant, Milliseconds

NOTED_AGAIN: Final[Milliseconds] = 5 * MINUTE
"""After how long a process writes down what it has written down before."""

TRIED_AGAIN: Final[Milliseconds] = 10 * SECOND
"""How long a process leaves a store in peace that has not answered: each request would wait for it in vain."""

_OFFICIAL: Final = frozenset({Role.OFFICER, Role.SUPERVISOR})
_REMEMBERED: Final = 10_000


class _Noted(NamedTuple):
    """What this process has written down of somebody.

    Parameters
    ----------
    at : when it did
    """

    roles: frozenset[Role]
    departments: frozenset[str]
    at: Instant


class Officials:
    """Those officials of whom this process has written down what they are.

    Parameters
    ----------
    engine : the store
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: OrderedDict[str, _Noted] = OrderedDict()
        self._not_before: Instant = 0

    async def seen(self, who: Principal, at: Instant) -> None:
        """Take note of somebody who sends a request, if they are an official, or were one and are none any more.

        A store that does not answer fails no request for that: the note is made with a later one.
        """
        told = _Noted(who.roles & _OFFICIAL, who.departments, at)
        known = self._known.get(who.subject)
        if at < self._not_before or (not told.roles if known is None else _still_holds(known, told)):
            return
        try:
            await run_in_threadpool(self._write, who.subject, told)
        except ServerUnavailableError as error:
            self._not_before = at + TRIED_AGAIN
            _log().warning("what an official is could not be noted", reason=str(error))
            return
        self._known[who.subject] = told
        self._known.move_to_end(who.subject)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    def _write(self, subject: str, told: _Noted) -> None:
        write_together(
            self._engine, lambda connection: note_official(connection, subject, told.roles, told.departments, told.at)
        )


def _still_holds(known: _Noted, told: _Noted) -> bool:
    same = (known.roles, known.departments) == (told.roles, told.departments)
    return same and told.at < known.at + NOTED_AGAIN


def _log() -> structlog.typing.FilteringBoundLogger:
    log: structlog.typing.FilteringBoundLogger = structlog.get_logger("services.security")
    return log


def require_official(engine: Engine, subject: str, action: Action, resource: Resource, now: Instant) -> None:
    """See that somebody is known as an official who may do something to something.

    Whose agent they are is known from the mandates that applicants have given them here; those that the issuer of
    tokens has registered stand in their credential alone, and are seen when they come to do it.

    Parameters
    ----------
    now : mandates that count at this instant are looked at

    Raises
    ------
    MessageRefusedError
        ``not_of_department``, if they are not.
    """
    with reading(engine) as connection:
        known = find_official(connection, subject)
        mandates = registered_mandates(connection, subject, now)
    if known is None:
        raise MessageRefusedError(
            "not_of_department",
            f"expected an official of the step's department; {subject!r} has never sent a request here as one. They "
            "are known from their first request on, whatever it asks for.",
        )
    roles = frozenset(Role(role) for role in known.roles)
    official = Principal(
        subject=subject, roles=roles | {Role.AGENT}, departments=known.departments, registered=mandates
    )
    if not allows(official, action, resource):
        kind = ", ".join(sorted(roles)) or "no official any more"
        raise MessageRefusedError(
            "not_of_department",
            f"expected an official of the step's department, who is no party to the case; {subject!r} is {kind} of "
            f"{', '.join(sorted(known.departments)) or 'no department'}.",
        )
