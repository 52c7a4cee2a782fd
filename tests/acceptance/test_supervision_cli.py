"""The commands of supervision: boards, targets, and schedules on a real server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from services.cli.main import run
from services.secrets.key_file import ensure_ring
from services.supervision.loops import shipped_loops
from workflows.instants import parse_instant

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def greenlane(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives its exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_boards_are_listed(greenlane: Run) -> None:
    code, out, _ = greenlane("board", "--json")
    boards = {board["id"]: board for board in json.loads(out)["boards"]}
    assert code == 0
    assert {id_: board["work"] for id_, board in boards.items()} == {
        "fushun": 22, "panjin": 37, "shenyang": 22, "tieling": 21,
    }  # fmt: skip
    assert "沈阳" in greenlane("--lang", "zh-CN", "board")[1]


def test_the_tasks_of_a_board_are_shown_with_units_and_dates(greenlane: Run) -> None:
    code, out, _ = greenlane("board", "panjin", "--json")
    tasks = {task["id"]: task for task in json.loads(out)["tasks"]}
    assert code == 0
    assert tasks["pj_049"]["due"] == "2017-08-31"
    assert tasks["pj_059"]["due"] == "2017-12-31"  # the later of its two parts
    assert tasks["pj_064"]["due"] is None
    shown = greenlane("board", "panjin")[1]
    assert "for good" in shown
    assert "Industry and commerce bureau +2" in shown
    assert "长期推进" in greenlane("board", "panjin", "--lang", "zh-CN")[1]


def test_a_board_is_simulated_with_its_bulletins(greenlane: Run) -> None:
    code, out, _ = greenlane("board", "fushun", "--simulate", "--seed", 3, "--json")
    found = json.loads(out)
    assert code == 0
    late = [task for task in found["tasks"] if task["late"] and not task["parts"]]
    assert found["late"] == len(late) > 0
    assert all(task["done_at"] for task in found["tasks"])
    assert (found["bulletins"][0]["year"], found["bulletins"][0]["month"]) == (2020, 4)
    behind = {id_ for each in found["bulletins"] for row in each["rows"] for id_ in row["behind"]}
    assert behind == {task["id"] for task in late}
    assert greenlane("board", "fushun", "--simulate", "--seed", 3, "--json")[1] == out


def test_targets_are_listed_and_a_backlog_is_simulated(greenlane: Run) -> None:
    code, out, _ = greenlane("targets", "--json")
    targets = {target["id"]: target for target in json.loads(out)["targets"]}
    assert code == 0
    assert targets["land_problems"]["backlog"]
    assert not targets["online_share"]["backlog"]
    code, out, _ = greenlane("targets", "land_problems", "--replications", 2, "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["pieces"], found["rows"][0]["observed"]) == (105, 105)
    assert "behind" in greenlane("targets", "land_problems", "--replications", 1)[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("board", "fushn"), "Did you mean 'fushun'?"),
        (("targets", "land_problem"), "Did you mean 'land_problems'?"),
    ],
)
def test_an_unknown_name_is_refused_with_the_closest_one(
    greenlane: Run, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = greenlane(*arguments)
    assert (code, out) == (3, "")
    assert message in err


def test_a_target_without_a_backlog_is_told_by_its_own_name(greenlane: Run) -> None:
    code, out, err = greenlane("targets", "online_share")
    assert (code, out) == (3, "")
    assert "target 'online_share' has no backlog to simulate. Those that have one: land_problems, arrears_paid" in err
    assert "没有可仿真的存量" in greenlane("--lang", "zh-CN", "targets", "online_share")[2]


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key ring of its own."""
    monkeypatch.setenv("GREENLANE_KEY_RING", str(tmp_path / "ring.json"))
    ensure_ring(tmp_path / "ring.json")


@pytest.fixture
def installation(temporal_address: str, monkeypatch: pytest.MonkeyPatch, greenlane: Run, keys: None) -> Iterator[str]:  # noqa: ARG001 - has to be there
    """An installation of its own on the shared server."""
    queue = f"queue-{uuid4().hex}"
    monkeypatch.setenv("GREENLANE_TEMPORAL_ADDRESS", temporal_address)
    monkeypatch.setenv("GREENLANE_TASK_QUEUE", queue)
    yield queue
    greenlane("schedules", "remove")


def loops(greenlane: Run) -> dict[str, dict[str, object]]:
    code, out, _ = greenlane("schedules", "list", "--json")
    assert code == 0
    return {loop["lane"]: loop for loop in json.loads(out)["loops"]}


@pytest.mark.usefixtures("installation")
def test_schedules_are_applied_listed_paused_and_removed(greenlane: Run) -> None:
    before = loops(greenlane)
    lanes = set(before)
    assert lanes == {loop.order.lane for loop in shipped_loops(parse_instant("2026-01-01T00:00:00+08:00"))}
    assert {loop["state"] for loop in before.values()} <= {"absent"}

    code, out, _ = greenlane("schedules", "apply", "--json")
    assert code == 0
    assert json.loads(out)["schedules"] == dict.fromkeys(sorted(lanes), "created")
    assert json.loads(greenlane("schedules", "apply", "--json")[1])["schedules"] == dict.fromkeys(lanes, "unchanged")
    after = loops(greenlane)
    assert {loop["state"] for loop in after.values()} <= {"scheduled"}
    assert {lane: loop["next_rounds"] for lane, loop in after.items()} == {
        lane: loop["next_rounds"] for lane, loop in before.items()
    }
    for lane in sorted(lanes)[:1]:
        assert greenlane("schedules", "pause", lane, "--note", "the hall moves")[0] == 0
        assert loops(greenlane)[lane]["state"] == "paused"
        assert loops(greenlane)[lane]["note"] == "the hall moves"
        assert greenlane("schedules", "resume", lane)[0] == 0
        assert loops(greenlane)[lane]["state"] == "scheduled"
    assert greenlane("schedules", "list")[0] == 0


@pytest.mark.usefixtures("installation")
def test_a_loop_that_is_not_scheduled_cannot_be_paused(greenlane: Run) -> None:
    code, out, err = greenlane("schedules", "pause", "nothing")
    assert (code, out) == (3, "")
    assert "no scheduled loop is called 'nothing'" in err


@pytest.mark.usefixtures("keys")
def test_a_server_that_is_not_there_is_told_without_a_traceback(
    greenlane: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENLANE_TEMPORAL_ADDRESS", "127.0.0.1:1")
    code, out, err = greenlane("schedules", "list")
    assert (code, out) == (1, "")
    assert "Temporal at 127.0.0.1:1" in err
    assert "Traceback" not in err
