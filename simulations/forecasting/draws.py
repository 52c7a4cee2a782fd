"""The numbers of a forecast: those of the past up to now, those of a replication from now on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, TypeVar

from simulations.engine import Draws
from workflows.definition.distributions import Distribution, span
from workflows.instants import Milliseconds
from workflows.interpreter.draws import key_of, stream_name, uniform

NEW: Final = "/."
"""In the names of cases that a forecast makes up, and of their draws. No live case has it: after a slash comes the id
of a step."""

Number = TypeVar("Number", int, float)


class SingleDraws:
    """The numbers of :class:`simulations.streams.NamedDraws` one by one: for cases whose numbers lie far apart.

    Parameters
    ----------
    seed, replication : of the run
    """

    __slots__ = ("_replication", "_seed")

    def __init__(self, seed: int, replication: int = 0) -> None:
        self._seed = seed
        self._replication = replication

    def uniform(self, draws: str, step: str, purpose: str) -> Callable[[int, int], float]:
        """See :class:`simulations.engine.Draws`."""

        def drawn(number: int, occurrence: int) -> float:
            return uniform(_key(self._seed, self._replication, stream_name(draws, step, purpose, occurrence)), number)

        return drawn

    def span(self, draws: str, step: str, purpose: str, time: Distribution) -> Callable[[int, int], Milliseconds]:
        """See :class:`simulations.engine.Draws`."""
        drawn = self.uniform(draws, step, purpose)
        return lambda number, occurrence: span(time, drawn(number, occurrence))


_key = lru_cache(maxsize=4096)(key_of)


class TurningDraws:
    """Numbers of the past until :meth:`turn` is called, of the future from then on.

    Live cases are numbered by hashes of their ids. Streams give numbers in blocks, so from now on a case draws by its
    place among the open ones instead.

    Parameters
    ----------
    past, future : of what has happened, and of what will
    places : number of an open case to its place among them
    """

    __slots__ = ("_future", "_past", "_places", "_turned")

    def __init__(self, past: Draws, future: Draws, places: Mapping[int, int]) -> None:
        self._past = past
        self._future = future
        self._places = places
        self._turned = False

    def turn(self) -> None:
        """The future begins."""
        self._turned = True

    def uniform(self, draws: str, step: str, purpose: str) -> Callable[[int, int], float]:
        """See :class:`simulations.engine.Draws`."""
        after = self._future.uniform(draws, step, purpose)
        return after if NEW in draws else self._turning(self._past.uniform(draws, step, purpose), after)

    def span(self, draws: str, step: str, purpose: str, time: Distribution) -> Callable[[int, int], Milliseconds]:
        """See :class:`simulations.engine.Draws`."""
        after = self._future.span(draws, step, purpose, time)
        return after if NEW in draws else self._turning(self._past.span(draws, step, purpose, time), after)

    def _turning(
        self, before: Callable[[int, int], Number], after: Callable[[int, int], Number]
    ) -> Callable[[int, int], Number]:
        place = self._places.get

        def drawn(number: int, occurrence: int) -> Number:
            if self._turned:
                return after(place(number, number), occurrence)
            return before(number, occurrence)

        return drawn
