"""Which cases are not given away: their lane says it by what a case is from the start."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.definition.conditions import holds
from workflows.definition.lane import Lane


def is_sealed(lane: Lane, attributes: Mapping[str, str]) -> bool:
    """Whether a case of a lane is kept out of exports, and what it declared out of sight.

    Parameters
    ----------
    attributes : attribute id to value, of the case
    """
    return lane.sealed is not None and holds(lane.sealed, attributes, {})
