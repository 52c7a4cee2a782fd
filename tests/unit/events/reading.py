"""What is wrong with a file, in a few words."""

from __future__ import annotations

import pytest

from tests.properties.events.written import FORMATS
from workflows.errors import InvalidFileError, Problem
from workflows.events.formats.foreign import Columns
from workflows.events.formats.intake import Taken

NOTHING_SAID = Columns()


def taken(kind: str, content: bytes | str, columns: Columns = NOTHING_SAID) -> Taken:
    """A log as it is read."""
    return FORMATS[kind].read(content.encode() if isinstance(content, str) else content, columns)


def problems(kind: str, content: bytes | str, columns: Columns = NOTHING_SAID) -> tuple[Problem, ...]:
    """What keeps a log from being read."""
    with pytest.raises(InvalidFileError) as caught:
        taken(kind, content, columns)
    return caught.value.problems


def codes(kind: str, content: bytes | str, columns: Columns = NOTHING_SAID) -> list[tuple[str, int | None]]:
    """The same, as codes with lines."""
    return [(problem.code, problem.place.line) for problem in problems(kind, content, columns)]
