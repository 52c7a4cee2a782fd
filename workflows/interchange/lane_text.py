"""A lane as the YAML that people write: without what it would be anyway."""

from __future__ import annotations

import yaml
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from workflows.definition.provenance import Frozen


def lane_text(lane: Frozen) -> str:
    """A lane, or a scenario, as a YAML file, which gives the same one back."""
    return yaml.safe_dump(_plain(lane), allow_unicode=True, sort_keys=False, width=120)


def _plain(value: object) -> object:
    match value:
        case BaseModel():
            return {
                field.alias or name: _plain(getattr(value, name))
                for name, field in type(value).model_fields.items()
                if name in ("kind", "format", "lever") or getattr(value, name) != field.default
            }
        case dict():
            return {key: _plain(part) for key, part in value.items()}
        case tuple() | list():
            return [_plain(part) for part in value]
        case _:
            return to_jsonable_python(value)
