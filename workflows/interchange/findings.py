"""What is found out while a model is read: what cannot be done, and what its files leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import ValidationError

from workflows.definition.distributions import Distribution
from workflows.definition.further_distributions import Truncated
from workflows.definition.provenance import Provenance, Source, Title
from workflows.errors import InvalidFileError, Place, Problem

_LONGEST_NAME = 200
_LONGEST_FILE = 200


class Choice(StrEnum):
    """What tools, or a tool and its own documents, mean differently; a lane declares what it means."""

    ARRIVALS_FROM_ARRIVAL = "arrivals_from_arrival"
    """The next gap runs on the wall clock from where the last arrival was moved to."""
    ARRIVALS_IN_WORKING_TIME = "arrivals_in_working_time"
    """The gap between arrivals stands still outside the calendar."""
    CUT_OFF = "cut_off"
    """Bounds cut a distribution off, so that its mean is not the one that is stated."""
    URGENT_AMONG_WAITING = "urgent_among_waiting"
    """Urgent work goes first among what waits, not before what has not come yet."""
    RACE_DRAWN_ONCE = "race_drawn_once"
    """The first event behind a gateway decides, and is how long it took."""
    TIMERS_COUNT = "timers_count"
    """Timers on the edges of activities are not left aside."""
    UNASKED_FLOWS = "unasked_flows"
    """Flows without a condition beside conditioned ones have their own chance."""
    NO_TRIMMING = "no_trimming"
    """How much of a run is left out belongs to the experiment."""
    CYCLE_TIME = "cycle_time"
    """From arrival to the last completion, with the hours in which nobody works."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A choice that was made where tools differ.

    Attributes
    ----------
    place : what it is about
    values : what the choice says of it, by the names that its texts have for them
    """

    choice: Choice
    place: Place
    values: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Findings:
    """All of it, so that a reader is told everything at once.

    Attributes
    ----------
    problems : for which the model is refused
    missing : numbers that no file states and that stand in the lane as assumptions
    declared : what was chosen where tools differ
    """

    problems: list[Problem] = field(default_factory=list)
    missing: list[Problem] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)

    def refuse(self, code: str, place: Place, expected: str, found: str, remedy: str) -> None:
        """Take down something that cannot be done, and go on."""
        self.problems.append(Problem(code, place, expected, found, remedy))

    def declare(self, choice: Choice, place: Place, **values: str) -> None:
        """Take down what is meant where tools differ."""
        self.declared.append(Declared(choice, place, tuple(values.items())))

    def declare_cut_off(self, found: Distribution, stated_mean: float, place: Place) -> None:
        """Take down that bounds move the mean of a distribution, if they do so by more than a thousandth."""
        if isinstance(found, Truncated) and abs(found.mean - stated_mean) > stated_mean / 1000:
            self.declare(Choice.CUT_OFF, place, stated=f"{stated_mean:g}", mean=f"{found.mean:.6g}")

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
