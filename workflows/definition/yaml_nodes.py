"""YAML as nodes that remember their line, read with less trust and fewer surprises than YAML 1.1 has.

Only what a lane needs is understood: mappings with plain keys, lists, and scalars. Plain scalars are read as YAML 1.2
and JSON do, so ``no`` and ``on`` are words, ``1:30`` is a text and ``2024-02-10`` is left to the field it stands in.
Tags and merge keys are refused; an alias may repeat a value, but neither depth nor size can grow by it beyond fixed
limits.

The parser's events are read one by one rather than through PyYAML's composer: deep nesting takes that one minutes, and
here the reading stops at the limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import yaml

from workflows.errors import MOST_PROBLEMS, InvalidFileError, Place, Problem

MAXIMUM_BYTES: Final = 1_000_000
MAXIMUM_SCALAR: Final = 20_000
MAXIMUM_DEPTH: Final = 100
MAXIMUM_NODES: Final = 50_000

_LOADER: Final = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT: Final = re.compile(r"[-+]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][-+]?[0-9]{1,4})?")
_WORDS: Final[Mapping[str, float | bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".nan": float("nan"), ".NaN": float("nan"), ".NAN": float("nan"),
    ".inf": float("inf"), ".Inf": float("inf"), "+.inf": float("inf"), "-.inf": float("-inf"),
}  # fmt: skip
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Scalar: TypeAlias = str | int | float | bool | None
Path: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from the top of a file to a value."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A value of a file and where it stands.

    Parameters
    ----------
    content : a scalar, a list of nodes, or a mapping from key to node
    file : the file that it was written in, which for a substituted assumption is not the file around it
    line : counted from 1; for the value of a mapping the line of its key
    """

    content: Scalar | tuple[Node, ...] | dict[str, Node]
    file: str
    line: int

    def plain(self) -> object:
        """The value without its places, as JSON would have it."""
        match self.content:
            case dict():
                return {key: node.plain() for key, node in self.content.items()}
            case tuple():
                return [node.plain() for node in self.content]
            case scalar:
                return scalar


def read_yaml(text: str, file: str) -> Node:
    """Read one YAML document.

    Parameters
    ----------
    file : how the text is called in messages

    Raises
    ------
    InvalidFileError
        If it is too long, no YAML, or uses what is not understood here.
    """
    _check_text(text, file)
    reading = _Reading(file)
    try:
        document = reading.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        what = ", ".join(part for part in (error.context, error.problem) if part)
        raise _refusal(
            "yaml_syntax",
            Place(file, line),
            "YAML",
            what,
            "Look at the indentation, colons and quotes of this line and the one before.",
        ) from error
    except yaml.YAMLError as error:
        raise _refusal(
            "yaml_syntax", Place(file), "YAML", str(error), "Save the file as plain text in UTF-8."
        ) from error
    if reading.problems:
        raise InvalidFileError(reading.problems)
    return document


def _check_text(text: str, file: str) -> None:
    if len(text) > MAXIMUM_BYTES:
        raise _refusal(
            "file_too_large",
            Place(file),
            f"at most {MAXIMUM_BYTES} characters",
            f"{len(text)}",
            "Split the file or shorten it.",
        )
    if strange := _UNPRINTABLE.search(text.removeprefix("\ufeff")):
        line = text.count("\n", 0, strange.start()) + 1
        raise _refusal(
            "unprintable_character",
            Place(file, line),
            "printable text",
            f"the character U+{ord(strange.group()):04X}",
            "Remove it; a file that is no text cannot be read.",
        )


def _refusal(code: str, place: Place, expected: str, found: str, remedy: str) -> InvalidFileError:
    return InvalidFileError([Problem(code, place, expected, found, remedy)])


class _Reading:
    """One pass over the parser's events."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._nodes = 0

    def document(self, events: Iterator[yaml.Event]) -> Node:
        found: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if found is not None:
                    line = _line_of(event)
                    raise _refusal(
                        "several_documents",
                        Place(self.file, line),
                        "one document",
                        "another after ---",
                        "Put it into a file of its own.",
                    )
                found = self._node(next(events), events, line=None, depth=1)
        if found is None:
            raise _refusal("empty_file", Place(self.file), "a mapping of fields", "an empty file", "Write the fields.")
        return found

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], line: int | None, depth: int) -> Node:
        own_line = _line_of(event)
        line = own_line if line is None else line
        if isinstance(event, yaml.AliasEvent):
            return self._alias(str(event.anchor), line)
        self._count(1, own_line)
        if depth > MAXIMUM_DEPTH:
            raise _refusal(
                "nested_too_deeply",
                Place(self.file, own_line),
                f"at most {MAXIMUM_DEPTH} levels",
                "more",
                "Nest the values less deeply.",
            )
        first = self._nodes
        match event:
            case yaml.ScalarEvent():
                node = Node(self._scalar(event), self.file, line)
            case yaml.SequenceStartEvent():
                self._refuse_tag(event.tag, own_line)
                node = Node(tuple(self._items(events, depth)), self.file, line)
            case yaml.MappingStartEvent():
                self._refuse_tag(event.tag, own_line)
                node = Node(self._fields(events, depth), self.file, line)
            case _:
                raise TypeError(f"expected the event of a value; was {event!r}")
        if event.anchor is not None:
            self._anchors[event.anchor] = node, self._nodes - first + 1
        return node

    def _alias(self, anchor: str, line: int) -> Node:
        """The anchored node again; an anchor counts only once its value is complete, so none can hold itself."""
        if anchor not in self._anchors:
            raise _refusal(
                "unknown_anchor",
                Place(self.file, line),
                "an alias of a value above it",
                f"*{anchor}",
                f"Mark a value with &{anchor} first.",
            )
        node, size = self._anchors[anchor]
        self._count(size, line)
        return Node(node.content, node.file, line)

    def _count(self, nodes: int, line: int) -> None:
        self._nodes += nodes
        if self._nodes > MAXIMUM_NODES:
            raise _refusal(
                "too_many_values",
                Place(self.file, line),
                f"at most {MAXIMUM_NODES} values, aliases counted in full",
                "more",
                "Split the file.",
            )

    def _items(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            yield self._node(event, events, None, depth + 1)

    def _fields(self, events: Iterator[yaml.Event], depth: int) -> dict[str, Node]:
        fields: dict[str, Node] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            line = _line_of(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _refusal(
                    "key_not_plain",
                    Place(self.file, line),
                    "a plain word as key",
                    "something else",
                    "Write key: value.",
                )
            key = event.value
            if len(key) > MAXIMUM_SCALAR:
                self._problem(
                    "text_too_long", line, f"at most {MAXIMUM_SCALAR} characters", f"{len(key)}", "Shorten it."
                )
            value = self._node(next(events), events, line, depth + 1)
            if key == "<<" and event.implicit[0]:
                self._problem("merge_key", line, "the fields themselves", "the merge key <<", "Write the fields out.")
            elif key in fields:
                remedy = "Keep one of them."
                self._problem(
                    "duplicate_key", line, "each key once", f"{key!r} again, first in line {fields[key].line}", remedy
                )
            else:
                fields[key] = value
        return fields

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        text, line = event.value, _line_of(event)
        if not self._check_length(text, line):
            return None
        if _UNPRINTABLE.search(text):
            self._problem("unprintable_character", line, "printable text", repr(text), "Remove the escape.")
            return None
        self._refuse_tag(event.tag, line)
        plain, _ = event.implicit
        return _resolved(text) if plain else str(text)

    def _check_length(self, text: str, line: int) -> bool:
        fits = len(text) <= MAXIMUM_SCALAR
        if not fits:
            self._problem("text_too_long", line, f"at most {MAXIMUM_SCALAR} characters", f"{len(text)}", "Shorten it.")
        return fits

    def _refuse_tag(self, tag: str | None, line: int) -> None:
        if tag is not None:
            self._problem("tag", line, "a value without a tag", f"the tag {tag}", "Remove the tag; quotes make a text.")

    def _problem(self, code: str, line: int, expected: str, found: str, remedy: str) -> None:
        self.problems.append(Problem(code, Place(self.file, line), expected, found, remedy))
        if len(self.problems) > MOST_PROBLEMS:
            raise InvalidFileError(self.problems)


def _line_of(event: yaml.Event) -> int:
    return 0 if event.start_mark is None else event.start_mark.line + 1


def _resolved(text: str) -> Scalar:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and not text.isdigit():
        return float(text)
    return text
