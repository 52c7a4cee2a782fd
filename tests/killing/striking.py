"""Faults as they befall a city under load, and how it comes back from each."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import Final

from services.running.child import Child
from tests.killing.checks import ANSWERS_WITHIN
from tests.killing.faults import Kind, Strike, told
from tests.killing.found import Recovery
from tests.killing.hands import feed, freeze, is_frozen, kill, starve, thaw
from tests.killing.marked import order, take_back
from tests.killing.parts import back, id_of
from tests.killing.sending import Client

_PAUSE: Final = 0.02
"""Seconds between one look at the count of requests and the next."""
_PASSES_WITHIN: Final = 15.0
"""Seconds in which a process that works comes to a marked point; it is struck wherever it is if it does not."""

_SIGNALS: Final[Mapping[Kind, int]] = MappingProxyType({Kind.KILLED: signal.SIGKILL, Kind.FROZEN: signal.SIGSTOP})
_HANDS: Final[Mapping[Kind, Callable[[int], None]]] = MappingProxyType(
    {Kind.KILLED: kill, Kind.FROZEN: freeze, Kind.STARVED: starve}
)
_LETS_GO: Final[Mapping[Kind, Callable[[int], None]]] = MappingProxyType({Kind.FROZEN: thaw, Kind.STARVED: feed})

Tell = Callable[[str], None]


async def strike_all(
    parts: Mapping[str, Child], client: Client, orders: Path, planned: Sequence[Strike], tell: Tell
) -> list[Recovery]:
    """Have faults befall a city, one after the other.

    Parameters
    ----------
    orders : folder in which processes find when they are struck
    """
    recoveries = list[Recovery]()
    for strike in planned:
        until = client.acknowledged + strike.after
        while client.acknowledged < until:  # noqa: ASYNC110 - counted by many
            await asyncio.sleep(_PAUSE)
        struck = {name: id_of(parts[name]) for name in strike.victims}
        at_mark = strike.mark is not None and await _struck_at_mark(strike, struck[strike.victims[0]], orders)
        struck_at = monotonic()
        if not at_mark:
            for pid in struck.values():
                _HANDS[strike.kind](pid)
        await asyncio.sleep(strike.lasts)
        await asyncio.gather(*(_recovered(parts[name], strike.kind, pid) for name, pid in struck.items()))
        up_at = monotonic()
        silent = await _silence(client, up_at)
        recoveries.append(Recovery(strike.victims, up_at - struck_at, silent, strike.kind, at_mark))
        said = "nothing acknowledged" if silent is None else f"acknowledging {silent:.1f} s later"
        missed = " (not passed)" if strike.mark is not None and not at_mark else ""
        tell(f"{told(strike)}{missed}; up again after {up_at - struck_at:.1f} s, {said}")
    return recoveries


async def _struck_at_mark(strike: Strike, pid: int, orders: Path) -> bool:
    """Have a process struck when it comes to a point of its code.

    Returns
    -------
    whether it came there in time
    """
    assert strike.mark is not None
    given, deadline = order(orders, strike.mark, _SIGNALS[strike.kind]), monotonic() + _PASSES_WITHIN
    while given.exists():
        if monotonic() > deadline and take_back(given):
            return False
        await asyncio.sleep(_PAUSE)
    async with asyncio.timeout(_PASSES_WITHIN):
        while strike.kind is Kind.FROZEN and not is_frozen(pid):  # noqa: ASYNC110 - nobody is told
            await asyncio.sleep(_PAUSE)
    return True


async def _recovered(part: Child, kind: Kind, struck: int) -> None:
    if kind in _LETS_GO:
        _LETS_GO[kind](struck)
        await back(part)
    else:
        await back(part, struck)


async def _silence(client: Client, since: float) -> float | None:
    """Seconds until something is acknowledged that was sent since; none if nothing is for twice the time allowed."""
    while client.acknowledged_at < since:
        if monotonic() - since > 2 * ANSWERS_WITHIN:
            return None
        await asyncio.sleep(_PAUSE)
    return monotonic() - since
