"""Which fields and kinds a model allows at a place of its data: read off its JSON schema, for hints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias, cast

from pydantic import BaseModel

from workflows.definition.yaml_nodes import Node, Path

_Schema: TypeAlias = Mapping[str, object]


@lru_cache(maxsize=32)
def _schema_of(model: type[BaseModel]) -> _Schema:
    return model.model_json_schema()


def fields_at(model: type[BaseModel], root: Node, path: Path) -> tuple[str, ...]:
    """Fields that the model knows at the path; several shapes are possible where kinds are not told apart by a tag."""
    names = (name for shape in _shapes_at(model, root, path) for name in _mapping(shape, "properties"))
    return tuple(dict.fromkeys(names))


def kinds_at(model: type[BaseModel], root: Node, path: Path) -> tuple[str, ...]:
    """Values that the field ``kind`` can have at the path; none where there is no choice of kinds."""
    whole = _schema_of(model)
    shapes = _alternatives(whole, whole)
    node = root
    for part in path:
        shapes = [inner for shape in shapes for inner in _step(whole, _chosen(shape, node, whole), part)]
        node = _child(node, part)
    kinds = (kind for shape in shapes for kind in _mapping(_mapping(shape, "discriminator"), "mapping"))
    return tuple(dict.fromkeys(kinds))


def _shapes_at(model: type[BaseModel], root: Node, path: Path) -> list[_Schema]:
    whole = _schema_of(model)
    shapes = _chosen(whole, root, whole)
    node = root
    for part in path:
        inner = _step(whole, shapes, part)
        node = _child(node, part)
        shapes = [chosen for shape in inner for chosen in _chosen(shape, node, whole)]
    return shapes


def _step(whole: _Schema, shapes: Sequence[_Schema], part: str | int) -> list[_Schema]:
    """The schemas of a field or list item."""
    found: list[_Schema] = []
    for shape in shapes:
        properties = _mapping(shape, "properties")
        if isinstance(part, int):
            found += [_mapping(shape, "items")] if "items" in shape else []
        elif part in properties:
            found.append(_mapping(properties, part))
        elif isinstance(shape.get("additionalProperties"), Mapping):
            found.append(_mapping(shape, "additionalProperties"))
        else:
            found += [cast("_Schema", each) for each in _mapping(shape, "patternProperties").values()]
    return [alternative for shape in found for alternative in _alternatives(shape, whole)]


def _alternatives(shape: _Schema, whole: _Schema) -> list[_Schema]:
    """A schema with references followed, and optional ones without the ``null``; tagged unions stay whole."""
    if "$ref" in shape:
        name = str(shape["$ref"]).rpartition("/")[2]
        return _alternatives(_mapping(_mapping(whole, "$defs"), name), whole)
    if "discriminator" in shape:
        return [shape]
    options = [*_list(shape, "anyOf"), *_list(shape, "oneOf"), *_list(shape, "allOf")]
    return [inner for option in options for inner in _alternatives(option, whole)] if options else [shape]


def _chosen(shape: _Schema, node: Node, whole: _Schema) -> list[_Schema]:
    """The members of a tagged union that the data say they are; all of them if the data do not say."""
    chosen: list[_Schema] = []
    for alternative in _alternatives(shape, whole):
        tags = _mapping(_mapping(alternative, "discriminator"), "mapping")
        kind = node.content.get("kind") if isinstance(node.content, dict) else None
        if not tags:
            chosen.append(alternative)
        elif kind is not None and kind.content in tags:
            chosen += _alternatives({"$ref": tags[str(kind.content)]}, whole)
        else:
            chosen += [inner for reference in tags.values() for inner in _alternatives({"$ref": reference}, whole)]
    return chosen


def _child(node: Node, part: str | int) -> Node:
    content = node.content
    if isinstance(content, dict) and isinstance(part, str) and part in content:
        return content[part]
    if isinstance(content, tuple) and isinstance(part, int) and part < len(content):
        return content[part]
    return Node(None, node.file, node.line)


def _mapping(value: _Schema, key: str) -> _Schema:
    inner = value.get(key)
    return cast("_Schema", inner) if isinstance(inner, Mapping) else {}


def _list(value: _Schema, key: str) -> Iterator[_Schema]:
    inner = value.get(key)
    if isinstance(inner, list):
        yield from (cast("_Schema", each) for each in inner)
