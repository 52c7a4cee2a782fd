"""The page on assurance: what is proved, by which command, with which figures; made of the files that runs left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tests.assurance.results import Figure, Outcome, Result, read_results

_OUTCOMES: Final = {Outcome.OK: "holds", Outcome.FOUND: "**does not hold**", Outcome.NOT_RUN: "**not run**"}


def assurance_page() -> str:
    """The page."""
    return page_of(read_results())


def page_of(results: Sequence[Result]) -> str:
    """The page that some results give.

    Parameters
    ----------
    results : by name
    """
    rows = [f"| [{each.name}](#{each.name}) | {each.proves} | {_OUTCOMES[each.outcome]} |" for each in results]
    table = (
        "\n".join(("| run | what it proves | outcome |", "|---|---|---|", *rows)) if rows else "No run has left any."
    )
    return _PAGE.format(table=table, sections="".join(f"\n{_section(each)}" for each in results))


def _section(result: Result) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in result.versions.items())
    lines = [f"### {result.name}", "", f"{result.proves} Outcome: {_OUTCOMES[result.outcome]}.", ""]
    lines += [result.note, ""] if result.note else []
    lines += ["```console", f"$ {result.command}", "```", ""]
    if result.figures:
        lines += ["| | | promised |", "|---|---:|---|", *map(_row, result.figures), ""]
    return "\n".join((*lines, f"{result.measured_on.isoformat()}, {result.machine}; {versions}.", ""))


def _row(figure: Figure) -> str:
    low = [] if figure.at_least is None else [f"at least {figure.at_least:,g}"]
    high = [] if figure.at_most is None else [f"at most {figure.at_most:,g}"]
    return f"| {figure.what} | {_number(figure.value)}{figure.unit and ' '}{figure.unit} | {', '.join(low + high)} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3g}"


_PAGE: Final = """\
# Assurance

What is claimed of this system beyond what every test shows, and what was measured of it. Every figure below was left
by a run, in a file of `docs/reference/assurance/results`; this page is made of these files
(`python -m docs.generate`), and a test holds it to them. Nothing here is typed in, and what was not run says so.

The checklists are filled in by hand and point at tests and code, which a test looks for:
[OWASP ASVS 5.0, level 2](asvs.md), [OWASP API Security Top 10 2023](api-top-10.md).

## What was run

{table}

A figure is one of the machine, the day and the versions that stand under it. Run the command again for one of yours;
with `--date` it leaves its file here.

## Figures
{sections}"""
