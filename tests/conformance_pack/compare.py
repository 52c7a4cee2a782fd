"""Compare what a simulator made of the behaviours with what is expected: ``python compare.py RESULTS [BEHAVIOUR ...]``.

RESULTS is a folder with a file BEHAVIOUR.csv for each behaviour, in the form of ``expected.csv``. Needs Python 3.11 and
nothing else. Ends with 0 if all agree, with 1 if any differs or is missing.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

NEEDED = ("case", "kind", "at", "step")
DEFAULTS = {"occurrence": "0"}

Event = dict[str, object]


def read(path: Path) -> tuple[list[str], dict[str, list[Event]]]:
    """The columns of a log and its events, case by case."""
    cases: dict[str, list[Event]] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        columns = list(reader.fieldnames or ())
        missing = [name for name in NEEDED if name not in columns]
        if missing:
            raise ValueError(f"{path} has no column {', '.join(missing)}")
        for row in reader:
            event: Event = {name: value or DEFAULTS.get(name, "") for name, value in row.items()}
            event["at"] = datetime.fromisoformat(row["at"] or "")  # a short row has none
            cases.setdefault(row["case"], []).append(event)
    return columns, cases


def difference(expected: Path, found: Path) -> str | None:
    """The first event in which two logs differ; columns that the one found does not have are not compared."""
    compared, right = read(expected)
    told, ours = read(found)
    columns = [name for name in compared if name in told]
    for case in sorted({*right, *ours}):
        for number, (one, other) in enumerate(zip_longest(right.get(case, ()), ours.get(case, ())), 1):
            shown = [None if event is None else {name: event.get(name) for name in columns} for event in (one, other)]
            if shown[0] != shown[1]:
                return f"case {case}, event {number}: expected {_line(one)}; found {_line(other)}"
    return None


def _line(event: Event | None) -> str:
    return "nothing more" if event is None else ", ".join(f"{value}" for value in event.values() if value)


def main(arguments: Sequence[str]) -> int:
    """Compare, and tell."""
    if not arguments:
        sys.stderr.write(f"{__doc__}\n")
        return 1
    pack, results = Path(__file__).parent, Path(arguments[0])
    names = list(arguments[1:]) or sorted(path.parent.name for path in pack.glob("*/expected.csv"))
    agreed = 0
    for name in names:
        try:
            found = difference(pack / name / "expected.csv", results / f"{name}.csv")
        except (OSError, ValueError) as error:
            found = str(error)
        agreed += found is None
        sys.stdout.write(f"{name}: {found or 'agrees'}\n")
    sys.stdout.write(f"{agreed} of {len(names)} agree\n")
    return 0 if agreed == len(names) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
