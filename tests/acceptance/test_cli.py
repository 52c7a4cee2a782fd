"""The command line: what it writes where, in both languages, and the codes with which it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from services.cli.main import run
from services.secrets.key_file import ensure_ring
from services.serving import free_port
from workflows.definition.catalogue import lane_file, lane_groups, lane_ids
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats import write_csv
from workflows.events.log import EventLog
from workflows.levers.scenario import shipped_scenarios

GREENLANE = Path(sys.executable).with_name("greenlane")
LANES = Path(str(files("workflows.lanes")))
SCENARIOS = Path(str(files("workflows.scenarios")))

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def greenlane(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives its exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_help_loads_nothing_that_it_does_not_need() -> None:
    heavy = ("pydantic", "temporalio", "fastapi", "sqlalchemy", "numpy", "scipy", "simpy", "rich", "yaml")
    script = (
        "import sys; from services.cli.main import run; assert run(['--help']) == 0;"
        f"sys.exit(','.join(name for name in {heavy!r} if name in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stderr.strip(), done.returncode) == ("", 0)
    for command in ("lanes", "check", "up", "worker", "api", "doctor", "version"):
        assert f"\n  {command} " in done.stdout


def test_help_speaks_both_languages(greenlane: Run) -> None:
    _, english, _ = greenlane("--help")
    _, chinese, _ = greenlane("--lang", "zh-CN", "--help")
    assert "List the lanes" in english
    assert "列出自带的流程" in chinese
    assert greenlane("lanes", "--lang=zh-CN")[1].splitlines()[0].strip() == "流程"


def test_lanes_lists_everything_that_is_shipped(greenlane: Run) -> None:
    code, out, err = greenlane("lanes", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert [lane["id"] for lane in found["lanes"]] == list(lane_ids())
    for group, ids in lane_groups().items():
        assert tuple(lane["id"] for lane in found["lanes"] if lane["group"] == group) == ids
    assert [scenario["id"] for scenario in found["scenarios"]] == list(shipped_scenarios())
    code, out, _ = greenlane("lanes")
    assert all(id_ in out for id_ in (*lane_ids(), *shipped_scenarios()))


SHIPPED = [
    *(Path(str(lane_file(id_))) for id_ in lane_ids()),
    *(SCENARIOS / f"{id_}.yaml" for id_ in shipped_scenarios()),
]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_whatever_is_shipped_is_valid(greenlane: Run, path: Path) -> None:
    code, out, err = greenlane("check", path, "--json")
    assert (code, err) == (0, "")
    checked = json.loads(out)
    assert (checked["valid"], checked["id"]) == (True, path.stem)
    assert checked["kind"] == ("lane" if path.is_relative_to(LANES) else "scenario")


def test_an_event_log_is_checked(greenlane: Run, tmp_path: Path) -> None:
    log = EventLog()
    log.extend([CaseEvent("a", EventKind.SUBMITTED, 10**12), CaseEvent("a", EventKind.ENDED, 2 * 10**12)])
    path = tmp_path / "log.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        write_csv(log, out)
    code, text, _ = greenlane("check", path, "--json")
    assert (code, json.loads(text)["counts"]) == (0, {"cases": 1, "events": 2})
    path.write_text(path.read_text("utf-8").replace("ended", "endde"), "utf-8")
    code, text, err = greenlane("check", path, "--json")
    [problem] = json.loads(text)["problems"]
    assert (code, problem["line"]) == (3, 3)
    assert "Did you mean 'ended'?" in err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.yaml", b"format: 1\nid: x\n", "missing_field"),
        ("a.yaml", b"", "expected"),
        ("a.yaml", b"- 1\n", "expected"),
        ("a.yaml", b"a: [", "expected"),
        ("a.yaml", b"\xff\xfea", "UTF-16"),
        ("a.yaml", b"base: bussiness_setup\nformat: 1\nid: x\ntitle: {zh: x, en: x}\nlevers: []\n", "business_setup"),
        ("a.yaml", b"x" * 9_000_000, "expected"),
        ("a.csv", b"", "expected"),
        ("a.csv", b"case,kind\n", "missing_column"),
        ("a.bpmn", b"<definitions/>", "no_bpmn"),
        ("a.pdf", b"%PDF", "the ending '.pdf'"),
        ("none.yaml", None, "No such file"),
        ("none.csv", None, "No such file"),
    ],
)
def test_bad_files_are_refused_with_what_is_wrong(
    greenlane: Run, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    code, out, err = greenlane("check", path)
    assert (code, out) == (3, "")
    assert said in err
    assert "Traceback" not in err
    code, out, _ = greenlane("check", path, "--json")
    assert (code, json.loads(out)["valid"]) == (3, False)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nope",), 2),
        (("check",), 2),
        (("lanes", "--nope"), 2),
        (("--lang", "fr", "lanes"), 2),
        (("api", "--service", "request"), 3),
        (("version", "--json"), 0),
    ],
)
def test_exit_codes(greenlane: Run, arguments: tuple[str, ...], code: int) -> None:
    found, _, err = greenlane(*arguments)
    assert found == code
    assert "Traceback" not in err


def test_settings_that_cannot_be_used_are_named(greenlane: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLANE_PORT", "eighty")
    code, out, err = greenlane("doctor")
    assert (code, out) == (3, "")
    assert "GREENLANE_PORT" in err
    assert "'eighty'" in err


def test_doctor_tells_what_is_missing(greenlane: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLANE_DATA_DIRECTORY", str(tmp_path / "data"))
    code, out, _ = greenlane("doctor", "--json")
    assert (code, json.loads(out)["healthy"]) == (0, True)
    (tmp_path / "file").touch()
    monkeypatch.setenv("GREENLANE_DATA_DIRECTORY", str(tmp_path / "file" / "data"))
    code, out, _ = greenlane("doctor", "--json")
    states = {finding["what"]: finding["state"] for finding in json.loads(out)["findings"]}
    assert (code, states["data directory can be written"]) == (1, "missing")


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [GREENLANE, "lanes", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()


def test_output_has_no_colours_for_another_program() -> None:
    done = subprocess.run(
        [GREENLANE, "lanes"], capture_output=True, text=True, check=True, env={**os.environ, "NO_COLOR": "1"}
    )
    assert "\x1b" not in done.stdout


def test_the_same_seed_gives_the_same_bytes_whatever_the_number_of_processes(greenlane: Run) -> None:
    asked = ("simulate", "business_setup", "--cases", "10", "--replications", "2", "--json")
    _, first, err = greenlane(*asked, "--seed", "3", "--workers", "1")
    assert err == ""
    assert greenlane(*asked, "--seed", "3", "--workers", "2")[1] == first
    assert greenlane(*asked, "--seed", "4", "--workers", "2")[1] != first


def test_a_bound_that_is_missed_ends_with_four(greenlane: Run) -> None:
    asked = ("simulate", "business_setup", "--cases", "5", "--replications", "1", "--workers", "1")
    assert greenlane(*asked, "--fail-if", "processing_time.p90<0wd")[0] == 0
    code, _, err = greenlane(*asked, "--fail-if", "processing_time.p90<0wd", "--fail-if", "on_time<=100%")
    assert code == 4
    assert "on_time<=100%" in err


@pytest.mark.parametrize(
    "bound", ["nonsense", "on_tim<1", "on_time<1wd", "processing_time.p90>1d", "on_time<", "visits>1%"]
)
def test_a_bound_that_cannot_be_read_is_refused_before_anything_runs(greenlane: Run, bound: str) -> None:
    code, out, err = greenlane("simulate", "business_setup", "--fail-if", bound)
    assert (code, out) == (3, "")
    assert bound.partition("<")[0].partition(">")[0] in err


def test_lanes_are_compared_pair_by_pair(greenlane: Run) -> None:
    code, out, _ = greenlane(
        "compare", "business_setup", "business_setup_after", "--cases", "5", "--replications", "2", "--json"
    )
    [comparison] = json.loads(out)["comparisons"]
    assert (code, comparison["scenario"]) == (0, "business_setup_after")
    code, _, err = greenlane("compare", "business_setup")
    assert code == 3
    assert "compare" in err


def test_a_lane_that_is_only_called_has_no_cases_to_simulate(greenlane: Run) -> None:
    code, out, err = greenlane("simulate", "commitment_follow_up")
    assert (code, out) == (3, "")
    assert "lane 'commitment_follow_up' has no arrivals" in err
    assert "simulate a lane that calls it" in err


@pytest.mark.parametrize("command", ["simulate", "compare"])
def test_an_unknown_lane_is_refused_with_the_closest_name(greenlane: Run, command: str) -> None:
    code, out, err = greenlane(command, "bussiness_setup")
    assert (code, out) == (3, "")
    assert "Did you mean 'business_setup'?" in err


def test_an_interrupted_command_leaves_no_traceback(tmp_path: Path) -> None:
    ensure_ring(tmp_path / "key_ring.json")
    with subprocess.Popen(
        [GREENLANE, "worker"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "GREENLANE_WORKER_PORT": str(free_port()),
            "GREENLANE_TEMPORAL_ADDRESS": "127.0.0.1:1",
            "GREENLANE_DATA_DIRECTORY": str(tmp_path),
        },
    ) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=60)
    assert json.loads(first)["process"] == "worker"
    assert "Traceback" not in rest
    assert process.returncode == 0
