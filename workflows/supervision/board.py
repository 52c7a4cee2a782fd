"""A task board: what a document has broken its plan down into, who leads, who cooperates, and by when (挂图作战).

Boards are data. Their tasks travel ordinary lanes; what became of them is read off the events of those cases. Some rows
of a document stand for several others of it: they have parts, and are done when these are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self

from pydantic import Field, NonNegativeFloat, PositiveInt, model_validator

from workflows.definition.loading import parse_model
from workflows.definition.provenance import Frozen, Provenance, Title
from workflows.definition.values import Identifier
from workflows.errors import UnknownNameError
from workflows.instants import Instant, start_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE: Final = "workflows.supervision.boards"


class Timing(StrEnum):
    """What a document says of when a task is to be done."""

    BY_DATE = "by_date"
    """By the end of a month."""
    PHASE_RESULT = "phase_result"
    """With a first result within a year."""
    AS_REQUIRED = "as_required"
    """When higher levels ask for it, or when it suits."""
    LONG_TERM = "long_term"
    """For good."""
    NOT_STATED = "not_stated"
    """No deadline is stated."""


class Day(Frozen):
    """A date, with its source."""

    on: date
    provenance: Provenance


class Deduction(Frozen):
    """What a late task costs a unit in its appraisal.

    Parameters
    ----------
    points : for each month in which the task is late
    """

    points: NonNegativeFloat
    provenance: Provenance


class BoardTask(Frozen):
    """One task of a board.

    Parameters
    ----------
    mechanism : id of the row of the table of mechanisms that it is
    number : under which the document lists it; none for what it tells of elsewhere
    lead : ids of the units in charge
    cooperating : ids of the units that help
    timing, due : when it is to be done, and the last day on which it is in time; none if there is no date
    said : the time in the document's words
    standing : whether it goes on for good after that
    parts : ids of the tasks that it consists of; it then has no units and no time of its own
    lane : id of the lane that it travels, unless it is the board's
    attributes : what its case is from the start
    """

    id: Identifier
    mechanism: Annotated[str, Field(pattern=r"^(SY|TL|FS|PJ|DD)-\d{3}$")]
    number: PositiveInt | None = None
    title: Title
    lead: tuple[Identifier, ...] = ()
    cooperating: tuple[Identifier, ...] = ()
    timing: Timing | None = None
    due: date | None = None
    said: Annotated[str, Field(max_length=40)] = ""
    standing: bool = False
    parts: tuple[Identifier, ...] = ()
    lane: Identifier | None = None
    attributes: dict[Identifier, str] = {}

    @model_validator(mode="after")
    def _has_parts_or_a_time(self) -> Self:
        if bool(self.parts) == (self.timing is not None) or bool(self.parts) == bool(self.lead):
            raise ValueError(
                f"expected task {self.id!r} to have parts, or else units that lead and a timing; found "
                f"{'parts' if self.parts else 'no parts'}, {len(self.lead)} units and timing {self.timing}. Keep one."
            )
        if (self.due is not None) != (self.timing in (Timing.BY_DATE, Timing.PHASE_RESULT)):
            raise ValueError(
                f"expected a due date with by_date and phase_result, and with no other timing; found {self.due} with "
                f"{self.timing} in task {self.id!r}. Change one of them."
            )
        return self

    @property
    def helped(self) -> bool:
        """Whether more than one unit works on it."""
        return len(self.lead) + len(self.cooperating) > 1

    @property
    def late_from(self) -> Instant | None:
        """The first instant at which it is late if it is not done."""
        return None if self.due is None else start_of(self.due + timedelta(days=1))


class Board(Frozen):
    """The tasks of a document.

    Parameters
    ----------
    format : version of this file format
    begins : first day of the work
    deduction : what a late task costs the units that lead it
    lane : id of the lane that tasks travel
    units : who leads and cooperates, by id
    tasks : in the order of the document
    """

    format: Literal[1] = 1
    id: Identifier
    title: Title
    begins: Day
    deduction: Deduction
    lane: Identifier
    units: dict[Identifier, Title]
    tasks: Annotated[tuple[BoardTask, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_what_there_is(self) -> Self:
        ids = [task.id for task in self.tasks]
        if len(set(ids)) < len(ids):
            twice = next(id_ for id_ in ids if ids.count(id_) > 1)
            raise ValueError(f"expected each task once; found {twice!r} again. Rename or remove it.")
        for task in self.tasks:
            unknown = [unit for unit in (*task.lead, *task.cooperating) if unit not in self.units]
            unknown += [part for part in task.parts if part not in ids or self.task(part).parts]
            if unknown:
                raise ValueError(
                    f"expected units of the board and, as parts, tasks of it that have none; found {unknown[0]!r} in "
                    f"task {task.id!r}. Add it, or name another one."
                )
        return self

    @cached_property
    def _by_id(self) -> dict[str, BoardTask]:
        return {task.id: task for task in self.tasks}

    @property
    def work(self) -> tuple[BoardTask, ...]:
        """The tasks that are somebody's, and not made of others."""
        return tuple(task for task in self.tasks if not task.parts)

    def task(self, id_: str) -> BoardTask:
        """The task of that id.

        Raises
        ------
        UnknownNameError
            If the board has none.
        """
        if id_ not in self._by_id:
            raise UnknownNameError(f"task of board {self.id!r}", id_, list(self._by_id))
        return self._by_id[id_]

    def due_of(self, task: BoardTask) -> date | None:
        """The last day on which a task is in time; of one with parts, that of its latest part."""
        dates = [part.due for part in self._leaves(task) if part.due is not None]
        return max(dates, default=None)

    def _leaves(self, task: BoardTask) -> Iterator[BoardTask]:
        yield from (self.task(part) for part in task.parts) if task.parts else (task,)


@lru_cache(maxsize=1)
def shipped_boards() -> Mapping[str, Board]:
    """The boards that come with Greenlane, by id, in alphabetical order."""
    found = sorted((file for file in files(_PACKAGE).iterdir() if file.name.endswith(".yaml")), key=lambda f: f.name)
    boards = (parse_model(file.read_text("utf-8"), file.name, Board).model for file in found)
    return MappingProxyType({board.id: board for board in boards})


def find_board(id_: str) -> Board:
    """A shipped board.

    Raises
    ------
    UnknownNameError
        If none is called so.
    """
    boards = shipped_boards()
    if id_ not in boards:
        raise UnknownNameError("board", id_, list(boards))
    return boards[id_]
