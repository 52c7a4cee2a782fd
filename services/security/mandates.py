"""What agents may do for whom: looked up for each of their requests, so that what has ended counts no more."""

from __future__ import annotations

from sqlalchemy import Connection, Engine

from services.security.principal import Mandate, Principal
from services.store.database import reading
from services.store.mandates import mandates_in_force
from workflows.instants import Instant


def with_mandates(engine: Engine, who: Principal, at: Instant) -> Principal:
    """An agent with the mandates that count at an instant."""
    with reading(engine) as connection:
        return who.model_copy(update={"registered": registered_mandates(connection, who.subject, at)})


def registered_mandates(connection: Connection, agent: str, at: Instant) -> tuple[Mandate, ...]:
    """What applicants have allowed an agent here, as far as it counts at an instant."""
    return tuple(
        Mandate(applicant=each.applicant, lanes=frozenset(each.lanes), actions=frozenset(each.actions))
        for each in mandates_in_force(connection, agent, at)
    )
