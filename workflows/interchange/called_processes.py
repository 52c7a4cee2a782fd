"""Processes of one file that call each other.

A called process is drawn once and carried out as a whole each time that it is called, and whoever calls it waits for
it. So it is read as a sub-process in the place of each call. The first one keeps the ids of the file; in any other one
every id begins with that of the call, and whatever the file's numbers say of the process counts for it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from workflows.errors import InvalidFileError
from workflows.interchange.drawing import Arrow, Shape, Sheet
from workflows.interchange.extension import extension_of
from workflows.interchange.findings import Findings, listed
from workflows.interchange.parameters import Parameters
from workflows.interchange.xml_nodes import Element

_MOST_SHAPES: Final = 5_000
"""Processes that call each other twice, and so on, come to as many shapes as anybody likes."""
DEEPEST: Final = 30
"""Sub-processes and calls within each other; each is some calls of functions within each other wherever it is used."""

_Stated = TypeVar("_Stated")


@dataclass(slots=True)
class CalledProcesses:
    """The processes of a file, and what has become of those that are called.

    Attributes
    ----------
    drawn : process id to element, of those in which something happens
    sheets : what has been read, by id of the process
    copies : id in a further copy to id in the file
    shapes : how many there are in all copies
    """

    drawn: dict[str, Element]
    sheets: dict[str, Sheet] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    shapes: int = 0

    def called(self) -> set[str]:
        """Ids of the processes that others call."""
        return {called_by(element) for process in self.drawn.values() for element in calls_in(process)}

    def find(self, call: Element, calling: tuple[str, ...], findings: Findings) -> Element | None:
        """The process that a call means, unless it is not there or already on its way."""
        id_ = called_by(call)
        if id_ not in self.drawn:
            findings.refuse(
                "called_elsewhere", call.place, f"a call of a process in this file, of {listed(list(self.drawn))}",
                f"calledElement={call.attributes.get('calledElement', '')!r}",
                "Add the process to the file, or draw what it does as a task or a sub-process.",
            )  # fmt: skip
            return None
        if id_ in calling:
            findings.refuse(
                "circle_of_calls", call.place, "a process that does not lead back to the one that calls it",
                f"{' → '.join((*calling, id_))}", "To do something again, draw a flow backwards.",
            )  # fmt: skip
            return None
        return self.drawn[id_]

    def placed(self, call: Element, sheet: Sheet, depth: int, findings: Findings) -> Sheet:
        """What a called process holds, for one call of it at some depth.

        Raises
        ------
        InvalidFileError
            If there is too much of it, with whatever else cannot be done so far.
        """
        id_ = called_by(call)
        if depth + sheet.depth > DEEPEST:
            expected = f"at most {DEEPEST} sub-processes and calls within each other"
            findings.refuse("nested_too_deeply", call.place, expected, "more", "Split the model.")
            raise InvalidFileError(findings.problems)  # whatever calls it would be read as deep again
        self.shapes += sum(1 for _ in sheet.everything())
        if self.shapes > _MOST_SHAPES:
            findings.refuse(
                "too_large", call.place, f"at most {_MOST_SHAPES} shapes, a called process counted for every call",
                f"more, with {id_}", "Split the model.",
            )  # fmt: skip
            raise InvalidFileError(findings.problems)  # what is refused is not kept, and would be read for every call
        if id_ not in self.sheets:
            self.sheets[id_] = sheet
            return sheet
        return self._copied(sheet, f"{call.id}/")

    def _copied(self, sheet: Sheet, prefix: str) -> Sheet:
        def named(id_: str) -> str:
            self.copies[prefix + id_] = self.copies.get(id_, id_)
            return prefix + id_

        def copied(shape: Shape) -> Shape:
            return replace(
                shape,
                id=named(shape.id),
                inside=None if shape.inside is None else self._copied(shape.inside, prefix),
                timers=tuple(map(copied, shape.timers)),
                beside=tuple(map(copied, shape.beside)),
                default=None if shape.default is None else prefix + shape.default,
            )

        arrows = [
            Arrow(named(arrow.id), prefix + arrow.source, prefix + arrow.target, arrow.element, arrow.asks)
            for arrow in sheet.arrows
        ]
        return Sheet(prefix + sheet.start, tuple(map(copied, sheet.shapes)), tuple(arrows))


def calls_in(process: Element) -> Iterator[Element]:
    """The calls that a process makes, those in its sub-processes too."""
    return (element for element in process.walk() if element.name == "callActivity")


def called_by(call: Element) -> str:
    """Id of what a call calls."""
    return call.attributes.get("calledElement", "").rpartition(":")[2]


def is_kept(call: Element) -> bool:
    """Whether Greenlane wrote the call, and beside it which lane it means."""
    return extension_of(call, "step") is not None


def stated_for_copies(parameters: Parameters, copies: Mapping[str, str]) -> None:
    """Have the numbers of a called process count for each further copy of it."""
    for copy, id_ in copies.items():
        _copy(parameters.tasks, id_, copy)
        _copy(parameters.events, id_, copy)
        _copy(parameters.shares, id_, copy)
        _copy(parameters.conditions, id_, copy)
        _copy(parameters.mentioned, id_, copy)


def _copy(section: dict[str, _Stated], id_: str, copy: str) -> None:
    if id_ in section:
        section[copy] = section[id_]
