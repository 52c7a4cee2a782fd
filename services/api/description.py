"""What the API says of itself (OpenAPI 3.1), made fit for generators of clients and for people.

FastAPI derives nearly all of it from the routes. Changed is what it cannot know: the media type of problems, names that
a client's classes can have, what a model's docstring says of its fields, and an example of every answer. These are
real ones, recorded by ``python -m tests.acceptance.record_examples``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from fastapi.routing import APIRoute

MEDIA_TYPE: Final = "application/problem+json"
_EXAMPLES: Final = Path(__file__).with_name("examples")
_SCHEMAS: Final = "#/components/schemas/"
_DATA: Final = frozenset({"example", "examples", "default", "const", "enum"})
"""Keys of a schema under which there are values, not schemas."""

TAGS: Final[tuple[Mapping[str, str], ...]] = (
    {"name": "requests", "description": "For applicants and their agents: start cases, follow them, answer, rate."},
    {"name": "decisions", "description": "For officers and supervisors: the inbox, work items, orders, reviews."},
    {"name": "insights", "description": "Lanes and their figures, the course of a case, events, what is published."},
    {"name": "experiments", "description": "For designers: what a reform would save, simulated."},
    {"name": "codec", "description": "For Temporal's own page: opens and seals what cases are told."},
    {"name": "health", "description": "Whether a process lives and has what it needs, and what it measures."},
)

_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "services__designs__schemas__ExportFormat": "DesignFormat",
        "services__drafts__differing__schemas__Words": "ChangeWords",
        "services__experiments__views__shapes__Estimate": "Estimate",
        "services__experiments__views__shapes__Words": "Words",
        "services__insights__event_export__ExportFormat": "ExportFormat",
        "services__insights__statistics__PoolFigures": "PoolStatistics",
        "services__store__cases__Stage": "CaseStage",
        "simulations__attribution__estimates__Estimate": "AttributedEstimate",
        "simulations__figures__PoolFigures": "PoolFigures",
        "simulations__sweeping__Sweep": "SweepResult",
        "workflows__levers__joint_review__Stage": "ReviewStage",
        "workflows__levers__sweep__Sweep": "Sweep",
    }
)
"""Models of one name, which FastAPI tells apart by their modules, to what a client calls them."""

_FIELDS: Final = re.compile(r"\n\n(?:Parameters|Attributes)\n-+\n(.*?)(?=\n\n|\Z)", re.DOTALL)
_FIELD: Final = re.compile(r"^(\w+(?:, \w+)*) : (.*(?:\n .*)*)", re.MULTILINE)


def operation_id(route: APIRoute) -> str:
    """What clients call an operation: as its function is called."""
    return route.name


def improved(described: dict[str, Any]) -> dict[str, Any]:
    """A description as FastAPI makes it, made fit for use; it is changed in place."""
    examples = dict(_recorded(described))
    for operation in _operations(described):
        if "requestBody" not in operation:
            operation["responses"].pop("415", None)
        for status, response in operation["responses"].items():
            _with_problems(response)
            if status.startswith("2"):
                _with_example(response, examples)
    schemas = described["components"]["schemas"]
    for name in [name for name in schemas if name in _NAMES]:
        schemas[_NAMES[name]] = schemas.pop(name)
    for name, schema in schemas.items():
        _with_fields_explained(schema)
        _with_nulls(schema)
        schema["title"] = name
    for part in (described["paths"], *schemas.values()):
        _clean(part, top=True)
    described["components"]["schemas"] = dict(sorted(schemas.items()))
    return described


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for operations in described["paths"].values():
        yield from operations.values()


def _with_problems(response: dict[str, Any]) -> None:
    """FastAPI gives problems the media type of the endpoint's own answer."""
    content = response.get("content", {})
    for media_type in list(content):
        if content[media_type].get("schema", {}).get("$ref") == f"{_SCHEMAS}Problem":
            content[MEDIA_TYPE] = content.pop(media_type)


def _recorded(described: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """What answers are made of, as text, to an answer that was recorded."""
    for operation in _operations(described):
        file = _EXAMPLES / f"{operation['operationId']}.json"
        if file.is_file():
            succeeded = next(each for status, each in operation["responses"].items() if status.startswith("2"))
            example = json.loads(file.read_text(encoding="utf-8"))
            yield json.dumps(succeeded["content"]["application/json"]["schema"]), example


def _with_example(response: dict[str, Any], examples: Mapping[str, object]) -> None:
    media = response.get("content", {}).get("application/json", {})
    example = examples.get(json.dumps(media.get("schema")))
    if example is not None:
        media["example"] = example


def _with_nulls(schema: dict[str, Any]) -> None:
    """Give examples the nulls again that FastAPI takes out wherever it finds some."""
    for example in schema.get("examples", ()):
        for name in schema.get("required", ()):
            if {"type": "null"} in schema["properties"][name].get("anyOf", ()):
                example.setdefault(name, None)


def _with_fields_explained(schema: dict[str, Any]) -> None:
    """Move what a docstring says of fields to the fields."""
    text = schema.get("description", "")
    found = _FIELDS.search(text)
    if found is None:
        return
    schema["description"] = text[: found.start()] + text[found.end() :]
    for names, said in _FIELD.findall(found[1]):
        for name in names.split(", "):
            field = schema.get("properties", {}).get(name)
            if field is not None:
                field.setdefault("description", " ".join(said.split()))


def _clean(part: object, *, top: bool = False) -> None:
    """Take out titles that only repeat a field's name, and follow models to their new names."""
    if isinstance(part, list):
        for each in part:
            _clean(each)
    elif isinstance(part, dict):
        if not top and isinstance(part.get("title"), str):
            del part["title"]
        reference = part.get("$ref")
        if isinstance(reference, str):
            part["$ref"] = _SCHEMAS + _NAMES.get(reference.removeprefix(_SCHEMAS), reference.removeprefix(_SCHEMAS))
        mapping = part.get("mapping")
        if isinstance(mapping, dict) and "propertyName" in part:
            part["mapping"] = {
                kind: _SCHEMAS + _NAMES.get(of.removeprefix(_SCHEMAS), of.removeprefix(_SCHEMAS))
                for kind, of in mapping.items()
            }
        for key, value in part.items():
            if key not in _DATA:
                _clean(value)
