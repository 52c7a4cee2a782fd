"""Which work items are whose business, as a condition that the store can be asked with."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import ColumnElement, Connection, and_, false, or_, select

from services.security.principal import EVERY, Principal, Role
from services.security.resources import departments_of
from services.store.cases import kept_lane
from services.store.tables import cases, lanes, work_items
from workflows.temporal.messages import ActorKind

_OFFICIALS = frozenset({Role.OFFICER, Role.SUPERVISOR})


def items_of_principal(connection: Connection, who: Principal) -> ColumnElement[bool]:
    """The items that somebody may see: what waits for them, and for officials what waits in cases of theirs."""
    return or_(false(), *_of_parties(who), *_of_officials(connection, who))


def cases_of_principal(who: Principal) -> ColumnElement[bool]:
    """The cases that are somebody's own, as their applicant or as the applicant's agent."""
    # Mandates are many, lanes are few: so many conditions as there are lanes, however many mandates there are.
    applicants = {who.subject} if Role.APPLICANT in who.roles else set[str]()
    in_lane: defaultdict[str, set[str]] = defaultdict(set)
    if Role.AGENT in who.roles:
        applicants |= who.mandates
        for mandate in who.registered:
            if not mandate.lanes:
                applicants.add(mandate.applicant)
            for lane in mandate.lanes:
                in_lane[lane].add(mandate.applicant)
    whose = cases.c.applicant
    return or_(
        whose.in_(applicants), *(and_(cases.c.lane == lane, whose.in_(of_lane)) for lane, of_lane in in_lane.items())
    )


def _of_parties(who: Principal) -> list[ColumnElement[bool]]:
    if who.roles.isdisjoint({Role.APPLICANT, Role.AGENT}):
        return []
    theirs = select(cases.c.id).where(cases_of_principal(who))
    return [and_(work_items.c.actor == ActorKind.APPLICANT, work_items.c.case_id.in_(theirs))]


def _of_officials(connection: Connection, who: Principal) -> list[ColumnElement[bool]]:
    if who.roles.isdisjoint(_OFFICIALS):
        return []
    # What they are a party to is not theirs to deal with, whatever their department.
    party = select(cases.c.id).where(cases.c.applicant.in_({who.subject} | who.clients))
    impartial = work_items.c.case_id.not_in(party)
    if EVERY in who.departments:
        return [impartial]
    # Lanes are few, and each is parsed once in a process.
    found = []
    sealed = select(cases.c.id).where(cases.c.sealed == 1)
    for hash_ in connection.scalars(select(lanes.c.hash)).all():
        lane = kept_lane(connection, hash_)
        pools = [pool for pool in lane.pools if who.serves(departments_of(lane, (pool,)))]
        if pools:
            elsewhere = and_(work_items.c.pool == "", work_items.c.case_id.not_in(sealed))
            found.append(and_(impartial, work_items.c.lane_hash == hash_, or_(work_items.c.pool.in_(pools), elsewhere)))
    return found
