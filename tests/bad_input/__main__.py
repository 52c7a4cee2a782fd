"""Try every bad file by hand: ``python -m tests.bad_input``; with ``--date`` the result is kept.

On a machine that does nothing else, since processor time is measured.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.assurance.results import RESULTS, Figure, result_of_this_machine, write_result
from tests.bad_input.corpus import attacks
from tests.bad_input.trying import MOST_MEMORY, MOST_WORK, Tried, nursery, try_one


def main(arguments: Sequence[str] | None = None) -> int:
    """Try them, say what was wrong, and leave a result if a date is given."""
    parser = ArgumentParser(prog="python -m tests.bad_input", description=__doc__)
    parser.add_argument("--kind", help="of file; all if absent")
    parser.add_argument("--date", type=date.fromisoformat, help="today, for the result that is kept")
    parser.add_argument("--into", type=Path, default=RESULTS, help="folder of results")
    given = parser.parse_args(arguments)
    chosen = [attack for attack in attacks() if given.kind in (None, attack.kind)]
    refused: list[Tried] = []
    taken = wrong = 0
    with TemporaryDirectory() as folder, nursery(Path(folder)) as warm:
        files = Path(folder) / "files"
        files.mkdir()
        for attack in chosen:
            for tried in try_one(attack, warm, files):
                if tried.seen.code:
                    refused.append(tried)
                else:
                    taken += 1
                if tried.faults:
                    wrong += 1
                    sys.stderr.write(f"{attack.name}, {tried.command}: {'; '.join(tried.faults)}\n")
    sys.stderr.write(f"{len(refused)} refused, {taken} taken, {wrong} not as they have to be\n")
    if given.date is not None:
        kinds = {attack.kind for attack in chosen}
        result = result_of_this_machine(
            name="bad-input",
            proves="Files made to do harm are refused plainly and soon, open no other file and connect to nobody.",
            command="python -m tests.bad_input",
            measured_on=given.date,
            figures=(
                Figure(what="kinds of files", value=len(kinds)),
                Figure(what="files", value=len(chosen)),
                Figure(what="commands that refused one", value=len(refused)),
                Figure(what="commands that took one in which nothing is wrong", value=taken),
                Figure(what="commands whose answer was wrong, late, large or not all", value=wrong, at_most=0),
                _worst("processor for a refusal at most", [each.seen.cpu for each in refused], 1, MOST_WORK, "s"),
                _worst("memory of a refusal at most", [each.seen.memory for each in refused], 1e6, MOST_MEMORY, "MB"),
            ),
            libraries=("polars", "pydantic", "pyyaml"),
            note="Memory is that of the whole process, Python and all readers among it.",
        )
        sys.stderr.write(f"{write_result(result, given.into)}\n")
    return 1 if wrong else 0


def _worst(what: str, found: list[float], unit: float, most: float, name: str) -> Figure:
    return Figure(what=what, value=round(max(found, default=0) / unit, 2), unit=name, at_most=most / unit)


if __name__ == "__main__":
    sys.exit(main())
