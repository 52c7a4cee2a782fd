"""Run every benchmark: ``python -m benchmarks [--quick] [--only NAME] [--json]``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from benchmarks.answering import answers
from benchmarks.comparing import Pairing, compare
from benchmarks.live.rounds import through_the_api
from benchmarks.measuring import Side
from benchmarks.peers import CIW, PROSIMOS, Peer, PeerMissingError, interpreter_of, made
from benchmarks.results import Aim, Row, table
from benchmarks.scaling import cost_per_case

GREENLANE: Final = "benchmarks.sides:greenlane"
SIMPY: Final = "benchmarks.sides:simpy"
LONG_ROUNDS: Final = 3
"""At most so many of what takes long."""

Find = Callable[[Peer], Path]
"""Gives the interpreter of a peer, or raises PeerMissingError."""


@dataclass(frozen=True)
class Sizes:
    """How much is measured.

    Attributes
    ----------
    cases : of a model with ten tasks; of one with one task five times as many, for a comparable amount of work
    answered : cases of a question
    replications : of a comparison
    many : cases, for what one costs
    open : cases that are open at once while decisions are taken through the API
    """

    cases: int
    answered: int
    replications: int
    many: int
    open: int
    rounds: int


FULL: Final = Sizes(cases=10_000, answered=1_000, replications=30, many=100_000, open=1_000, rounds=5)
QUICK: Final = Sizes(cases=1_000, answered=1_000, replications=4, many=30_000, open=100, rounds=1)


def results(sizes: Sizes, find: Find, only: Collection[str]) -> Iterator[Row]:
    """Measure, one benchmark after the other.

    Parameters
    ----------
    only : names out of `BENCHMARKS`
    """
    for name, measure in BENCHMARKS.items():
        if name in only:
            _tell(f"{name} …")
            yield from measure(sizes, find)


def _pairs(sizes: Sizes, find: Find) -> Iterator[Row]:
    """The simulation against others; a peer that is missing is told and left out."""
    for peer, pairing in _pairings(sizes):
        try:
            sides = pairing.sides if peer is None else (pairing.sides[0], Side(pairing.sides[1].prepare, find(peer)))
        except PeerMissingError as error:
            _tell(str(error))
            continue
        _tell(f"{pairing.name}: Greenlane and {pairing.peer} …")
        yield from compare(Pairing(**(vars(pairing) | {"sides": sides})))


def _answers(sizes: Sizes, _: Find) -> Iterator[Row]:
    yield from answers(sizes.answered, sizes.replications, min(sizes.rounds, LONG_ROUNDS))


def _cost(sizes: Sizes, _: Find) -> Iterator[Row]:
    yield cost_per_case(min(sizes.answered, sizes.many), sizes.many, min(sizes.rounds, LONG_ROUNDS))


def _live(sizes: Sizes, _: Find) -> Iterator[Row]:
    yield from through_the_api(sizes.open, min(sizes.rounds, LONG_ROUNDS))


BENCHMARKS: Final[Mapping[str, Callable[[Sizes, Find], Iterator[Row]]]] = MappingProxyType(
    {"simulation": _pairs, "answers": _answers, "cost": _cost, "api": _live}
)
"""Name of a benchmark, as ``--only`` takes it, to what it measures."""


def _pairings(sizes: Sizes) -> Iterator[tuple[Peer | None, Pairing]]:
    """What is compared, and whose environment the other side needs."""
    cases, rounds, more = sizes.cases, sizes.rounds, sizes.cases * 5
    permit = Side(f"{GREENLANE}_permit"), Side("benchmarks.prosimos_side:permit")
    ten_times, small = Aim("ratio", low=10), Aim("ours", high=60)
    yield PROSIMOS, Pairing("permit in BPMN", PROSIMOS.title, permit, cases, rounds, ten_times, small)
    ten_tasks = Side(f"{GREENLANE}_ten_tasks"), Side(f"{SIMPY}_ten_tasks")
    yield None, Pairing("ten tasks", "SimPy, a process a case, no calendars", ten_tasks, cases, rounds)
    stations = Side(f"{GREENLANE}_one_station"), Side(f"{SIMPY}_one_station")
    yield None, Pairing("M/M/4", "SimPy, a process a case", stations, more, rounds, Aim("ratio", low=1))
    stations = Side(f"{GREENLANE}_one_station"), Side("benchmarks.ciw_side:one_station")
    yield CIW, Pairing("M/M/4", CIW.title, stations, more, rounds)


def _if_there(peer: Peer) -> Path:
    found = interpreter_of(peer)
    if found is None:
        raise PeerMissingError(f"{peer.title} is not measured: its environment has not been made yet. Run make bench.")
    return found


def _tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None, full: Sizes = FULL) -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="less, once, with the peers that are installed: no measure"
    )
    parser.add_argument(
        "--only", action="append", choices=BENCHMARKS, help="leave out the others; may be given more than once"
    )
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    options = parser.parse_args(arguments)
    sizes, find = (QUICK, _if_there) if options.quick else (full, made)
    rows = list(results(sizes, find, options.only or BENCHMARKS))
    machine = {"python": platform.python_version(), "machine": platform.machine(), "processors": os.cpu_count()}
    if options.json:
        print(json.dumps({"machine": machine, "results": [row.as_dict() for row in rows]}, indent=2))
    else:
        print(table(rows))
        few = min(sizes.rounds, LONG_ROUNDS)
        print(f"\nMedians, the least and the most of {sizes.rounds} rounds in turns; of answers, cost and API {few}.")
        print("Python {python}, {processors} processors.".format(**machine))
    return 0


if __name__ == "__main__":
    sys.exit(main())
