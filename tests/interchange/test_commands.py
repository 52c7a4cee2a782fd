"""Models on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.cli.main import run
from tests.interchange.making import MODELS, Raw, prosimos
from workflows.definition.catalogue import shipped_lane
from workflows.definition.hashing import lane_hash
from workflows.definition.loading import load_lane


@pytest.fixture
def numbers(tmp_path: Path) -> Path:
    """Numbers of the loop."""
    return written(
        tmp_path / "numbers.json", prosimos({"Check": 10, "Mend": 30}, gateways={"Fine": {"yes": 0.5, "no": 0.5}})
    )


def written(path: Path, raw: Raw) -> Path:
    path.write_text(json.dumps(raw, indent=1), "utf-8")
    return path


LOOP = str(MODELS / "exclusive_and_back.bpmn")


def test_check_tells_how_much_a_model_leaves_open(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", LOOP, "--json"]) == 0
    checked = json.loads(capsys.readouterr().out)
    assert (checked["kind"], checked["counts"]["numbers_missing"]) == ("model", 5)


def test_check_refuses_what_a_lane_cannot_do_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = Path(LOOP).read_text("utf-8").replace('<task id="Mend"/>', '<transaction id="Mend"/>')
    path = tmp_path / "calls.bpmn"
    path.write_text(text, "utf-8")
    assert run(["check", str(path), "--json"]) == 3
    [problem] = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["code"], problem["line"], problem["path"]) == ("element_not_done", 7, "Mend")


def test_an_imported_model_is_a_lane_file(tmp_path: Path, numbers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = tmp_path / "lane.yaml"
    assert run(["import", LOOP, "--parameters", str(numbers), "--to", str(to)]) == 0
    lane = load_lane(to)
    assert run(["import", f"{LOOP}+{numbers}", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == lane.id == "loop"


def test_an_exported_lane_comes_back_from_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = tmp_path / "lane.bpmn"
    assert run(["export", "property_registration", "--bpsim", "--to", str(to), "--lang", "zh-CN"]) == 0
    assert "not_said_in_bpsim" in capsys.readouterr().err
    assert run(["check", str(to), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["hash"] == lane_hash(shipped_lane("property_registration"))


def test_a_model_is_simulated_and_compared_as_it_is(
    tmp_path: Path, numbers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quick = prosimos({"Check": 5, "Mend": 30}, gateways={"Fine": {"yes": 0.5, "no": 0.5}})
    faster = written(tmp_path / "faster.json", quick)
    few = ["--cases", "40", "--replications", "2", "--json"]
    assert run(["simulate", LOOP, "--parameters", str(numbers), *few]) == 0
    before = json.loads(capsys.readouterr().out)["kpis"]["cycle_time.mean"]["mean"]
    assert run(["compare", f"{LOOP}+{numbers}", f"{LOOP}+{faster}", *few]) == 0
    [comparison] = json.loads(capsys.readouterr().out)["comparisons"]
    [cycle] = [kpi for kpi in comparison["kpis"] if kpi["kpi"] == "cycle_time.mean"]
    assert cycle["before"]["mean"] == pytest.approx(before)
    rounds = (before * 24 * 60 + 30) / 40
    assert (before - cycle["after"]["mean"]) * 24 * 60 == pytest.approx(5 * rounds)


def test_a_model_without_numbers_is_not_simulated(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", LOOP, "--cases", "5"]) == 3
    said = capsys.readouterr().err
    assert "exclusive_and_back.bpmn:5 at Check" in said
    assert "number_missing" in said


@pytest.mark.parametrize(
    "arguments", [["import", "property_registration"], ["import", "none.bpmn"], ["export", "nothing_of_that_name"]]
)
def test_what_is_no_model_or_lane_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 3
    assert "Traceback" not in capsys.readouterr().err
