"""``python -m tests.supply_chain``: what is shipped, under which licences, and what is known of it.

Exit codes: 0 all is well, 1 something was found, 3 nothing was found but not everything could be looked at. With
``--date`` what was looked at is kept for the page on assurance; what could not be is not.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from tests.assurance.results import RESULTS, Figure, Outcome, Result, result_of_this_machine, write_result
from tests.supply_chain.bills import bill_of, faults_of
from tests.supply_chain.licences import refused, report
from tests.supply_chain.parts import ROOT, Part, shipped
from tests.supply_chain.vulnerabilities import Audited, audit_page, audit_python

COMMAND: Final = "make audit"
NOT_RUN: Final = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Look at everything, leave the files, and say what came of it."""
    parser = ArgumentParser(prog="python -m tests.supply_chain", description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=ROOT / "out/supply-chain", help="folder of the bill and the reports"
    )
    parser.add_argument("--date", type=date.fromisoformat, help="today, for the results that are kept")
    parser.add_argument("--into", type=Path, default=RESULTS, help="folder of results")
    parser.add_argument("--pip-audit", action="append", default=[], metavar="OPTION", help="e.g. --pip-audit=-sosv")
    parser.add_argument(
        "--npm", action="append", default=[], metavar="OPTION", help="e.g. --npm=--registry=https://..."
    )
    given = parser.parse_args(arguments)
    parts = shipped()
    bill = bill_of(parts)
    if (fault := faults_of(bill)) is not None:
        raise AssertionError(fault)
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "bill-of-materials.cdx.json").write_text(bill, encoding="utf-8")
    (given.out / "licences.md").write_text(report(parts), encoding="utf-8")
    unread = refused(parts)
    audited = {"python": audit_python(given.pip_audit), "page": audit_page(given.npm)}
    told = "".join(f"{line}\n" for line in _told(parts, unread, audited))
    (given.out / "told.txt").write_text(told, encoding="utf-8")
    sys.stdout.write(told)
    if given.date is not None:
        for result in _results(parts, unread, audited, given.date):
            write_result(result, given.into)
    return _code(unread, audited)


def _told(parts: Sequence[Part], unread: Sequence[str], audited: Mapping[str, Audited]) -> Iterator[str]:
    yield f"shipped: {len(parts)} libraries"
    yield f"licences: {'; '.join(unread) or 'ok'}"
    for name, came in audited.items():
        yield f"known vulnerabilities, {name}: {came.outcome.value}{': ' if came.found or came.why else ''}" + (
            "; ".join(came.found) or came.why
        )


def _code(unread: Sequence[str], audited: Mapping[str, Audited]) -> int:
    outcomes = {came.outcome for came in audited.values()}
    if unread or Outcome.FOUND in outcomes:
        return 1
    return NOT_RUN if Outcome.NOT_RUN in outcomes else 0


def _results(
    parts: Sequence[Part], unread: Sequence[str], audited: Mapping[str, Audited], on: date
) -> Iterator[Result]:
    yield result_of_this_machine(
        name="shipped-libraries",
        proves="Every library that is shipped is listed with its hashes, under a licence that somebody has read.",
        command=COMMAND,
        measured_on=on,
        figures=(
            Figure(what="libraries of Python", value=sum(part.ecosystem == "pypi" for part in parts)),
            Figure(what="libraries of the page", value=sum(part.ecosystem == "npm" for part in parts)),
            Figure(what="without a hash", value=sum(not part.hashes for part in parts), at_most=0),
            Figure(what="under a licence that nobody has allowed", value=len(unread), at_most=0),
        ),
        libraries=("cyclonedx-bom",),
    )
    ran = {name: came for name, came in audited.items() if came.outcome is not Outcome.NOT_RUN}
    if ran:
        yield result_of_this_machine(
            name="known-vulnerabilities",
            proves="Nothing that is shipped is known to be vulnerable; whoever was asked knows what everybody knows.",
            command=COMMAND,
            measured_on=on,
            figures=[Figure(what=f"of {name}", value=len(came.found), at_most=0) for name, came in ran.items()],
            libraries=("pip-audit",),
        )


if __name__ == "__main__":
    sys.exit(main())
