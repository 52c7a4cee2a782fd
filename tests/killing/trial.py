"""A trial: a city under load, whose processes are killed in turn, and what is there when all cases have ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from time import monotonic
from typing import Final

from services.running.child import Child
from tests.killing.asked import Asked
from tests.killing.checks import ANSWERS_WITHIN
from tests.killing.found import Found, Recovery
from tests.killing.looking import look
from tests.killing.parts import PARTS, back, city, kill, up
from tests.killing.people import ROUTES, see_through
from tests.killing.sending import Client, client_of

CASES: Final = 30
"""That are started at least; more as long as there is still something to be killed."""
_AT_ONCE: Final = 12
"""Cases under way at a time: enough that a request or two is always on its way."""
_BETWEEN: Final = (15, 40)
"""Requests that are acknowledged between a recovery and the next kill: the fewest and the most."""
_PAUSE: Final = 0.02
"""Seconds between one look at the count of requests and the next."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Strike:
    """One kill.

    Attributes
    ----------
    victims : that are killed at the same moment
    after : requests that are acknowledged before it, since the last recovery
    """

    victims: tuple[str, ...]
    after: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What was asked in a trial, and what was found after it."""

    seed: int
    asked: tuple[Asked, ...]
    found: Found


def strikes(chance: Random) -> tuple[Strike, ...]:
    """Every part is killed once by itself, in an order that is drawn; then some of them at the same moment."""
    alone = [(part,) for part in chance.sample(PARTS, len(PARTS))]
    together = tuple(chance.sample(PARTS, chance.randint(2, len(PARTS))))
    return tuple(Strike(victims, chance.randint(*_BETWEEN)) for victims in (*alone, together))


async def run(folder: Path, seed: int, tell: Tell) -> Trial:
    """Run a trial.

    Parameters
    ----------
    folder : empty; the city's data and logs are left in it
    seed : of who does what, and of what is killed when
    tell : told of what happens
    """
    load, kills = Random(f"load {seed}"), Random(f"kills {seed}")  # noqa: S311 - nobody is to guess anything here
    with city(folder / "city") as settings:
        async with up(settings, tell) as parts, client_of(settings, 4 * _AT_ONCE) as http:
            client = Client(settings, http)
            async with asyncio.TaskGroup() as all_of_it:
                striking = all_of_it.create_task(_strike(parts, client, strikes(kills), tell))
                all_of_it.create_task(_load(client, load, lambda: not striking.done()))
            recoveries = striking.result()
            tell(f"all cases have ended after {len(client.asked)} requests; looking")
            return Trial(seed, tuple(client.asked), await look(settings, folder, recoveries))


async def _load(client: Client, chance: Random, goes_on: Callable[[], bool]) -> None:
    """Have cases taken to their ends, some at a time, until there are enough and nobody wants more."""
    numbers = count()

    def wanted() -> Iterator[tuple[int, str]]:
        for number in numbers:
            if number >= CASES and not goes_on():
                return
            yield number, list(ROUTES)[number % len(ROUTES)]

    async def desk(each: Iterator[tuple[int, str]]) -> None:
        for number, route in each:
            await see_through(client, number, route, Random(f"{seed} {number}"))  # noqa: S311

    seed, each = chance.getrandbits(64), wanted()
    async with asyncio.TaskGroup() as desks:
        for _ in range(_AT_ONCE):
            desks.create_task(desk(each))


async def _strike(parts: Mapping[str, Child], client: Client, planned: Sequence[Strike], tell: Tell) -> list[Recovery]:
    recoveries = list[Recovery]()
    for strike in planned:
        until = client.acknowledged + strike.after
        while client.acknowledged < until:  # noqa: ASYNC110 - counted by many
            await asyncio.sleep(_PAUSE)
        struck_at = monotonic()
        killed = {name: kill(parts[name]) for name in strike.victims}
        await asyncio.gather(*(back(parts[name], pid) for name, pid in killed.items()))
        up_at = monotonic()
        silent = await _silence(client, up_at)
        recoveries.append(Recovery(strike.victims, up_at - struck_at, silent))
        told = "nothing acknowledged" if silent is None else f"acknowledging {silent:.1f} s later"
        tell(f"{' and '.join(strike.victims)} killed; up again after {up_at - struck_at:.1f} s, {told}")
    return recoveries


async def _silence(client: Client, since: float) -> float | None:
    """Seconds until something is acknowledged that was sent since; none if nothing is for twice the time allowed."""
    while client.acknowledged_at < since:
        if monotonic() - since > 2 * ANSWERS_WITHIN:
            return None
        await asyncio.sleep(_PAUSE)
    return monotonic() - since
