"""What a run found out, as a file that it leaves; the page on assurance is made from these files and from nothing else.

A figure on that page is thus one that some run measured, and says when, by which command and with which versions. The
day is an argument of the run, as everywhere: nobody asks a clock.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from workflows.definition.provenance import Frozen

RESULTS: Final = Path(__file__).parents[2] / "docs/reference/assurance/results"
"""One file for each name; a later run takes the place of the one before it."""


class Outcome(StrEnum):
    """How a run ended. What could not be looked at is never told as if nothing had been found."""

    OK = "ok"
    FOUND = "found"
    NOT_RUN = "not run"


class Figure(Frozen):
    """One number of a run.

    Parameters
    ----------
    what : in the words of the page
    unit : of the value; "" where it is a plain count of what `what` says
    at_most, at_least : what is promised of it, if anything is
    """

    what: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def holds(self) -> bool:
        """Whether it is as promised."""
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)


class Result(Frozen):
    """What one run found out.

    Parameters
    ----------
    name : also the file's
    proves : one sentence
    command : that anybody may run again
    outcome : `found` where something is wrong, `not run` where it could not be looked at
    note : what has to be known to read the figures, e.g. why it was not run
    machine : the processor and how many cores of it
    versions : name to version of what was run
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    proves: str
    command: str
    measured_on: date
    outcome: Outcome
    note: str = ""
    machine: str
    versions: dict[str, str]
    figures: tuple[Figure, ...]


def result_of_this_machine(
    name: str,
    proves: str,
    command: str,
    measured_on: date,
    figures: Sequence[Figure],
    libraries: Sequence[str] = (),
    *,
    wrong: bool = False,
    note: str = "",
) -> Result:
    """A result with what this machine and this Python are.

    Parameters
    ----------
    libraries : names of distributions whose versions matter for it
    wrong : whether a check of the run failed, whatever its figures are
    """
    found = wrong or not all(figure.holds for figure in figures)
    return Result(
        name=name,
        proves=proves,
        command=command,
        measured_on=measured_on,
        outcome=Outcome.FOUND if found else Outcome.OK,
        note=note,
        machine=f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        versions={
            "greenlane": version("greenlane"),
            "python": platform.python_version(),
            **{library: version(library) for library in libraries},
        },
        figures=tuple(figures),
    )


def write_result(result: Result, folder: Path = RESULTS) -> Path:
    """Keep a result, in the place of one of the same name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{result.name}.json"
    path.write_text(result.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return path


def read_results(folder: Path = RESULTS) -> list[Result]:
    """Every result that is kept, by name."""
    return [Result.model_validate_json(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
