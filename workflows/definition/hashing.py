"""The content hash of a lane: a case is pinned to the hash of the lane it started under."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from workflows.definition.lane import Lane

ADDED_LATER: Final = frozenset(
    {
        "variations",
        "priorities",
        "cadence",
        "batch",
        "paid_by",
        "interrupts",
        "rests",
        "sealed",
        "beside",
        "draws",
        "depth_first",
        "notice",
        "extension",
        "automatic",
    }
)
"""Fields that lanes have had only since some of them were under way: left out while empty, so no hash has changed."""


def lane_hash(lane: Lane) -> str:
    """SHA-256 of the lane's canonical JSON, as 64 hexadecimal digits.

    Canonical means: keys sorted, no spaces, characters as themselves in UTF-8, floats as their shortest repr. Defaults
    are written out, so that a default which changes with a release changes the hash with it.
    """
    return sha256(canonical_json(lane).encode()).hexdigest()


def canonical_json(lane: Lane) -> str:
    """The lane as JSON, the same for equal lanes however their files were written."""
    content = lane.model_dump(mode="json", by_alias=True)
    return json.dumps(_as_ever(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _as_ever(content: object) -> object:
    match content:
        case Mapping():
            kept = {key: value for key, value in content.items() if value or key not in ADDED_LATER}
            return {key: _as_ever(value) for key, value in kept.items()}
        case list():
            return [_as_ever(part) for part in content]
        case _:
            return content
