"""Whether a case costs the same, however many there are."""

from __future__ import annotations

from typing import Final

from benchmarks.measuring import Side, measure_alone
from benchmarks.results import Aim, Row, row_of_two

SIDE: Final = Side("benchmarks.sides:greenlane_ten_tasks")


def cost_per_case(few: int, many: int, rounds: int) -> Row:
    """CPU time per case with many cases, against that with few; the few as often as it takes to be no less work."""
    turns = []
    for first in range(1, rounds + 1):
        of_many = measure_alone(SIDE, many, first)
        seeds = range(first, first + _TIMES)
        of_few = [measure_alone(SIDE, few, seed).cpu_seconds / few for seed in seeds]
        turns.append((of_many.cpu_seconds / many, sum(of_few) / _TIMES))
    names = f"ten tasks, {many:,} cases", "CPU milliseconds per case", f"Greenlane, {few:,} cases"
    ours, theirs = ([cost * 1000 for cost in side] for side in zip(*turns, strict=True))
    return row_of_two(names, ours, theirs, Aim("ratio", 0.9, 1.1))


_TIMES: Final = 5
"""A few cases are over soon, and a short measurement is a rough one."""
