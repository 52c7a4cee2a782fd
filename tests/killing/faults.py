"""What befalls a city's processes in a trial: which, how, when and for how long, all of it drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

from tests.killing.marks import marks_of
from tests.killing.parts import PARTS

_BETWEEN: Final = (5, 25)
"""Requests that are acknowledged between a recovery and the next fault: the fewest and the most."""
_LASTS: Final = (1.0, 10.0)
"""Seconds that a process is frozen, or that its disk is full."""
_SHORTLY: Final = (1.0, 2.0)
"""The same where there is little time."""

OF_OURS: Final = tuple(part for part in PARTS if part != "temporal")
"""Processes with points of their own, and with disks that can be filled by themselves."""


class Kind(StrEnum):
    """How a process is struck."""

    KILLED = "killed"
    """SIGKILL: no program can prevent or notice it."""
    FROZEN = "frozen"
    """SIGSTOP: its connections stay open, and nobody answers; then it goes on as if nothing had been."""
    STARVED = "starved"
    """No file takes another byte from it, as if the disk were full; then there is space again."""


@dataclass(frozen=True, slots=True)
class Strike:
    """One fault.

    Attributes
    ----------
    victims : that are struck at the same moment
    after : requests that are acknowledged before it, since the last recovery
    lasts : seconds, of what passes
    mark : point of the only victim's code at which it is struck; any moment if absent
    """

    kind: Kind
    victims: tuple[str, ...]
    after: int
    lasts: float = 0.0
    mark: str | None = None


def many_strikes(chance: Random) -> tuple[Strike, ...]:
    """Every process is killed once, and one of each kind of the others is: some at marks, some together."""
    drawn = [
        *(_at_a_mark(chance, Kind.KILLED, part) for part in OF_OURS),
        _alone(chance, Kind.KILLED, "temporal"),
        *(_at_a_mark(chance, Kind.FROZEN, part) for part in chance.sample(OF_OURS, 2)),
        *(_alone(chance, Kind.FROZEN, part) for part in chance.sample(PARTS, 2)),
        _together(chance, Kind.STARVED, OF_OURS, _LASTS),
    ]
    return (*chance.sample(drawn, len(drawn)), _together(chance, Kind.KILLED, PARTS, _LASTS))


def few_strikes(chance: Random) -> tuple[Strike, ...]:
    """One of each kind, for a trial that takes half a minute."""
    killed, frozen = chance.sample(("api", "worker-1"), 2)
    drawn = [
        _at_a_mark(chance, Kind.KILLED, killed),
        _at_a_mark(chance, Kind.FROZEN, frozen, _SHORTLY),
        _together(chance, Kind.STARVED, ("api", "worker-1"), _SHORTLY),
        _alone(chance, Kind.KILLED, "temporal"),
    ]
    return tuple(chance.sample(drawn, len(drawn)))


def told(strike: Strike) -> str:
    """A fault in a message to people."""
    lasts = f" for {strike.lasts:.1f} s" if strike.lasts else ""
    return f"{' and '.join(strike.victims)} {strike.kind}{lasts}" + (f" ({strike.mark})" if strike.mark else "")


def _at_a_mark(chance: Random, kind: Kind, part: str, lasts: tuple[float, float] = _LASTS) -> Strike:
    return Strike(kind, (part,), chance.randint(*_BETWEEN), _lasts(chance, kind, lasts), chance.choice(marks_of(part)))


def _alone(chance: Random, kind: Kind, part: str) -> Strike:
    return Strike(kind, (part,), chance.randint(*_BETWEEN), _lasts(chance, kind, _LASTS))


def _together(chance: Random, kind: Kind, parts: Sequence[str], lasts: tuple[float, float]) -> Strike:
    victims = chance.sample(parts, chance.randint(2, len(parts)))
    return Strike(kind, tuple(victims), chance.randint(*_BETWEEN), _lasts(chance, kind, lasts))


def _lasts(chance: Random, kind: Kind, bounds: tuple[float, float]) -> float:
    return 0.0 if kind is Kind.KILLED else chance.uniform(*bounds)
