"""Traces taken apart along a cut; what does not fit it is left out, as the least of it that can be."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from simulations.calibration.cuts import Cut
from simulations.calibration.directly_follows import Trace, Traces
from simulations.calibration.process_tree import Operator


def split(traces: Traces, cut: Cut) -> tuple[list[Counter[Trace]], int]:
    """The traces of each part of a cut.

    Returns
    -------
    traces by part, and of a loop how many times in a row it was done again at most
    """
    found: list[Counter[Trace]] = [Counter() for _ in cut.parts]
    number = {activity: index for index, part in enumerate(cut.parts) for activity in part}
    most = 0
    for trace, count in traces.items():
        coded = [number[activity] for activity in trace]
        match cut.operator:
            case Operator.CHOICE:
                in_parts = [coded.count(part) for part in range(len(cut.parts))]
                part = in_parts.index(max(in_parts))
                found[part][_of_part(trace, coded, part)] += count
            case Operator.PARALLEL:
                for part in range(len(cut.parts)):
                    found[part][_of_part(trace, coded, part)] += count
            case Operator.SEQUENCE:
                start = 0
                for part, end in enumerate(_ends(coded, len(cut.parts))):
                    found[part][_of_part(trace[start:end], coded[start:end], part)] += count
                    start = end
            case Operator.LOOP:
                most = max(most, _split_loop(found, trace, coded, count))
    return found, most


def _of_part(trace: Trace, coded: list[int], part: int) -> Trace:
    return tuple(activity for activity, its_part in zip(trace, coded, strict=True) if its_part == part)


def _ends(coded: list[int], parts: int) -> list[int]:
    """Where each part of a sequence ends, so that as few events as can be stand in another one's place."""
    if all(one <= other for one, other in pairwise(coded)):
        return [sum(each <= part for each in coded) for part in range(parts)]
    length = len(coded)
    # wrong[i]: events out of place among the first i, if part number `part` ends there; came[part][i]: where it began.
    wrong = [sum(each != 0 for each in coded[:i]) for i in range(length + 1)]
    came: list[list[int]] = [[0] * (length + 1)]
    for part in range(1, parts):
        best, begun = wrong[0], 0
        now, origin = [best], [0]
        for i in range(1, length + 1):
            best += coded[i - 1] != part
            if wrong[i] <= best:
                best, begun = wrong[i], i
            now.append(best)
            origin.append(begun)
        wrong = now
        came.append(origin)
    ends = [length]
    for part in range(parts - 1, 0, -1):
        ends.append(came[part][ends[-1]])
    return ends[::-1]


def _split_loop(found: list[Counter[Trace]], trace: Trace, coded: list[int], count: int) -> int:
    """Put the turns of a loop into its parts; a body of nothing stands where two redone parts meet.

    Returns
    -------
    how many times it was done again
    """
    turns: list[tuple[int, Trace]] = []
    start = 0
    for end in range(1, len(coded) + 1):
        if end == len(coded) or coded[end] != coded[start]:
            turns.append((coded[start], trace[start:end]))
            start = end
    again, last = 0, 1
    for part, turn in turns:
        if part and last:
            found[0][()] += count
        found[part][turn] += count
        again += part > 0
        last = part
    if last:
        found[0][()] += count
    return again
