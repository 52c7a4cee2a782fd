"""A BPMN drawing, read and understood: what there is and what leads where, without numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from workflows.interchange.xml_nodes import Element


class Kind(Enum):
    """What a shape does to a token."""

    TASK = auto()
    SUB_PROCESS = auto()
    EXCLUSIVE = auto()
    PARALLEL = auto()
    INCLUSIVE = auto()
    EVENT_BASED = auto()
    CATCH = auto()
    """An event that is waited for."""
    PASS = auto()
    """An event that takes no time: a start, an end, something thrown."""
    TERMINATE = auto()
    """An end that ends everything around it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A node of a drawing.

    Attributes
    ----------
    timer : how long a timer event waits, in seconds, if the drawing says so
    answered : whether somebody else answers what is waited for, rather than a clock
    inside : what a sub-process holds
    timers : events on its edge that withdraw it when they come first
    beside : events on its edge that let it go on when they come first
    default : id of the arrow that is taken when no other is
    """

    id: str
    kind: Kind
    name: str
    element: Element
    timer: float | None = None
    answered: bool = False
    inside: Sheet | None = None
    timers: tuple[Shape, ...] = ()
    beside: tuple[Shape, ...] = ()
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Arrow:
    """A sequence flow.

    Attributes
    ----------
    asks : whether it has a condition, which is in a language that nobody here understands
    """

    id: str
    source: str
    target: str
    element: Element
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A process or the inside of a sub-process.

    Attributes
    ----------
    start : id of the shape at which a token begins
    """

    start: str
    shapes: tuple[Shape, ...]
    arrows: tuple[Arrow, ...]

    @property
    def depth(self) -> int:
        """How many sheets there are within each other, itself included."""
        return 1 + max((shape.inside.depth for shape in self.shapes if shape.inside is not None), default=0)

    def out_of(self, id_: str) -> list[Arrow]:
        """The arrows that leave a shape, in the order of the file."""
        return [arrow for arrow in self.arrows if arrow.source == id_]

    def into(self, id_: str) -> list[Arrow]:
        """The arrows that lead to a shape."""
        return [arrow for arrow in self.arrows if arrow.target == id_]

    def everything(self) -> Iterator[Shape]:
        """All shapes, those on edges and inside sub-processes too."""
        for shape in self.shapes:
            yield shape
            yield from (*shape.timers, *shape.beside)
            if shape.inside is not None:
                yield from shape.inside.everything()

    def all_arrows(self) -> Iterator[Arrow]:
        """All arrows, those inside sub-processes too."""
        yield from self.arrows
        for shape in self.shapes:
            if shape.inside is not None:
                yield from shape.inside.all_arrows()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A model file.

    Attributes
    ----------
    swimlane_of : id of a shape to the id of the innermost swimlane that it lies in
    swimlanes : id to element
    name : of the participant, or else of the process
    copies : id in a further copy of a called process to the id in the file
    called : elements of the processes that it calls
    """

    root: Element
    process: Element
    sheet: Sheet
    swimlanes: dict[str, Element]
    swimlane_of: dict[str, str]
    name: str
    copies: dict[str, str] = field(default_factory=dict)
    called: tuple[Element, ...] = ()
