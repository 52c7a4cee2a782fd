"""What docstrings in NumPy form say about the fields of a class."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Final

_SECTION: Final = re.compile(r"^(Parameters|Attributes)\n-+\n", re.MULTILINE)
_OTHER_SECTION: Final = re.compile(r"^[A-Z]\w+\n-+$", re.MULTILINE)
_ENTRY: Final = re.compile(r"^(\w+(?:, \w+)*) : (.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_ROLE: Final = re.compile(r":\w+:`~?(?:[\w.]*\.)?(\w+)`")


def introduction_of(thing: object) -> str:
    """What a docstring says before its first section, on one line for each paragraph."""
    text = _OTHER_SECTION.split(inspect.getdoc(thing) or "")[0]
    return "\n\n".join(_plain(paragraph) for paragraph in text.strip().split("\n\n"))


def fields_of(kind: type) -> dict[str, str]:
    """Field name to what the docstrings of a class and its bases say about it."""
    described: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        described |= dict(_entries(base.__doc__ or ""))
    return described


def ruled_table(module: object) -> str:
    """The table in a module's docstring, from its first rule to its last."""
    lines = (inspect.getdoc(module) or "").replace("``", "").splitlines()
    rules = [number for number, line in enumerate(lines) if line.startswith("===")]
    return "\n".join(lines[rules[0] : rules[-1] + 1])


def _entries(docstring: str) -> Iterator[tuple[str, str]]:
    text = inspect.cleandoc(docstring)
    for section in _SECTION.finditer(text):
        rest = text[section.end() :]
        following = _OTHER_SECTION.search(rest)
        for entry in _ENTRY.finditer(rest[: following.start()] if following else rest):
            names, meaning = entry.groups()
            yield from ((name, _plain(meaning)) for name in names.split(", "))


def _plain(text: str) -> str:
    """Markdown in the place of reStructuredText, on one line."""
    return _ROLE.sub(r"`\1`", " ".join(text.split())).replace("``", "`")
