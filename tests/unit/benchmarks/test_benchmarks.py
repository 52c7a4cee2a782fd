"""The benchmarks run, and both sides of each do the same work. How fast they are is not for a test to say."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from benchmarks import peers
from benchmarks.__main__ import Sizes, main
from benchmarks.measuring import Prepare, Side, measure_alone
from benchmarks.numbers import DEFECTIVE, MINUTES, MOST_REPEATS
from benchmarks.peers import CIW, PROSIMOS, Peer, PeerMissingError, interpreter_of, made
from benchmarks.permit_lane import permit
from benchmarks.results import Aim, row_of_two, table
from benchmarks.sides import greenlane_permit, greenlane_ten_tasks, simpy_ten_tasks
from tests.oracles.queueing import visits_with_returns

TINY = Sizes(cases=40, answered=20, replications=2, many=60, open=6, rounds=1)
OF_PEERS = {CIW: Side("benchmarks.ciw_side:one_station"), PROSIMOS: Side("benchmarks.prosimos_side:permit")}


def _missing(peer: Peer) -> Path:
    raise PeerMissingError(f"{peer.title} is missing")


def test_every_benchmark_is_a_row_with_its_aim(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.__main__.made", _missing)
    assert main(["--json", "--only", "simulation", "--only", "answers", "--only", "cost"], TINY) == 0
    printed = capsys.readouterr()
    rows = json.loads(printed.out)["results"]
    found = {(row["benchmark"].split(",")[0], row["measure"].split(",")[0]) for row in rows}
    assert found >= {
        ("ten tasks", "completed tasks per CPU second"),
        ("ten tasks", "CPU milliseconds per case"),
        ("M/M/4", "peak MB added by a run"),
        ("one answer", "seconds on the clock"),
    }
    assert all((row["reached"] is None) == (row["aim"] is None) for row in rows)
    assert "Prosimos 2.1 is missing" in printed.err


@pytest.mark.slow
def test_cases_and_decisions_through_the_api_are_measured_against_the_sdk(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "--only", "api"], TINY) == 0
    rows = json.loads(capsys.readouterr().out)["results"]
    found = {(row["benchmark"].split(",")[0], row["measure"]) for row in rows}
    assert {kind for kind, _ in found} == {"cases started", "decisions"}
    assert {measure for _, measure in found} >= {
        "per second",
        "milliseconds until the answer, p50",
        "milliseconds until the answer, p99",
    }
    assert all(row["ours"]["median"] > 0 and row["peers"]["median"] > 0 for row in rows)
    assert [row["aim"]["low"] for row in rows if row["measure"] == "per second"] == [0.8, 0.8]


def test_a_table_tells_both_sides_and_the_aim() -> None:
    row = row_of_two(
        ("answers", "per second", "somebody"), [30_000.0, 20_000.0, 26_000.0], [10_000.0, 5_000.0, 13_000.0]
    )
    assert "| 26,000 (20,000 to 30,000) | somebody | 10,000 (5,000 to 13,000) | 3 (2 to 4) |" in table([row])
    assert row.ratio is not None
    assert Aim("ratio", low=3).reached_by(row.ratio)
    assert not Aim("ratio", 0.9, 1.1).reached_by(row.ratio)


@pytest.mark.parametrize(
    ("prepare", "most"),
    [(greenlane_ten_tasks, MOST_REPEATS), (simpy_ten_tasks, MOST_REPEATS), (greenlane_permit, 50)],
    ids=["Greenlane", "SimPy", "Greenlane, BPMN"],
)
def test_both_sides_do_as_many_tasks_as_the_model_says(prepare: Prepare, most: int) -> None:
    cases = 2_000
    assert prepare(cases, 1)().tasks / cases == pytest.approx(_tasks_per_case(most), abs=_deviations(cases))


@pytest.mark.parametrize("peer", OF_PEERS, ids=lambda peer: peer.title)
def test_a_peer_does_as_many_tasks_as_the_model_says(peer: Peer) -> None:
    python = interpreter_of(peer)
    if python is None:
        pytest.skip(f"{peer.title} is installed by `make bench`")
    cases = 300
    measured = measure_alone(Side(OF_PEERS[peer].prepare, python), cases, 1)
    expected = 1 if peer is CIW else _tasks_per_case(50)
    assert measured.tasks / cases == pytest.approx(expected, abs=0 if peer is CIW else _deviations(cases))


def test_four_pools_of_the_bpmn_model_are_busy_for_as_much_as_it_was_made_for() -> None:
    lane = permit()
    loads = dict.fromkeys(lane.pools, 0.0)
    visits = {"check": 1 / (1 - DEFECTIVE), "mend": 1 / (1 - DEFECTIVE) - 1}
    for id_, task in lane.tasks.items():
        loads[task.pool] += task.service_time.mean * visits.get(id_, 1)
    assert lane.arrivals is not None
    assert lane.arrivals.gap is not None
    office_gap = lane.arrivals.gap.mean * 40 / (7 * 24)
    for id_, pool in lane.pools.items():
        assert loads[id_] / (pool.members * office_gap) == pytest.approx(0.85, abs=0.001)


def test_a_peer_that_cannot_be_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    with pytest.raises(PeerMissingError, match=r"Ciw 3.2 is not measured: (?s:.)*Is there a network"):
        made(CIW, tmp_path)
    assert interpreter_of(CIW, tmp_path) is None


def test_another_lock_needs_another_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / CIW.name
    home.mkdir()
    (home / "installed").write_text(peers._fingerprint(CIW))
    assert interpreter_of(CIW, tmp_path) is not None
    monkeypatch.setattr(peers, "_fingerprint", lambda _: "of another lock")
    assert interpreter_of(CIW, tmp_path) is None


def _tasks_per_case(most_repeats: int) -> float:
    visits = visits_with_returns(DEFECTIVE, most_repeats)
    return len(MINUTES) - 2 + visits + (visits - 1)


def _deviations(cases: int) -> float:
    """Two tasks more for each return, whose variance is at most that of an endless geometric; four deviations."""
    return 4 * 2 * math.sqrt(DEFECTIVE / (1 - DEFECTIVE) ** 2 / cases)
