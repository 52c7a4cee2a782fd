"""The benchmarks run, and both sides of each do the same work. How fast they are is not for a test to say."""

from __future__ import annotations

import json

import pytest

from benchmarks.__main__ import main
from benchmarks.measuring import Side
from benchmarks.model import DEFECTIVE, MINUTES, MOST_REPEATS
from benchmarks.sides import greenlane_ten_tasks, simpy_ten_tasks
from tests.oracles.queueing import visits_with_returns


def test_quickly(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick"]) == 0
    table = capsys.readouterr().out
    assert "ten tasks, loop, two parallel blocks" in table
    assert main(["--quick", "--json"]) == 0
    [ten_tasks, one_station] = json.loads(capsys.readouterr().out)["results"]
    assert one_station["tasks"] == one_station["peer_tasks"] == one_station["cases"]
    assert ten_tasks["ratio"] > 0


@pytest.mark.parametrize("side", [greenlane_ten_tasks, simpy_ten_tasks], ids=["Greenlane", "SimPy"])
def test_both_sides_do_as_many_tasks_as_the_model_says(side: Side) -> None:
    cases = 2_000
    tasks, _ = side(cases)()
    visits = visits_with_returns(DEFECTIVE, MOST_REPEATS)
    expected = len(MINUTES) - 2 + visits + (visits - 1)
    # Two tasks more for each return, whose variance is at most that of an endless geometric; four deviations.
    deviation = 2 * (DEFECTIVE / (1 - DEFECTIVE) ** 2 / cases) ** 0.5
    assert abs(tasks / cases - expected) < 4 * deviation
