"""XML as elements that remember their line, read with less trust than XML asks for.

No document type, so no entities, no defaults and nothing to fetch; no more than a fixed size, depth and number of
elements. The parser is the one of the standard library, which stops at the first thing of this kind that it meets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NoReturn
from xml.parsers import expat

from workflows.definition.yaml_nodes import MAXIMUM_BYTES
from workflows.errors import InvalidFileError, Place, Problem

MAXIMUM_DEPTH: Final = 60
MAXIMUM_ELEMENTS: Final = 50_000
_BETWEEN: Final = " "


@dataclass(slots=True, eq=False)
class Element:
    """An element and where it stands.

    Attributes
    ----------
    space : its namespace, empty if it has none
    name : without prefix
    attributes : by name; those of a namespace of their own as ``{namespace}name``
    text : what stands directly in it, before, between and after its children
    """

    space: str
    name: str
    attributes: dict[str, str]
    file: str
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    @property
    def id(self) -> str:
        """The id, or else the name of the element."""
        return self.attributes.get("id", self.name)

    @property
    def place(self) -> Place:
        """File, line, and the element's id."""
        return Place(self.file, self.line, self.id)

    def all(self, name: str, space: str | None = None) -> list[Element]:
        """The children of that name, of the same namespace unless another is given."""
        wanted = self.space if space is None else space
        return [child for child in self.children if child.name == name and child.space == wanted]

    def one(self, name: str, space: str | None = None) -> Element | None:
        """The first child of that name, if there is one."""
        return next(iter(self.all(name, space)), None)

    def walk(self) -> Iterator[Element]:
        """The element and everything in it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_xml(text: str, file: str) -> Element:
    """Read one XML document.

    Parameters
    ----------
    file : how the text is called in messages

    Raises
    ------
    InvalidFileError
        If it is too large, no XML, or has a document type.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAXIMUM_BYTES:
        remedy = "Save the model without pictures and history, or split it."
        raise _refusal("file_too_large", Place(file), f"at most {MAXIMUM_BYTES} bytes", "more", remedy)
    reading = _Reading(file)
    try:
        reading.parser.Parse(text, True)
    except expat.ExpatError as error:
        what = expat.errors.messages[error.code]
        remedy = "Save the model again with the tool that made it."
        raise _refusal("xml_syntax", Place(file, error.lineno), "well-formed XML", what, remedy) from error
    assert reading.root is not None  # a document without an element is not well-formed
    return reading.root


class _Reading:
    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.parser = expat.ParserCreate(namespace_separator=_BETWEEN)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= MAXIMUM_DEPTH:
            self._refuse("nested_too_deeply", f"at most {MAXIMUM_DEPTH} levels", "more", "Nest less deeply.")
        if self.count > MAXIMUM_ELEMENTS:
            self._refuse("too_many_elements", f"at most {MAXIMUM_ELEMENTS} elements", "more", "Split the model.")
        space, _, local = name.rpartition(_BETWEEN)
        own = {key if _BETWEEN not in key else "{" + key.replace(_BETWEEN, "}"): at for key, at in attributes.items()}
        element = Element(space, local, own, self.file, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, name: str) -> None:
        self.open.pop()

    def _characters(self, text: str) -> None:
        self.open[-1].text += text

    def _doctype(self, *_declared: object) -> None:
        remedy = "Remove <!DOCTYPE …>; a model needs none."
        self._refuse("document_type", "no document type", "one, which could declare entities", remedy)

    def _refuse(self, code: str, expected: str, found: str, remedy: str) -> NoReturn:
        raise _refusal(code, Place(self.file, self.parser.CurrentLineNumber), expected, found, remedy)


def _refusal(code: str, place: Place, expected: str, found: str, remedy: str) -> InvalidFileError:
    return InvalidFileError([Problem(code, place, expected, found, remedy)])
