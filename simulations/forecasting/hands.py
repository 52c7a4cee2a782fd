"""Who of a pool is at what, as far as the record tells, when a simulation takes over."""

from __future__ import annotations

from collections.abc import Sequence


def hands_of(people: Sequence[str], members: int) -> dict[str, int]:
    """Which simulated member stands for whom.

    Simulated members are called ``1``, ``2``, …; people have names of their own. Who is called like a member is that
    member; everybody else is one of those that are left, as long as there are some.

    Parameters
    ----------
    people : names, in the order in which they began what they are at; may repeat
    members : of the pool

    Returns
    -------
    name to the number of a member, from 0; without those for whom the lane has no member

    Examples
    --------
    >>> hands_of(["zhang", "2", "zhang", "li", "wang"], members=3)
    {'2': 1, 'zhang': 0, 'li': 2}
    """
    names = dict.fromkeys(people)
    held = {name: int(name) - 1 for name in names if name.isascii() and name.isdecimal() and 1 <= int(name) <= members}
    left = (number for number in range(members) if number not in set(held.values()))
    return held | dict(zip((name for name in names if name not in held), left, strict=False))
