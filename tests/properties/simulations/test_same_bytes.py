"""An experiment gives the same bytes: twice, in any order, and in one process or two."""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from random import Random

from simulations.comparison import compare
from simulations.experiment import Design, Model, run_replication, run_replications
from tests.properties.simulations.networks import STEPS, Network
from workflows.definition.provenance import Frozen, Title

DESIGN = Design(starts_on=date(2024, 1, 2), replications=3, lever_replications=2, cases=40)
NETWORK = Network(minutes=dict.fromkeys(STEPS, (10, 20, 60)), gaps=(25, 50, 105), members={"window": 2, "office": 3})
MODELS = [
    Model(lane=network.lane())
    for network in (
        NETWORK,
        replace(NETWORK, members={"window": 2, "office": 4}),
        replace(NETWORK, members={"window": 3, "office": 4}),
    )
]
NAME = Title(zh="改革", en="Reform")


def canonical(of: Frozen) -> bytes:
    return json.dumps(of.model_dump(mode="json"), sort_keys=True, allow_nan=False).encode()


def observed(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    return {(index, number): canonical(run_replication(MODELS[index], DESIGN, number)) for index, number in pairs}


def compared(executor: Executor | None) -> bytes:
    stages = [(f"stage{index}", NAME, model) for index, model in enumerate(MODELS[1:])]
    return canonical(compare("reform", NAME, MODELS[0], stages, DESIGN, executor))


def test_replications_in_any_order_and_again() -> None:
    pairs = [(index, number) for index in range(len(MODELS)) for number in range(3)]
    first = observed(pairs)
    assert len(set(first.values())) == len(pairs)
    shuffled = pairs * 2
    Random(1).shuffle(shuffled)  # noqa: S311 - a test
    assert observed(shuffled) == first


def test_one_process_or_two() -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as two:
        came = [(index, canonical(each)) for index, each in run_replications(MODELS, DESIGN, [3, 2, 3], two)]
        assert compared(two) == compared(None)
    alone = [(index, canonical(each)) for index, each in run_replications(MODELS, DESIGN, [3, 2, 3])]
    assert came == alone
