"""What every view is made of: words, estimates with their intervals, a table, and what it rests on."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, NonNegativeInt, PositiveInt

from workflows.definition.provenance import Frozen


class Words(Frozen):
    """A text in both languages, of any length.

    Parameters
    ----------
    zh : zh-CN
    en : English
    """

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in ``zh-CN`` or ``en``."""
        return self.zh if language.startswith("zh") else self.en


class UnitName(StrEnum):
    """Units of the figures of views."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    HOURS = "hours"
    SHARE = "share"
    CASES = "cases"
    VISITS = "visits"
    DOCUMENTS = "documents"
    STEPS = "steps"
    TIMES = "times"
    YUAN = "yuan"
    YUAN_PER_HOUR = "yuan_per_hour"
    PEOPLE = "people"
    TASKS = "tasks"
    REPLICATIONS = "replications"


class Unit(Frozen):
    """A unit.

    Parameters
    ----------
    name : of a share, values are from 0 to 1, and a reader sees per cent
    title : as it stands behind a number or beside an axis
    """

    name: UnitName
    title: Words


class Estimate(Frozen):
    """A figure with its interval, in the unit of the figure.

    Parameters
    ----------
    low, high : ends of the interval; none where a single value tells nothing about spread
    confidence : with which the interval covers the true value
    values : how many values it rests on, replications as a rule
    """

    value: float
    low: float | None
    high: float | None
    confidence: float
    values: PositiveInt


Side: TypeAlias = Literal["before", "after", "alone"]
"""Which lane: of two that are compared, or the one that is compared with none."""

Verdict: TypeAlias = Literal["better", "worse", "equal", "unclear"]
"""What a difference is: its whole interval says so, or there is none at all, or it may be chance."""


class Role(StrEnum):
    """What a model is in its experiment."""

    ALONE = "alone"
    BEFORE = "before"
    STAGE = "stage"
    """After some of the levers."""
    AFTER = "after"
    VALUE = "value"
    """After, at one value of what is swept."""
    CANDIDATE = "candidate"
    """One of those that the best is selected from."""


Cell: TypeAlias = Estimate | Words | float | str | None
"""What stands in a table; see the `kind` of its column."""


ColumnKind: TypeAlias = Literal["text", "code", "unit", "words", "number", "estimate"]


class TableColumn(Frozen):
    """A column.

    Parameters
    ----------
    id : under which the rows have it
    kind : of all its cells: `text` and `code` are strings, `unit` the name of the unit of all figures of its row,
        `words` a text in both languages, `number` a number, and `estimate` a figure with its interval; a cell may be
        null in any of them
    unit : of numbers and estimates, where all rows have the same
    """

    id: str
    title: Words
    kind: ColumnKind
    unit: Unit | None = None


class ViewTable(Frozen):
    """The numbers of a view.

    Parameters
    ----------
    rows : each with the id of every column
    """

    columns: tuple[TableColumn, ...]
    rows: tuple[dict[str, Cell], ...]


class Footer(Frozen):
    """What a view rests on: what stands below every chart, and at the end of every line of its CSV.

    Parameters
    ----------
    experiment : its id, the hash of all that the result depends on
    replications : that the view rests on, of each lane; the fewest where lanes have different numbers
    interval : how the intervals come about, with their confidence
    observed : what was looked at of each replication
    versions : of the program, in short
    """

    experiment: str
    seed: NonNegativeInt
    replications: NonNegativeInt
    confidence: float
    interval: Words
    observed: Words
    versions: str


class Shown(Frozen):
    """What every view has.

    Parameters
    ----------
    id : of this view among those of its experiment, and the name of its CSV
    about : the lane, the reform or the comparison that it is of
    lane : id of that lane; none where it is of several
    sentence : what it says, in plain words, with the interval; that nothing can be told is said as well
    notes : what a reader has to know in order not to misread it
    """

    id: Annotated[str, Field(pattern=r"^[a-z_]+(-[0-9]+)?$")]
    about: Words
    lane: str | None
    title: Words
    sentence: Words
    notes: tuple[Words, ...] = ()
    table: ViewTable
    footer: Footer
