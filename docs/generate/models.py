"""Tables of the fields of models, read off the schema that the models check files by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from pydantic import BaseModel

from docs.generate.docstrings import fields_of

Schema: TypeAlias = Mapping[str, Any]
Named: TypeAlias = Callable[[frozenset[str]], str | None]
"""Gives a name to a choice among models, such as "any step", or none."""

_IDENTIFIER: Final = "^[a-z][a-z0-9_]{0,62}$"
_BOUNDS: Final = {"minimum": "≥ {}", "exclusiveMinimum": "> {}", "maximum": "≤ {}", "exclusiveMaximum": "< {}"}
_WORDS: Final = {"string": "text", "number": "number", "integer": "whole number", "boolean": "`true` or `false`"}


def fields_table(kind: type[BaseModel], named: Named, left_out: Sequence[str] = ()) -> str:
    """The fields of a model as a Markdown table.

    Parameters
    ----------
    left_out : fields that are told of elsewhere
    """
    schema = kind.model_json_schema()
    # A model that contains itself is a reference to its own definition.
    schema = schema["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    required, described = schema.get("required", ()), fields_of(kind)
    rows = []
    for name, field in schema["properties"].items():
        if name in left_out:
            continue
        needed = "yes" if name in required else _default(field)
        meaning = described.get(name, described.get(f"{name}_", ""))
        rows.append((f"`{name}`", type_of(field, named), needed, meaning))
    return table(("field", "value", "needed", "meaning"), rows)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(_escaped(cell) for cell in line)} |" for line in lines)


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")


def type_of(schema: Schema, named: Named) -> str:
    """What a value may be, in words."""
    match schema:
        case {"const": value}:
            return f"`{value}`"
        case {"enum": values}:
            return " or ".join(f"`{value}`" for value in values)
        case {"$ref": ref}:
            model = str(ref).rpartition("/")[2]
            return named(frozenset({model})) or _link(model)
        case {"oneOf": parts} | {"anyOf": parts}:
            return _choice(parts, named)
        case {"type": "array", "items": items}:
            least = schema.get("minItems", 0)
            return f"list of {type_of(items, named)}" + (f", at least {least}" if least else "")
        case {"type": "object", "patternProperties": dict() as by_name}:
            return f"mapping from id to {type_of(next(iter(by_name.values())), named)}"
        case {"type": "object", "additionalProperties": dict() as values}:
            return f"mapping from text to {type_of(values, named)}"
        case {"pattern": pattern} if pattern == _IDENTIFIER:
            return "id"
        case {"type": "string", "format": "date"}:
            return "date"
        case {"type": str() as word}:
            bounds = [form.format(schema[key]) for key, form in _BOUNDS.items() if key in schema]
            return " ".join([_WORDS[word], *([", ".join(bounds)] if bounds else [])])
        case _:
            raise ValueError(f"expected a part of a schema that has words here; found {dict(schema)}")


def _choice(parts: Sequence[Schema], named: Named) -> str:
    present = [part for part in parts if part != {"type": "null"}]
    name = named(frozenset(_models(present)))
    return name or " or ".join(type_of(part, named) for part in present)


def _models(parts: Sequence[Schema]) -> Iterator[str]:
    for part in parts:
        if "$ref" in part:
            yield str(part["$ref"]).rpartition("/")[2]
        for inner in ("oneOf", "anyOf"):
            yield from _models(part.get(inner, ()))


def _default(field: Schema) -> str:
    value = field.get("default")
    if value is None or value in ([], {}, ""):
        return "no"
    if isinstance(value, Mapping):
        return "no"
    return f"no; `{str(value).lower() if isinstance(value, bool) else value}`"


def _link(model: str) -> str:
    return f"[{model}](#{model.lower()})"
