"""Who works with whom: pools of people, told by the activities that they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Final

from simulations.calibration.observed import Execution
from workflows.instants import DAY, Instant

_ALIKE: Final = 0.5
"""Cosine between the members of two activities from which on they are one pool's."""
_NAMED: Final = 0.5
"""Share of the times that an activity was done from which on its members are known."""
_WEEK: Final = 7 * DAY


@dataclass(frozen=True, slots=True)
class Crew:
    """People who do some activities.

    Attributes
    ----------
    activities : in order of how often they were done
    members : who they are, by how much they do
    a_week : how many of them worked in a week, on the mean over the weeks in which anybody did
    """

    activities: tuple[str, ...]
    members: tuple[str, ...]
    a_week: float


def crews_of(executions: Sequence[Execution], *, own: bool) -> tuple[Crew, ...]:
    """The pools of a log; activities of which it mostly does not tell who has done them are in none.

    Parameters
    ----------
    own : whether members are named within their pools, so that one name stands for several people: whoever does two
        activities at once is two
    """
    done = Counter(each.activity for each in executions)
    profiles: dict[str, Counter[str]] = {activity: Counter() for activity in done}
    for each in executions:
        if each.member:
            profiles[each.activity][each.member] += 1
    known = [activity for activity in sorted(done) if profiles[activity].total() >= _NAMED * done[activity]]
    apart = _at_once(executions) if own else frozenset()
    groups = _grouped(known, profiles, apart)
    if own:
        mostly: dict[str, int] = {}
    else:
        groups = _with_people(groups, profiles)
        mostly = _mostly(groups, profiles)
    return tuple(
        _crew(number, sorted(group, key=lambda activity: (-done[activity], activity)), executions, mostly)
        for number, group in enumerate(groups)
    )


def _at_once(executions: Iterable[Execution]) -> frozenset[frozenset[str]]:
    """Pairs of activities that one name was at in the same moment."""
    found: set[frozenset[str]] = set()
    by_name: dict[str, list[Execution]] = defaultdict(list)
    for each in executions:
        if each.member and each.started_at is not None:
            by_name[each.member].append(each)
    for theirs in by_name.values():
        under_way: list[tuple[Instant, str]] = []
        for each in sorted(theirs, key=lambda each: (each.started_at or 0, each.released_at)):
            under_way = [(end, activity) for end, activity in under_way if end > (each.started_at or 0)]
            found.update(frozenset((activity, each.activity)) for _, activity in under_way)
            if each.released_at > (each.started_at or 0):
                under_way.append((each.released_at, each.activity))
    return frozenset(pair for pair in found if len(pair) == 2)


def _grouped(
    known: Sequence[str], profiles: Mapping[str, Counter[str]], apart: frozenset[frozenset[str]]
) -> list[list[str]]:
    """Activities in groups: the most alike first, as long as nobody of the one group is kept from the other."""
    group_of = {activity: [activity] for activity in known}
    pairs = sorted((-_cosine(profiles[one], profiles[other]), one, other) for one, other in combinations(known, 2))
    for unlike, one, other in pairs:
        first, second = group_of[one], group_of[other]
        if -unlike < _ALIKE:
            break
        if first is not second and not any(frozenset(pair) in apart for pair in _across(first, second)):
            first += second
            group_of |= dict.fromkeys(second, first)
    return [group for activity, group in group_of.items() if group[0] == activity]


def _across(first: Iterable[str], second: Sequence[str]) -> Iterable[tuple[str, str]]:
    return ((one, other) for one in first for other in second)


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    size = sqrt(sum(count**2 for count in one.values()) * sum(count**2 for count in other.values()))
    return sum(count * other[member] for member, count in one.items()) / size if size else 0.0


def _with_people(groups: list[list[str]], profiles: Mapping[str, Counter[str]]) -> list[list[str]]:
    """Groups each of which is what somebody does most; another one is the group's in which its people do most."""
    while True:
        mostly = _mostly(groups, profiles)
        empty = next((number for number in range(len(groups)) if number not in mostly.values()), None)
        if empty is None:
            return groups
        theirs: Counter[int] = Counter()
        for activity in groups[empty]:
            for member, count in profiles[activity].items():
                theirs[mostly[member]] += count
        target = min(theirs, key=lambda each: (-theirs[each], each))
        groups = [
            [*group, *groups[empty]] if number == target else group
            for number, group in enumerate(groups)
            if number != empty
        ]


def _mostly(groups: Sequence[Sequence[str]], profiles: Mapping[str, Counter[str]]) -> dict[str, int]:
    """Member to the number of the group for which they work most, so that nobody is counted twice."""
    work: dict[str, Counter[int]] = defaultdict(Counter)
    for number, group in enumerate(groups):
        for activity in group:
            for member, count in profiles[activity].items():
                work[member][number] += count
    return {member: min(theirs, key=lambda each: (-theirs[each], each)) for member, theirs in work.items()}


def _crew(number: int, activities: Sequence[str], executions: Iterable[Execution], mostly: Mapping[str, int]) -> Crew:
    does = frozenset(activities)
    work: Counter[str] = Counter()
    weeks: dict[int, set[str]] = defaultdict(set)
    for each in executions:
        if each.member and each.activity in does and mostly.get(each.member, number) == number:
            work[each.member] += 1
            weeks[each.completed_at // _WEEK].add(each.member)
    members = tuple(member for member, _ in sorted(work.items(), key=lambda item: (-item[1], item[0])))
    if not mostly:  # names within a pool: there are as many people as names
        return Crew(tuple(activities), members, float(len(members)))
    a_week = sum(map(len, weeks.values())) / len(weeks) if weeks else 1.0
    return Crew(tuple(activities), members, a_week)
