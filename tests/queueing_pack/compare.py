"""Compare simulated means with closed forms: ``python compare.py RESULTS.csv [QUEUE ...]``.

RESULTS.csv has the columns ``queue`` and ``value``: one value for each replication. Needs Python 3.11 and nothing else.
Ends with 0 if all agree, with 1 if any differs, is missing, or is too uncertain to say anything.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import NormalDist, fmean, stdev

FALSE_ALARM = 0.01
"""Chance that any queue is said to differ although none does."""
FEWEST = 30
"""Replications from which a mean is as good as normal."""


def read(path: Path) -> dict[str, list[float]]:
    """Values by queue."""
    values: dict[str, list[float]] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = {"queue", "value"} - set(reader.fieldnames or ())
        if missing:
            raise ValueError(f"{path} has no column {', '.join(sorted(missing))}")
        for number, row in enumerate(reader, start=2):
            try:
                value = float(row["value"] or "")
            except ValueError as error:
                raise ValueError(f"{path}, line {number}: expected a number; found {row['value']!r}") from error
            if not math.isfinite(value):
                raise ValueError(f"{path}, line {number}: expected a finite number; found {row['value']!r}")
            values.setdefault(row["queue"], []).append(value)
    return values


def verdict(expected: float, relative_half_width: float, values: Sequence[float], queues: int) -> str | None:
    """What is wrong with the values of a queue; none if they agree.

    Parameters
    ----------
    relative_half_width : that the interval has to have, as a share of `expected`
    queues : that are compared at once
    """
    if len(values) < FEWEST:
        return f"expected at least {FEWEST} replications; found {len(values)}"
    mean = fmean(values)
    half = NormalDist().inv_cdf(1 - FALSE_ALARM / queues / 2) * stdev(values) / math.sqrt(len(values))
    found = f"{mean:.6g} ± {half:.3g}, expected {expected:.6g}"
    if half > relative_half_width * expected:
        return f"too uncertain: {found} ± {relative_half_width * expected:.3g}; run longer, or more replications"
    return None if abs(mean - expected) <= half else f"differs: {found}"


def main(arguments: Sequence[str]) -> int:
    """Compare, and tell."""
    if not arguments:
        sys.stderr.write(f"{__doc__}\n")
        return 1
    queues = {each["name"]: each for each in json.loads(Path(__file__).with_name("queues.json").read_text("utf-8"))}
    try:
        values = read(Path(arguments[0]))
    except (OSError, ValueError) as error:
        sys.stdout.write(f"{error}\n")
        return 1
    names, agreed = list(arguments[1:]) or list(queues), 0
    for name in names:
        if name not in queues:
            found: str | None = f"no such queue; known: {', '.join(queues)}"
        else:
            of = queues[name]
            found = verdict(of["expected"], of["relative_half_width"], values.get(name, ()), len(queues))
        agreed += found is None
        sys.stdout.write(f"{name}: {found or 'agrees'}\n")
    sys.stdout.write(f"{agreed} of {len(names)} agree\n")
    return 0 if agreed == len(names) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
