"""What every distribution of a span of time has."""

from __future__ import annotations

from typing import TypeAlias

from workflows.definition.provenance import Frozen, Provenance
from workflows.definition.units import TimeUnit

Support: TypeAlias = tuple[float, float]
"""Smallest and largest value, in the distribution's unit; the largest may be infinite."""


class Spread(Frozen):
    """What every distribution of a span has."""

    unit: TimeUnit
    provenance: Provenance
