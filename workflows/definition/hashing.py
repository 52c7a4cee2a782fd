"""The content hash of a lane: a case is pinned to the hash of the lane it started under."""

from __future__ import annotations

import json
from hashlib import sha256

from workflows.definition.lane import Lane


def lane_hash(lane: Lane) -> str:
    """SHA-256 of the lane's canonical JSON, as 64 hexadecimal digits.

    Canonical means: keys sorted, no spaces, characters as themselves in UTF-8, floats as their shortest repr. Defaults
    are written out, so that a default which changes with a release changes the hash with it.
    """
    return sha256(canonical_json(lane).encode()).hexdigest()


def canonical_json(lane: Lane) -> str:
    """The lane as JSON, the same for equal lanes however their files were written."""
    content = lane.model_dump(mode="json", by_alias=True)
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
