"""Hours of rules made seconds: every duration of a file divided by one factor, and nothing else about it changed."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

_UNITS: Final = MappingProxyType(
    {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000, "y": 31_536_000_000}
)
"""Milliseconds."""
_DURATION: Final = r"(?:\d+(?:ms|[smhdwy]))+"
_WHERE: Final = re.compile(
    rf"(?P<before>\[|:(?={_DURATION}\])|\boffset |\b(?:for|keep_firing_for|interval|group_wait|group_interval"
    rf"|repeat_interval): )(?P<duration>{_DURATION})"
)
"""Ranges and offsets of PromQL, and what rule files and Alertmanager's configuration call a time."""
_PART: Final = re.compile(r"(\d+)(ms|[smhdwy])")


def compressed(text: str, factor: int) -> str:
    """A rule file, or a configuration of Alertmanager, in which everything takes a fraction of its time.

    Plain numbers, such as the seconds that a threshold names, stay as they are, and so do the names of figures.

    Parameters
    ----------
    factor : by which every duration is divided
    """

    def shorter(found: re.Match[str]) -> str:
        span = sum(int(number) * _UNITS[unit] for number, unit in _PART.findall(found["duration"]))
        return f"{found['before']}{max(span // factor, 1)}ms"

    return _WHERE.sub(shorter, text)
