"""The queueing pack is up to date, Greenlane agrees with it, and its program finds out who does not."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from tests.analytic.experiments import Watched, length_for, load_at, sojourn_of, wait_of, watch
from tests.analytic.lanes import Raw, block, exponential, fixed, lognormal, queue, sequence, share, task
from tests.analytic.queueing_pack import QUEUES, written
from tests.oracles.queueing import chance_to_wait_in_mmc
from workflows.definition.lane import Lane

REPLICATIONS: Final = 30
SPANS: Final[dict[str, Callable[[dict[str, Any]], Raw]]] = {
    "exponential": lambda of: exponential(of["mean"]),
    "fixed": lambda of: fixed(of["mean"]),
    "lognormal": lambda of: lognormal(of["mean"], of["deviation"]),
}


@pytest.fixture(scope="module")
def compare() -> ModuleType:
    spec = importlib.util.spec_from_file_location("queueing_pack_compare", QUEUES.with_name("compare.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def held() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(QUEUES.read_text("utf-8"))
    return found


def test_the_pack_is_up_to_date() -> None:
    assert QUEUES.read_text("utf-8") == written(), "write it again with `python -m tests.analytic.queueing_pack`"


def lane_of(of: dict[str, Any]) -> Lane:
    gap, service = SPANS[of["gap"]["kind"]](of["gap"]), SPANS[of["service"]["kind"]](of["service"])
    body = sequence(task("class0", "desk", service))
    if "classes" in of:
        first, _ = of["classes"]
        tasks = [task(f"class{number}", "desk", service, priority=number - 1) for number in (0, 1)]
        body = sequence(block("choice", "kind", paths=[{"share": share(first), "step": tasks[0]}], otherwise=tasks[1]))
    return queue(body, {"desk": of["servers"]}, gap)


def values_of(of: dict[str, Any]) -> Iterator[float]:
    step = f"class{of.get('class', 0)}"
    measured: dict[str, Callable[[Watched], float]] = {
        "wait": wait_of(step), "sojourn": sojourn_of(step), "load": load_at("desk"),
    }  # fmt: skip
    rate, servers = 1 / of["gap"]["mean"], of["servers"]
    load = rate / servers
    waits = chance_to_wait_in_mmc(rate, 1, servers) / load
    # Narrower than asked for: an interval is as wide as planned only on the average.
    length = length_for(of["relative_half_width"] / 1.5, arrival_rate=rate, load=load, service_rate=servers)
    long_enough = type(length)(length.warm_up, length.window / waits, length.half_width)
    for number in range(REPLICATIONS):
        yield measured[of["measured"]](watch(lane_of(of), long_enough, number))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_greenlane_agrees(tmp_path: Path, compare: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"{of['name']},{value}" for of in held() for value in values_of(of)]
    (tmp_path / "results.csv").write_text("\n".join(["queue,value", *lines]))
    code = compare.main([str(tmp_path / "results.csv")])
    assert code == 0, capsys.readouterr().out


def test_who_forgets_something_is_found_out(
    tmp_path: Path, compare: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """Values that scatter as they may around another mean, too few of them, too wide ones, and none."""
    numbers = random.Random(1)  # noqa: S311 - a test
    lines = ["queue,value"]
    for name, expected, spread, count in (
        ("mm1_half_busy", 1.0, 0.1, 40), ("mm1_busy", 2.0, 0.2, 40), ("md1", 1.2, 5.0, 40), ("dm1", 0.9, 0.1, 29),
    ):  # fmt: skip
        lines += [f"{name},{numbers.gauss(expected, spread)}" for _ in range(count)]
    results = tmp_path / "results.csv"
    results.write_text("\n".join(lines))
    assert compare.main([str(results)]) == 1
    told = dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines() if ": " in line)
    assert told["mm1_half_busy"] == "agrees"
    assert told["mm1_busy"].startswith("differs: ")
    assert told["md1"].startswith("too uncertain: ")
    assert told["dm1"] == "expected at least 30 replications; found 29"
    assert told["mm4"] == "expected at least 30 replications; found 0"
    assert compare.main([str(results), "mm1_half_busy"]) == 0
    assert compare.main([str(results), "no_such"]) == 1
    for content in ("queue;value\n", "queue,value\nmm1_busy,nan\n", "queue,value\nmm1_busy\n"):
        results.write_text(content)
        assert compare.main([str(results)]) == 1
    assert compare.main([str(tmp_path / "nothing.csv")]) == 1
    assert compare.main([]) == 1
