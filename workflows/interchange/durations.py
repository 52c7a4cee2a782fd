"""Spans of time as ISO 8601 writes them."""

from __future__ import annotations

import re
from typing import Final

_FORM: Final = re.compile(
    r"P(?:(?P<weeks>\d{1,6}(?:\.\d{1,9})?)W)?(?:(?P<days>\d{1,6}(?:\.\d{1,9})?)D)?"
    r"(?:T(?:(?P<hours>\d{1,9}(?:\.\d{1,9})?)H)?(?:(?P<minutes>\d{1,9}(?:\.\d{1,9})?)M)?"
    r"(?:(?P<seconds>\d{1,12}(?:\.\d{1,9})?)S)?)?"
)
_SECONDS: Final = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


def seconds_of(text: str) -> float | None:
    """Seconds of a span such as ``P3D`` or ``PT1H30M``; none if it is no span of a known length (a month has none)."""
    match = _FORM.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        return None
    return sum(float(match[part]) * length for part, length in _SECONDS.items() if match[part])


def written_seconds(seconds: float) -> str:
    """A span as ISO 8601 writes it."""
    return f"PT{seconds:.3f}".rstrip("0").rstrip(".") + "S"
