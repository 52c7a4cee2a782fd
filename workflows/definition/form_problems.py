"""Pydantic's complaints, said so that the author of a file knows what to change.

A validator of a model that says ``expected ...; found .... What to do.`` is taken at its word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from workflows.definition.fields import fields_at, kinds_at
from workflows.definition.places import dotted, nearest
from workflows.definition.yaml_nodes import Node, Path
from workflows.errors import Place, Problem, closest

_SAID: Final = re.compile(
    r"(?:Value error, )?expected (?P<expected>.+?); (?:(?:found|was) )?(?P<found>.+?)(?:\. (?P<remedy>[A-Z].*))?",
    re.DOTALL,
)
_IDENTIFIER: Final = "^[a-z][a-z0-9_]{0,62}$"
_EXPECTED: Final[Mapping[str, str]] = {
    "string_type": "a text",
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping of fields",
    "model_type": "a mapping of fields",
    "model_attributes_type": "a mapping of fields",
    "finite_number": "a finite number",
    "date_type": "a date as YYYY-MM-DD",
    "date_parsing": "a date as YYYY-MM-DD",
    "date_from_datetime_parsing": "a date as YYYY-MM-DD",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "too_short": "at least {min_length} of them",
    "too_long": "at most {max_length} of them",
    "string_too_short": "a text of {min_length} or more characters",
    "string_too_long": "a text of at most {max_length} characters",
    "string_pattern_mismatch": "a text of the form {pattern}",
    "enum": "{expected}",
    "literal_error": "{expected}",
}
_REMEDY: Final[Mapping[str, str]] = {
    "string_type": "Put it in quotes if a text is meant.",
    "float_type": "Write a number, without quotes or a unit.",
    "int_type": "Write a whole number, without quotes or a unit.",
    "bool_type": "Write true or false.",
    "tuple_type": "Write a list: [first, second], or a line with - for each.",
    "dict_type": "Write its fields as name: value.",
    "model_type": "Write its fields as name: value.",
    "model_attributes_type": "Write its fields as name: value.",
    "finite_number": "Give the number; infinity and nan cannot be worked with.",
    "too_short": "Add what is missing.",
    "string_too_short": "Write something that helps a reader.",
    "string_too_long": "Shorten it.",
}
_PROVENANCE_REMEDY: Final = (
    "Every number says where it comes from: add provenance: {source: seed | statute | policy | published | local |"
    " measured | knowledge | assumed, basis: the clause, figure or reason}; or replace the quantity by {assumed: id}."
)


def form_problems(
    error: ValidationError, model: type[BaseModel], root: Node, incomplete: Collection[Path] = ()
) -> Iterator[Problem]:
    """Translate what pydantic found, leaving out what only follows from something else that it found.

    Parameters
    ----------
    model : that the data were to become
    root : the data
    incomplete : paths of parts whose fields could not be put in, of which another problem tells
    """
    for detail in error.errors(include_url=False):
        path = _path(detail["loc"], root)
        if detail["type"] == "too_short" and _has_enough(root, path, detail):
            continue
        if any(path[: len(part)] == part for part in incomplete):
            continue
        yield _problem(detail, path, model, root)


def _path(location: tuple[int | str, ...], root: Node) -> Path:
    """The location without the tags that pydantic puts in for members of a union, which stand nowhere in the file."""
    path: list[str | int] = []
    node = root
    tag_may_follow = True
    for position, part in enumerate(location):
        match node.content, part:
            case dict() as fields, str() if tag_may_follow and "kind" in fields and fields["kind"].content == part:
                tag_may_follow = False
            case dict() as fields, str() if part in fields:
                path.append(part)
                node, tag_may_follow = fields[part], True
            case tuple() as items, int() if part < len(items):
                path.append(part)
                node, tag_may_follow = items[part], True
            case _ if position == len(location) - 1 and part != "[key]":
                path.append(part)
            case _:
                continue
    return tuple(path)


def _has_enough(root: Node, path: Path, detail: ErrorDetails) -> bool:
    """Pydantic also complains of a list as too short when its items were refused one by one."""
    content = nearest(root, path).content
    return isinstance(content, tuple) and len(content) >= int(detail.get("ctx", {}).get("min_length", 0))


def _problem(detail: ErrorDetails, path: Path, model: type[BaseModel], root: Node) -> Problem:
    node = nearest(root, path)
    place = Place(node.file, node.line, dotted(path))
    kind, context = detail["type"], detail.get("ctx", {})
    if detail["loc"] and detail["loc"][-1] == "[key]":
        return _identifier_problem(place, repr(path[-1]))
    if kind == "missing":
        return _missing(place, path, node)
    if kind == "extra_forbidden":
        return _unknown_field(place, path, fields_at(model, root, path[:-1]))
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _unknown_kind(place, path, model, root, node)
    if context.get("pattern") == _IDENTIFIER:
        return _identifier_problem(place, described(node))
    if kind in ("value_error", "assertion_error"):
        return _said(place, detail["msg"], node)
    if kind in ("enum", "literal_error"):
        return _one_of(place, str(context.get("expected", "")), node)
    if kind in ("model_type", "model_attributes_type") and (fields := fields_at(model, root, path)):
        remedy = _PROVENANCE_REMEDY if "provenance" in fields else "Write its fields as name: value."
        return Problem("no_mapping", place, f"a mapping with {', '.join(fields)}", described(node), remedy)
    expected = _EXPECTED.get(kind)
    if expected is None:
        return Problem(kind, place, f"something else ({detail['msg']})", described(node), "Change the value.")
    remedy = _REMEDY.get(kind, "Change the value.")
    return Problem(
        kind,
        place,
        expected.format_map({key: _number(value) for key, value in context.items()}),
        described(node),
        remedy,
    )


def _number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _missing(place: Place, path: Path, around: Node) -> Problem:
    field = str(path[-1])
    fields = ", ".join(around.content) if isinstance(around.content, dict) else ""
    remedy = _PROVENANCE_REMEDY if field == "provenance" else f"Add {field}."
    return Problem("missing_field", place, f"the field {field}", f"only {fields}" if fields else "nothing", remedy)


def _unknown_field(place: Place, path: Path, known: tuple[str, ...]) -> Problem:
    field = str(path[-1])
    remedy = f"Remove {field}, or did you mean {close!r}?" if (close := closest(field, known)) else f"Remove {field}."
    return Problem(
        "unknown_field",
        place,
        f"one of the fields {', '.join(known)}" if known else "no such field",
        repr(field),
        remedy,
    )


def _unknown_kind(place: Place, path: Path, model: type[BaseModel], root: Node, node: Node) -> Problem:
    kinds = kinds_at(model, root, path)
    given = node.content.get("kind") if isinstance(node.content, dict) else None
    if not kinds:
        fields = ", ".join(fields_at(model, root, path))
        return Problem(
            "unknown_form", place, f"a mapping with one of {fields}", described(node), "Use one of these forms."
        )
    expected = f"kind to be one of {', '.join(kinds)}"
    if given is None:
        return Problem("missing_kind", place, expected, described(node), "Add kind.")
    close = closest(str(given.content), kinds)
    remedy = f"Did you mean {close!r}?" if close else "Use one of these kinds."
    return Problem(
        "unknown_kind", Place(given.file, given.line, dotted((*path, "kind"))), expected, described(given), remedy
    )


def _identifier_problem(place: Place, found: str) -> Problem:
    return Problem(
        "identifier",
        place,
        "an id of at most 63 lower-case letters, digits and underscores that begins with a letter",
        found,
        "Rename it, here and where it is referred to.",
    )


def _one_of(place: Place, expected: str, node: Node) -> Problem:
    options = re.findall(r"'([^']*)'", expected)
    close = closest(str(node.content), options)
    remedy = f"Did you mean {close!r}?" if close else "Use one of these values."
    return Problem("unknown_value", place, expected, described(node), remedy)


def _said(place: Place, message: str, node: Node) -> Problem:
    said = _SAID.fullmatch(message)
    if said is None:
        return Problem(
            "invalid_value", place, message.removeprefix("Value error, "), described(node), "Change the value."
        )
    return Problem("invalid_value", place, said["expected"], said["found"], said["remedy"] or "Change the value.")


def described(node: Node) -> str:
    """A value as a message shows it: short, and the way it would be written in a file."""
    match node.content:
        case dict() as fields:
            return f"a mapping with {', '.join(fields)}" if fields else "an empty mapping"
        case tuple() as items:
            return f"a list of {len(items)}"
        case None:
            return "nothing"
        case bool() as truth:
            return "true" if truth else "false"
        case str() as text:
            return repr(text if len(text) <= 60 else f"{text[:57]}...")
        case number:
            return str(number)
