"""Which officials there are: known from what they send, since people are registered with the issuer of tokens alone.

So that work is not put into the hands of somebody whose work it is not, what officers and supervisors are is kept when
they send a request; a process writes it down once for each of them, and again when their credential says otherwise.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.errors import MessageRefusedError
from services.security.policy import Action, Resource, allows
from services.security.principal import Principal, Role
from services.store.database import reading
from services.store.grouping import write_together
from services.store.officials import find_official, note_official
from workflows.instants import Instant

_OFFICIAL: Final = frozenset({Role.OFFICER, Role.SUPERVISOR})
_REMEMBERED: Final = 10_000


class Officials:
    """Those officials of whom this process has written down what they are.

    Parameters
    ----------
    engine : the store
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: OrderedDict[str, tuple[frozenset[Role], frozenset[str]]] = OrderedDict()

    async def seen(self, who: Principal, at: Instant) -> None:
        """Take note of somebody who sends a request, if they are an official and it is not known of them."""
        told = (who.roles & _OFFICIAL, who.departments)
        if not told[0] or self._known.get(who.subject) == told:
            return
        await run_in_threadpool(self._write, who, told[0], at)
        self._known[who.subject] = told
        self._known.move_to_end(who.subject)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    def _write(self, who: Principal, roles: frozenset[Role], at: Instant) -> None:
        write_together(
            self._engine, lambda connection: note_official(connection, who.subject, roles, who.departments, at)
        )


def require_official(engine: Engine, subject: str, action: Action, resource: Resource) -> None:
    """See that somebody is known as an official who may do something to something.

    Raises
    ------
    MessageRefusedError
        ``not_of_department``, if they are not.
    """
    with reading(engine) as connection:
        known = find_official(connection, subject)
    if known is None:
        raise MessageRefusedError(
            "not_of_department",
            f"expected an official of the step's department; {subject!r} has never sent a request here as one. They "
            "are known from their first request on, whatever it asks for.",
        )
    roles = frozenset(Role(role) for role in known.roles)
    official = Principal(subject=subject, roles=roles, departments=known.departments)
    if not allows(official, action, resource):
        raise MessageRefusedError(
            "not_of_department",
            f"expected an official of the step's department, who is no party to the case; {subject!r} is "
            f"{', '.join(sorted(roles))} of {', '.join(sorted(known.departments)) or 'no department'}.",
        )
