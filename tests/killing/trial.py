"""A trial: a city under load, whose processes are struck in turn, and what is there when all cases have ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

from services.clock import present_instant
from tests.killing.asked import Asked
from tests.killing.designers import ask_experiments
from tests.killing.faults import Strike, few_strikes, many_strikes
from tests.killing.found import Found
from tests.killing.looking import look
from tests.killing.parts import PARTS, city, up
from tests.killing.people import ROUTES, see_through
from tests.killing.sending import Client, client_of
from tests.killing.striking import strike_all

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is to happen in a trial.

    Attributes
    ----------
    parts : processes that there are
    cases : that are started at least; more as long as there is still something to be struck
    at_once : how many are under way at a time
    experiments : that are asked for at most, one after the other
    strikes : draws the faults
    """

    parts: tuple[str, ...]
    cases: int
    at_once: int
    experiments: int
    strikes: Callable[[Random], tuple[Strike, ...]]


LONG: Final = Plan(PARTS, cases=60, at_once=12, experiments=100, strikes=many_strikes)
SHORT: Final = Plan(
    tuple(part for part in PARTS if part != "simulation-worker"),
    cases=10,
    at_once=6,
    experiments=0,
    strikes=few_strikes,
)
"""Half a minute, most of which processes take to start; so there are none for experiments."""

_A_DAY: Final = timedelta(days=1)
_CLOCKS: Final = (timedelta(0), _A_DAY, -_A_DAY)
"""By how much those of the workers are ahead, in one trial after the other."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What was asked in a trial, and what was found after it."""

    seed: int
    asked: tuple[Asked, ...]
    found: Found


async def run(folder: Path, seed: int, plan: Plan, tell: Tell) -> Trial:
    """Run a trial.

    Parameters
    ----------
    folder : empty; the city's data and logs are left in it
    seed : of who does what, and of what is struck when
    tell : told of what happens
    """
    load, faults = Random(f"load {seed}"), Random(f"kills {seed}")  # noqa: S311 - nobody is to guess anything here
    clocks, orders = _CLOCKS[seed % len(_CLOCKS)], _made(folder / "orders")
    tell(f"clocks of the workers are {clocks.total_seconds() / 3_600:+g} h wrong")
    with city(folder / "city") as settings:
        began_at = present_instant()
        async with (
            up(settings, tell, orders, plan.parts, clocks) as parts,
            client_of(settings, 4 * plan.at_once) as http,
        ):
            client = Client(settings, http)
            async with asyncio.TaskGroup() as all_of_it:
                striking = all_of_it.create_task(strike_all(parts, client, orders, plan.strikes(faults), tell))
                all_of_it.create_task(_load(client, load, plan, lambda: not striking.done()))
                all_of_it.create_task(ask_experiments(client, load, plan.experiments, lambda: not striking.done()))
            tell(f"all cases have ended after {len(client.asked)} requests; looking")
            found = await look(settings, folder, striking.result(), (began_at, present_instant()))
            return Trial(seed, tuple(client.asked), found)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def _load(client: Client, chance: Random, plan: Plan, goes_on: Callable[[], bool]) -> None:
    """Have cases taken to their ends, some at a time, until there are enough and nobody wants more."""
    numbers = count()

    def wanted() -> Iterator[tuple[int, str]]:
        for number in numbers:
            if number >= plan.cases and not goes_on():
                return
            yield number, list(ROUTES)[number % len(ROUTES)]

    async def desk(each: Iterator[tuple[int, str]]) -> None:
        for number, route in each:
            await see_through(client, number, route, Random(f"{seed} {number}"))  # noqa: S311

    seed, each = chance.getrandbits(64), wanted()
    async with asyncio.TaskGroup() as desks:
        for _ in range(plan.at_once):
            desks.create_task(desk(each))
