"""JSON values with their place. JSON is read as the YAML that it is, for that reader remembers lines."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from workflows.definition.places import dotted
from workflows.definition.yaml_nodes import Node, Path, read_yaml
from workflows.errors import InvalidFileError, Place, Problem


@dataclass(frozen=True, slots=True)
class Value:
    """A value and the path to it; whoever asks it for what it is not is answered with its place."""

    node: Node
    path: Path = ()

    @property
    def place(self) -> Place:
        """File, line and path."""
        return Place(self.node.file, self.node.line, dotted(self.path))

    def has(self, field: str) -> bool:
        """Whether it is an object with that field, and the field is not null."""
        content = self.node.content
        return isinstance(content, dict) and field in content and content[field].content is not None

    def fields(self) -> tuple[str, ...]:
        """The names of an object's fields."""
        content = self.node.content
        return tuple(content) if isinstance(content, dict) else self._refuse("an object")

    def field(self, name: str) -> Value:
        """One field of an object."""
        content = self.node.content
        if not isinstance(content, dict) or name not in content:
            self._refuse(f"an object with the field {name}")
        return Value(content[name], (*self.path, name))

    def items(self) -> tuple[Value, ...]:
        """The parts of a list."""
        content = self.node.content
        if not isinstance(content, tuple):
            self._refuse("a list")
        return tuple(Value(item, (*self.path, index)) for index, item in enumerate(content))

    def text(self) -> str:
        """A text, or a number as it is written."""
        content = self.node.content
        if isinstance(content, bool) or not isinstance(content, str | int | float):
            self._refuse("a text")
        return str(content)

    def number(self) -> float:
        """A number, also one in quotes."""
        content = self.node.content
        number = math.inf
        if not isinstance(content, bool) and isinstance(content, str | int | float):
            with suppress(ValueError):
                number = float(content)
        return number if math.isfinite(number) else self._refuse("a finite number")

    def _refuse(self, expected: str) -> NoReturn:
        content = self.node.content
        found = "an object" if isinstance(content, dict) else "a list" if isinstance(content, tuple) else repr(content)
        remedy = "Correct the file, or write it again with the tool that made it."
        raise InvalidFileError([Problem("wrong_form", self.place, expected, found[:100], remedy)])


def read_json(text: str, file: str) -> Value:
    """Read a JSON document.

    Raises
    ------
    InvalidFileError
        If it is too long or not well-formed.
    """
    return Value(read_yaml(text.replace("\t", " "), file))
