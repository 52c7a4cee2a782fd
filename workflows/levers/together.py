"""Lanes that run at the same time: the departments that they share are the same people.

Two lanes share a pool if both call it by the same id. Whatever a lever does to it in one of them happens to the people,
and so in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflows.definition.catalogue import with_called_lanes
from workflows.definition.lane import Lane, Pool
from workflows.errors import InvalidInputError
from workflows.levers.catalogue import Lever
from workflows.levers.overrides import Overrides, calendars_of, overridden, with_pools_set
from workflows.levers.pooling import moved_to
from workflows.levers.rewriting import revised
from workflows.working_time.calendars import Calendar


def joined(lanes: Iterable[Lane]) -> tuple[Lane, ...]:
    """Lanes that run at the same time, once it is clear that they can.

    Raises
    ------
    InvalidInputError
        If two are the same lane, or mean different people by the same pool.
    """
    together: tuple[Lane, ...] = ()
    for lane in lanes:
        if any(lane.id == other.id for other in together):
            raise InvalidInputError(
                f"expected every lane once; found {lane.id!r} twice. One lane cannot be reformed in two ways at once: "
                "put all levers on it together."
            )
        for other in together:
            agree(other, lane)
        together = (*together, lane)
    return together


def apply_together(lever: Lever, lanes: tuple[Lane, ...], at: int, overrides: Overrides) -> tuple[Lane, ...]:
    """The lanes once a lever is applied to one of them.

    Parameters
    ----------
    at : which of them
    overrides : a pool that the lever brings has the people that are set for it

    Raises
    ------
    LeverRefusedError, UnknownNameError
        If the lever does not fit the lane.
    InvalidInputError
        If the lever brings a pool that another lane has with other people, or it is not clear where the people of a
        shared pool have gone, or a lane that is only called shares a pool whose people have gone to another one.
    """
    old = lanes[at]
    new = lever.apply(old)
    _see_that_nobody_works_twice(old, new, lanes)
    brought = [id_ for id_ in new.pools if id_ not in old.pools]
    new = with_pools_set(new, overrides, brought)
    changed = {id_: pool for id_, pool in new.pools.items() if id_ in old.pools and pool != old.pools[id_]}
    others = [
        other if index == at else _with_people(_pooled_with(other, old, new), changed, new.calendars)
        for index, other in enumerate(lanes)
    ]
    for index, other in enumerate(others):
        if index != at:
            agree(other, new)
    return (*others[:at], new, *others[at + 1 :])


def called_beside(lanes: tuple[Lane, ...], overrides: Overrides) -> tuple[Lane, ...]:
    """The lanes that lanes open cases of, other than themselves, with the people that the departments have there.

    A call of a lane that is one of them opens a case of it as it is there: reformed, on the side after.

    Raises
    ------
    InvalidFileError
        If a lane calls another one that does not exist.
    """
    own = {lane.id for lane in lanes}
    called: dict[str, Lane] = {}
    for lane in lanes:
        for id_, other in with_called_lanes(lane).items():
            if id_ not in own and id_ not in called:
                called[id_] = overridden(other, overrides)
    for lane in lanes:
        called = {id_: _with_people(other, lane.pools, lane.calendars) for id_, other in called.items()}
    return tuple(called.values())


def agree(one: Lane, other: Lane) -> None:
    """See that two lanes mean the same people by the pools that they name alike.

    Raises
    ------
    InvalidInputError
        With the first pool by which they do not.
    """
    for id_ in one.pools:
        if id_ in other.pools and _people(one, id_) != _people(other, id_):
            raise InvalidInputError(
                f"expected the same people in pool {id_!r} of lanes {one.id!r} and {other.id!r}, which share it; found "
                f"{one.pools[id_].members} and {other.pools[id_].members} members, or other hours. "
                f"Say under pools what staff and calendar {id_} has, or give the pools different ids."
            )


def _people(lane: Lane, pool: str) -> tuple[tuple[int, Calendar], ...]:
    """How many keep which hours, in order."""
    return _people_of(lane.pools[pool], lane.calendars)


def _people_of(pool: Pool, calendars: Mapping[str, Calendar]) -> tuple[tuple[int, Calendar], ...]:
    return tuple((group.count, calendars[group.calendar or pool.calendar]) for group in pool.staff)


def _with_people(lane: Lane, pools: Mapping[str, Pool], calendars: Mapping[str, Calendar]) -> Lane:
    """A lane with the people that the pools have elsewhere, and the calendars that they keep."""
    moved = {
        id_: pool
        for id_, pool in pools.items()
        if id_ in lane.pools and _people_of(pool, calendars) != _people(lane, id_)
    }
    if not moved:
        return lane
    people = {id_: revised(lane.pools[id_], staff=pool.staff, calendar=pool.calendar) for id_, pool in moved.items()}
    return revised(lane, pools=lane.pools | people, calendars=_with_calendars(lane, moved, calendars))


def _pooled_with(lane: Lane, old: Lane, new: Lane) -> Lane:
    """A lane that shares pools which a lever has made one of in another lane; its tasks go to the same people."""
    gone = old.pools.keys() - new.pools.keys()
    shared = sorted(gone & lane.pools.keys())
    if not shared:
        return lane
    into = sorted({new.tasks[id_].pool for id_, task in old.tasks.items() if task.pool in gone and id_ in new.tasks})
    if len(into) != 1:
        raise InvalidInputError(
            f"expected the people of pool {shared[0]!r} of lane {new.id!r} to have gone to one other pool, since lane "
            f"{lane.id!r} shares it; found {', '.join(into) or 'none'}. Give the pools of one of the lanes other ids."
        )
    people = {into[0]: new.pools[into[0]]}
    kept = {id_: pool for id_, pool in lane.pools.items() if id_ not in gone}
    calendars = _with_calendars(lane, people, new.calendars)
    body = moved_to(lane.body, tuple(shared), into[0])
    return revised(lane, pools=people | kept, calendars=calendars, body=body)


def _see_that_nobody_works_twice(old: Lane, new: Lane, lanes: tuple[Lane, ...]) -> None:
    """Refuse to make one pool of several if a lane that is only called shares one: it would keep the people as well."""
    gone = {task.pool for id_, task in old.tasks.items() if id_ in new.tasks and new.tasks[id_].pool != task.pool}
    gone -= new.pools.keys()
    if not gone:
        return
    there = {lane.id for lane in lanes}
    for lane in (new, *lanes):
        for id_, called in with_called_lanes(lane).items():
            if id_ not in there and (shared := sorted(gone & called.pools.keys())):
                raise InvalidInputError(
                    f"expected lane {id_!r}, which {lane.id!r} calls, beside it, since it shares pool {shared[0]!r}, "
                    f"whose people go to another one; found {', '.join(sorted(there))}. Put {id_} under beside."
                )


def _with_calendars(lane: Lane, pools: Mapping[str, Pool], calendars: Mapping[str, Calendar]) -> dict[str, Calendar]:
    """The calendars of a lane with those that pools keep elsewhere."""
    kept = dict(lane.calendars)
    for id_, pool in pools.items():
        for name in calendars_of(pool):
            if kept.setdefault(name, calendars[name]) != calendars[name]:
                raise InvalidInputError(
                    f"expected calendar {name!r} of pool {id_!r} to mean the same in lane {lane.id!r}, which shares "
                    "the pool; found other hours. Give one of them another id."
                )
    return kept
