"""What is found out while a model is read: what cannot be done, and what its files leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from workflows.definition.provenance import Provenance, Source, Title
from workflows.errors import InvalidFileError, Place, Problem

_LONGEST_NAME = 200
_LONGEST_FILE = 200


@dataclass(slots=True)
class Findings:
    """All of it, so that a reader is told everything at once.

    Attributes
    ----------
    problems : for which the model is refused
    missing : numbers that no file states and that stand in the lane as assumptions
    """

    problems: list[Problem] = field(default_factory=list)
    missing: list[Problem] = field(default_factory=list)

    def refuse(self, code: str, place: Place, expected: str, found: str, remedy: str) -> None:
        """Take down something that cannot be done, and go on."""
        self.problems.append(Problem(code, place, expected, found, remedy))

    def miss(self, place: Place, what: str, taken: str) -> None:
        """Take down a number that no file states."""
        remedy = "Give --parameters that state it, or import the model and write it into the lane."
        self.missing.append(Problem("number_missing", place, what, f"none; {taken} is taken", remedy))

    def settle(self) -> None:
        """Refuse the model if there is reason to.

        Raises
        ------
        InvalidFileError
            With everything that cannot be done.
        """
        if self.problems:
            raise InvalidFileError(self.problems)


def stated(file: str, where: str) -> Provenance:
    """The source of a number of somebody else's file. Whether they measured it the file does not say.

    The file is called by its name alone, so that the lane is the same wherever the file lies.
    """
    name = file.replace("\\", "/").rpartition("/")[2]
    return Provenance(source=Source.ASSUMED, basis=f"{name[-_LONGEST_FILE:]}: {where}"[:500])


def made_up(reason: str) -> Provenance:
    """The source of a number that no file states."""
    return Provenance(source=Source.ASSUMED, basis=reason[:500])


def titled(name: str, otherwise: str) -> Title:
    """A name that is the same in both languages, since a drawing has one."""
    text = " ".join(name.split())[:_LONGEST_NAME] or otherwise[:_LONGEST_NAME]
    return Title(zh=text, en=text)


def listed(names: Sequence[str]) -> str:
    """Names as they are told."""
    return ", ".join(names) or "none"


def said(error: ValueError) -> str:
    """What a model says of numbers that make none."""
    if isinstance(error, ValidationError):
        return "; ".join(
            f"{'.'.join(map(str, each['loc']))}: {each['msg'].removeprefix('Value error, ')}".removeprefix(": ")
            for each in error.errors()
        )[:500]
    return str(error)
