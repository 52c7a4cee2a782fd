"""Which steps stand elsewhere than they did.

Blocks are told apart by their ids, branches of one block by the steps that both lanes have in them. Of steps that have
changed their order the fewest are said to have moved: all but a longest run that kept it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from workflows.differences.drawn import Drawn, Run


def matched_runs(before: Drawn, after: Drawn) -> Iterator[tuple[Run | None, Run | None]]:
    """Every place where steps stand or stood, with its counterpart; in the order of the lane as it is now."""
    old, new = _by_slot(before), _by_slot(after)
    for slot in dict.fromkeys([*new, *old]):
        theirs, ours = list(old.get(slot, ())), new.get(slot, [])
        partners = _partners(theirs, ours)
        for run in ours:
            partner = partners.get(id(run))
            if partner is not None:
                theirs.remove(partner)
            yield partner, run
        yield from ((run, None) for run in theirs)


def moved(before: Drawn, after: Drawn) -> frozenset[str]:
    """Ids of steps that both have and that stand elsewhere."""
    both = before.steps.keys() & after.steps.keys()
    stayed: set[str] = set()
    for old, new in matched_runs(before, after):
        if old is not None and new is not None:
            place = {step: index for index, step in enumerate(old.steps)}
            stayed.update(_longest_in_order([step for step in new.steps if step in place], place))
    return frozenset(both - stayed)


def _by_slot(lane: Drawn) -> dict[tuple[str | None, str], list[Run]]:
    found: dict[tuple[str | None, str], list[Run]] = {}
    for run in lane.runs:
        found.setdefault((run.block, run.slot), []).append(run)
    return found


def _partners(old: Sequence[Run], new: Sequence[Run]) -> dict[int, Run]:
    """The place that was what each place is, by its steps; what has none in common is told by its own name or order."""
    if len(old) == len(new) == 1:
        return {id(new[0]): old[0]}
    pairs = sorted(
        ((-_likeness(one, other), i, j) for j, other in enumerate(new) for i, one in enumerate(old)),
        key=lambda pair: (pair[0], abs(pair[1] - pair[2]), pair[2]),
    )
    found: dict[int, Run] = {}
    taken: set[int] = set()
    for likeness, i, j in pairs:
        if likeness < 0 and i not in taken and id(new[j]) not in found:
            found[id(new[j])] = old[i]
            taken.add(i)
    return found


def _likeness(one: Run, other: Run) -> int:
    named = one.says.get("id")
    same_name = named is not None and named == other.says.get("id")
    return 2 * len({*one.steps} & {*other.steps}) + same_name


def _longest_in_order(steps: Sequence[str], place: Mapping[str, int]) -> list[str]:
    """A longest part of the steps whose places ascend (patience sorting)."""
    ends: list[int] = []
    last: list[str] = []
    before: dict[str, str | None] = {}
    for step in steps:
        index = bisect_left(ends, place[step])
        before[step] = last[index - 1] if index else None
        ends[index : index + 1] = [place[step]]
        last[index : index + 1] = [step]
    found: list[str] = []
    step_or_none = last[-1] if last else None
    while step_or_none is not None:
        found.append(step_or_none)
        step_or_none = before[step_or_none]
    return found
