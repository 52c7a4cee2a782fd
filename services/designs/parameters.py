"""The JSON Schema of a lever's parameters, fit for making a form of it.

Pydantic's own schema has no titles in two languages, and does not tell the id of a step from that of a document. Both
are added: ``x-title`` on every property, ``x-reference`` on those that name something of the lane, ``x-values`` where
there are values to choose from. A property whose value is a list of ids has its reference too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from pydantic import JsonValue

from services.designs.texts_of_parameters import PARAMETERS, PARTS, Words
from services.designs.texts_of_values import VALUES
from workflows.definition.provenance import Title
from workflows.levers.catalogue import LEVERS
from workflows.levers.lever import LeverFields

Schema: TypeAlias = dict[str, JsonValue]

_NOT_ASKED: Final = ("lever", "name")
"""What a form has no field for: it is known, or has a place of its own."""


def parameters_of(kind: type[LeverFields]) -> tuple[Schema, Schema]:
    """The schema of what a lever has to be told, and apart from it the definitions that it refers to."""
    schema: Schema = kind.model_json_schema(by_alias=True)
    lever = str(kind.model_fields["lever"].default)
    properties = _fields(schema, "properties")
    for name in _NOT_ASKED:
        properties.pop(name, None)
    for name, field in _named(properties):
        _label(field, PARAMETERS, lever, name)
    for model, part in _named(_fields(schema, "$defs")):
        for name, field in _named(_fields(part, "properties")):
            _label(field, PARTS, model, name)
        part.pop("title", None)
        part.pop("description", None)
        _choices(part)
    required = schema.get("required")
    schema["required"] = [name for name in required if name not in _NOT_ASKED] if isinstance(required, list) else []
    definitions = _fields(schema, "$defs")
    for name in ("title", "description", "$defs"):
        schema.pop(name, None)
    return schema, definitions


@lru_cache(maxsize=256)
def title_of_parameter(lever: str, path: str) -> Title:
    """What a parameter of a lever is called, or a number inside of one.

    Parameters
    ----------
    path : its names from the outside to the inside, with points between, such as ``share.value``
    """
    schema, definitions = parameters_of(LEVERS[lever])
    forms, titles, names = [schema], list[Title](), path.split(".")
    # A number with its provenance is called as what it is the number of.
    for name in names[:-1] if len(names) > 1 and names[-1] == "value" else names:
        fields = [
            field for form in forms for field in [_fields(form, "properties").get(name)] if isinstance(field, dict)
        ]
        if fields:
            titles.append(Title.model_validate(fields[0]["x-title"]))
            forms = [form for field in fields for form in _forms(field, definitions)]
        elif name.isdigit():  # a place in a list
            titles.append(Title(zh=f"第 {int(name) + 1} 项", en=f"no. {int(name) + 1}"))
        else:  # what a table has an entry for
            titles.append(Title(zh=name, en=name))
    return Title(zh=" · ".join(title.zh for title in titles), en=" · ".join(title.en for title in titles))


def _forms(field: Schema, definitions: Schema) -> Iterator[Schema]:
    """Every form that a value of a field may have, or that what a list or a table of it holds may have."""
    yield field
    if isinstance(reference := field.get("$ref"), str):
        yield from _forms(_fields(definitions, reference.rpartition("/")[2]), definitions)
    parts = [field.get("items"), field.get("additionalProperties"), *_fields(field, "patternProperties").values()]
    for name in ("anyOf", "oneOf"):
        if isinstance(forms := field.get(name), list):
            parts += forms
    for part in parts:
        if isinstance(part, dict):
            yield from _forms(part, definitions)


def _label(field: Schema, words: Mapping[str, Words], owner: str, name: str) -> None:
    own = f"{owner}.{name}"
    found = words[own] if own in words else words[name]
    field["x-title"] = {"zh": found[0], "en": found[1]}
    if len(found) == 3:
        field["x-reference"] = found[2]
    field.pop("title", None)
    _choices(field)


def _choices(field: Schema) -> None:
    """Titles for the values that a field can have, wherever among its forms they stand."""
    values = [value for value in _values(field) if isinstance(value, str)]
    if values:
        field["x-values"] = {value: {"zh": VALUES[value][0], "en": VALUES[value][1]} for value in values}


def _values(field: Schema) -> Iterator[JsonValue]:
    if isinstance(enum := field.get("enum"), list):
        yield from enum
    if "const" in field:
        yield field["const"]
    if isinstance(items := field.get("items"), dict):
        yield from _values(items)
    for form in ("anyOf", "oneOf"):
        if isinstance(forms := field.get(form), list):
            for each in forms:
                if isinstance(each, dict):
                    yield from _values(each)


def _fields(schema: Schema, name: str) -> Schema:
    found = schema.get(name)
    return found if isinstance(found, dict) else {}


def _named(fields: Schema) -> Iterator[tuple[str, Schema]]:
    for name, field in fields.items():
        if isinstance(field, dict):
            yield name, field
