"""Cases of a lane whose term is over become nobody's: what retention is, lane by lane.

The term is the place's archives' law, so whoever runs this gives the instant; see docs/reference/personal-data.md.
"""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import Connection, select

from services.persons.erasing import forget_cases
from services.store.tables import cases
from workflows.definition.catalogue import lane_ids
from workflows.definition.provenance import Frozen
from workflows.errors import UnknownNameError
from workflows.instants import Instant

AT_A_TIME = 200
"""Cases that one transaction forgets, so that others may write in between."""


class Expired(Frozen):
    """What a term that is over came to.

    Parameters
    ----------
    cases : that are nobody's now
    histories : that Temporal still had of them
    """

    cases: int
    histories: int


def expired_cases(connection: Connection, lane: str, ended_before: Instant) -> list[tuple[str, str]]:
    """The cases of a lane that are somebody's and ended before an instant, each with whose it is; some at a time.

    Raises
    ------
    UnknownNameError
        If no lane is called so, and no case has travelled one.
    """
    if lane not in lane_ids():
        travelled = sorted(set(connection.scalars(select(cases.c.lane).distinct())))
        if lane not in travelled:
            raise UnknownNameError("lane", lane, [*lane_ids(), *travelled])
    over = select(cases.c.id, cases.c.applicant).where(
        cases.c.lane == lane, cases.c.applicant.is_not(None), cases.c.ended_at < ended_before
    )
    found = connection.execute(over.order_by(cases.c.ended_at, cases.c.id).limit(AT_A_TIME))
    return [(row.id, row.applicant) for row in found]


def forget_expired(connection: Connection, expired: list[tuple[str, str]]) -> None:
    """Have the store forget whose some cases were."""
    for subject, theirs in groupby(sorted(expired, key=lambda each: each[1]), lambda each: each[1]):
        forget_cases(connection, subject, [case for case, _ in theirs])
