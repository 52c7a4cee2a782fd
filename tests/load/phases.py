"""What is sent when, and what it has to come to: a steady load, too much, a neighbour's experiment, an hour."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from time import monotonic
from typing import Final

import httpx

from services.security.principal import Principal, Role
from tests.assurance.results import Figure
from tests.load.people import Kind, Town
from tests.load.running import Loaded, loaded
from tests.load.sending import Sample, Sender, latency, sender

STEADY: Final = 40.0
"""Requests a second that are to be borne."""
TOO_MANY: Final = 200.0
"""Requests a second that are more than two cores can do."""
READ_WITHIN: Final = 0.1
WRITE_WITHIN: Final = 0.3
"""Seconds within which all but one in a hundred are answered, of those that look and of those that do something."""
BESIDE_WITHIN: Final = 1.0
"""The same, of both, while somebody's experiment is running."""
NORMAL_WITHIN: Final = 30.0
"""Seconds after which nothing is left of an overload."""
GROWTH: Final = 0.05
"""Share by which memory may differ between the second and the fourth quarter of a long run."""

_WARM: Final = 10.0
"""Seconds of load before anything is counted: what is loaded at first use has been loaded then."""
_LAST: Final = 0.99
_WINDOW: Final = 5.0
"""Seconds of samples by which it is judged whether all is normal again."""
_MOST: Final = 0.95
_MILLI: Final = 1_000
_MEGA: Final = 1_000_000

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asking:
    """How a run goes.

    Attributes
    ----------
    seconds : that are counted
    cases : that are kept open, in a long run
    seed : of who asks what, and when
    """

    folder: Path
    seconds: float
    seed: int
    cases: int = 2_000


async def steady(asking: Asking, tell: Tell) -> list[Figure]:
    """A realistic mix for a while: everything is granted, and soon."""
    async with _at_work(asking, Town(_chance(asking, "who"))) as (_, one):
        tell(f"{STEADY:g} requests/s for {asking.seconds:g} s")
        samples = await one.send(STEADY, asking.seconds, _chance(asking, "when"))
    return [*_counted(samples), *_borne(samples, READ_WITHIN, WRITE_WITHIN)]


async def overload(asking: Asking, tell: Tell) -> list[Figure]:
    """Too much for a while: what cannot be done is refused with when to try again, and soon all is as before."""
    async with _at_work(asking, Town(_chance(asking, "who"))) as (_, one):
        tell(f"{TOO_MANY:g} requests/s for {asking.seconds:g} s")
        samples = await one.send(TOO_MANY, asking.seconds, _chance(asking, "too many"))
        tell(f"{STEADY:g} requests/s for {2 * NORMAL_WITHIN:g} s")
        after = await one.send(STEADY, 2 * NORMAL_WITHIN, _chance(asking, "after"))
    return [
        *_counted(samples),
        Figure(what="neither granted nor shed", value=_lost([*samples, *after]), at_most=0),
        Figure(what="shed", value=_shed(samples), at_least=1),
        _waiting("granted in the overload, 99 %", samples, None),
        Figure(
            what="until all is as before, as far as was looked",
            value=min(normal_after(after), 2 * NORMAL_WITHIN),
            unit="s",
            at_most=NORMAL_WITHIN,
        ),
    ]


async def beside(asking: Asking, tell: Tell) -> list[Figure]:
    """Somebody has a large experiment run: all others hardly notice."""
    async with _at_work(asking, Town(_chance(asking, "who"))) as (under, one):
        designer = Principal(subject="designer-1", roles=frozenset({Role.DESIGNER}))
        headers = {"Authorization": f"Bearer {one.token(designer)}"}
        api = f"http://{under.settings.host}:{under.settings.port}"
        async with httpx.AsyncClient(base_url=api, headers=headers, trust_env=False, timeout=30) as http:
            design = {"replications": 2_000, "cases": 2_000, "assume_weekdays": True}
            question = {"kind": "simulate", "subjects": ["commitment_approval"], "design": design}
            began = (await http.post("/experiments", json=question)).raise_for_status()
            tell(f"{STEADY:g} requests/s for {asking.seconds:g} s beside {began.headers['Location']}")
            samples = await one.send(STEADY, asking.seconds, _chance(asking, "when"))
            found = (await http.get(began.headers["Location"])).raise_for_status().json()
            (await http.delete(began.headers["Location"])).raise_for_status()
    return [
        *_counted(samples),
        Figure(what="replications done meanwhile", value=found["progress"]["replications"], at_least=1),
        *_borne(samples, BESIDE_WITHIN, BESIDE_WITHIN),
    ]


async def long(asking: Asking, tell: Tell) -> list[Figure]:
    """So many open cases for a long time: no process holds more and more memory."""
    held: list[tuple[float, dict[str, int]]] = []
    async with _at_work(asking, Town(_chance(asking, "who"), most=asking.cases)) as (under, one):
        tell(f"starting {asking.cases} cases")
        started = await one.start(asking.cases, rate=STEADY / 2)
        tell(f"{STEADY / 4:g} requests/s for {asking.seconds:g} s")
        sending = asyncio.create_task(one.send(STEADY / 4, asking.seconds, _chance(asking, "when")))
        began, pause = monotonic(), max(1.0, asking.seconds / 200)
        while not sending.done():
            held.append((monotonic() - began, under.memory()))
            await asyncio.wait((sending,), timeout=pause)
        samples, open_at_the_end = sending.result(), one.town.open
    quarter = asking.seconds / 4
    second, fourth = (_between(held, number * quarter, (number + 1) * quarter) for number in (1, 3))
    kinds = sorted({kind for _, each in held for kind in each})
    return [
        *_counted(samples),
        Figure(what="neither granted nor shed", value=_lost([*started, *samples]), at_most=0),
        Figure(what="cases open at the end", value=open_at_the_end, at_least=asking.cases * (1 - GROWTH)),
        *(figure for kind in kinds for figure in _grown(kind, second, fourth)),
    ]


def normal_after(samples: Sequence[Sample]) -> float:
    """Seconds after which everything is granted in time again; infinite if it never is.

    Judged by windows, and in each by all but one in twenty: a single late answer is nothing out of the ordinary.

    Parameters
    ----------
    samples : of a steady load, from the end of an overload on
    """
    windows: dict[int, list[bool]] = {}
    for each in samples:
        windows.setdefault(int(each.at // _WINDOW), []).append(_in_time(each))
    late = [number for number, window in windows.items() if sum(window) < _MOST * len(window)]
    if not late:
        return 0.0
    return float("inf") if max(late) == max(windows) else (max(late) + 1) * _WINDOW


@asynccontextmanager
async def _at_work(asking: Asking, town: Town) -> AsyncIterator[tuple[Loaded, Sender]]:
    """A system that has been asked for everything once, and whoever asks."""
    with loaded(asking.folder / "data") as under:
        async with sender(under.settings, town) as one:
            await one.send(STEADY / 2, _WARM, _chance(asking, "warm"))
            yield under, one


def _chance(asking: Asking, of: str) -> Random:
    return Random(f"{of} {asking.seed}")  # noqa: S311 - nobody is to guess anything here


def _in_time(sample: Sample) -> bool:
    return sample.granted and sample.latency <= (READ_WITHIN if sample.reads else WRITE_WITHIN)


def _lost(samples: Sequence[Sample]) -> int:
    return sum(not each.granted and not each.shed for each in samples)


def _shed(samples: Sequence[Sample]) -> int:
    return sum(each.shed for each in samples)


def _counted(samples: Sequence[Sample]) -> list[Figure]:
    return [
        Figure(what="requests", value=len(samples)),
        *(Figure(what=f"of them, {kind}", value=sum(each.kind is kind for each in samples)) for kind in Kind),
        Figure(what="granted", value=sum(each.granted for each in samples)),
    ]


def _borne(samples: Sequence[Sample], read_within: float, write_within: float) -> list[Figure]:
    """Everything granted, and in time."""
    return [
        Figure(what="neither granted nor shed", value=_lost(samples), at_most=0),
        Figure(what="shed", value=_shed(samples), at_most=0),
        _waiting("reads, 99 %", [each for each in samples if each.reads], read_within),
        _waiting("writes, 99 %", [each for each in samples if not each.reads], write_within),
    ]


def _waiting(what: str, samples: Sequence[Sample], within: float | None) -> Figure:
    at_most = None if within is None else within * _MILLI
    return Figure(what=what, value=round(latency(samples, _LAST) * _MILLI, 1), unit="ms", at_most=at_most)


def _between(held: Sequence[tuple[float, Mapping[str, int]]], start: float, end: float) -> dict[str, float]:
    """Bytes that each kind of process held in the median of a part of the time, in seconds since the beginning."""
    part = [each for at, each in held if start <= at < end]
    return {kind: median(each.get(kind, 0) for each in part) for kind in {kind for each in part for kind in each}}


def _grown(kind: str, early: Mapping[str, float], late: Mapping[str, float]) -> list[Figure]:
    before, after = early.get(kind, 0.0), late.get(kind, 0.0)
    grown = Figure(what=f"growth of {kind}", value=round((after / before - 1) * 100, 1), unit="%", at_most=GROWTH * 100)
    return [Figure(what=f"memory of {kind}", value=round(after / _MEGA), unit="MB"), grown] if before else []
