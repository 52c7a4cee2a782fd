"""Studies on the command line: what they answer, that nothing of it depends on processes, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from services.cli.main import run
from services.experiments.provenance import assumptions_of, provenances
from services.experiments.stress_texts import SECTIONS, TEXTS
from workflows.definition.catalogue import find_lane

Run = Callable[..., tuple[int, str, str]]

LANE = "property_registration"
QUICK = ("--cases", 20, "--replications", 3)


@pytest.fixture
def greenlane(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives its exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ("simulate", LANE, "--cases", 20, "--precision", 0.2),
        ("select", "business_setup", "business_setup_after", "--indifference", 5, "--cases", 10),
        ("staff", LANE, "--pool", "registry_window=1..2", "--goal", "within(cycle_time,60)>=0.3", *QUICK),
        ("sensitivity", LANE, "--input", "arrivals.gap", "--size", 2, *QUICK),
        ("pareto", LANE, "--pool", "registry_window=1..2", *QUICK),
        ("warm-up", LANE, "--days", 60, "--replications", 3),
    ],
    ids=lambda command: command[0],
)
def test_the_same_bytes_whatever_the_number_of_processes(greenlane: Run, command: tuple[object, ...]) -> None:
    alone, together = (greenlane(*command, "--workers", workers, "--json") for workers in (1, 2))
    assert alone[:2] == together[:2]
    assert alone[0] in {0, 4}
    assert json.loads(alone[1])
    assert greenlane(*command, "--lang", "zh-CN")[1].strip()


def test_a_precision_that_is_not_reached_ends_with_four(greenlane: Run) -> None:
    code, out, err = greenlane("simulate", LANE, "--cases", 20, "--precision", 0.001, "--replications", 4, "--json")
    found = json.loads(out)
    assert code == 4
    assert (found["precision"]["at"], found["precision"]["replications"], found["design"]["replications"]) == (
        None,
        4,
        4,
    )
    assert "not reached within 4" in err


def test_the_precision_asked_for_is_that_of_the_figures(greenlane: Run) -> None:
    names = ("cycle_time.mean", "processing_time.p90")
    kpis = [part for name in names for part in ("--kpi", name)]
    code, out, err = greenlane("simulate", LANE, "--cases", 20, "--precision", 0.1, *kpis, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["precision"]["at"] + 5 == found["design"]["replications"]
    for name in names:
        assert found["kpis"][name]["half_width"] <= 0.1 * found["kpis"][name]["mean"]
        assert found["median"][name]["estimate"] <= found["p90"][name]["estimate"]
    assert "was reached" in err


def test_several_are_compared_at_once(greenlane: Run) -> None:
    names = (LANE, "property_registration_after", "fushun_online")
    code, out, _ = greenlane("compare", *names, *QUICK, "--json")
    found = json.loads(out)
    assert code == 0
    for family in found["several"]:
        assert len(family["scenarios"]) == 2
        for place, each in enumerate(family["scenarios"]):
            assert each["p_adjusted"] >= each["p"]
            kpis = {kpi["kpi"]: kpi for kpi in found["comparisons"][place]["kpis"]}
            alone = kpis[family["kpi"]]["difference"]
            assert each["difference"]["mean"] == alone["mean"]
            assert each["difference"]["half_width"] >= alone["half_width"]
    saved = [kpi["variance_reduction"] for kpi in found["comparisons"][0]["kpis"]]
    assert all(each is None or each <= 1 for each in saved)
    table = greenlane("compare", *names, *QUICK)[1]
    assert "p, Holm" in table
    assert "Variance saved" in table


def test_numbers_of_a_lane_are_listed(greenlane: Run) -> None:
    code, out, _ = greenlane("sensitivity", LANE, "--json")
    listed = {each["name"]: each for each in json.loads(out)["inputs"]}
    assert code == 0
    assert listed["arrivals.gap"] == {"name": "arrivals.gap", "value": 2.0, "unit": "hours"}
    assert "arrivals.gap" in greenlane("sensitivity", LANE)[1]


def test_the_statistic_of_a_warm_up_is_drawn(greenlane: Run, tmp_path: Path) -> None:
    pictures = []
    for language in ("en", "zh-CN"):
        picture = tmp_path / f"{language}.svg"
        greenlane("--lang", language, "warm-up", LANE, "--days", 60, "--replications", 2, "--svg", picture)
        pictures.append(ET.fromstring(picture.read_text("utf-8")))  # noqa: S314 - we wrote it
    english, chinese = ("".join(picture.itertext()) for picture in pictures)
    assert "marginal standard error" in english
    assert "边际标准误" in chinese
    assert "leave out" in english
    assert "不计" in chinese
    code, _, err = greenlane("warm-up", LANE, "--days", 60, "--replications", 2, "--svg", tmp_path / "no" / "w.svg")
    assert (code, "Name another file" in err) == (1, True)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_report_fills_every_item_of_the_checklist(greenlane: Run, tmp_path: Path, language: str) -> None:
    file = tmp_path / "report.md"
    code, _, _ = greenlane("--lang", language, "simulate", LANE, *QUICK, "--stress-des", file)
    assert code == 0
    text = file.read_text("utf-8")
    parts = text.split("\n### ")[1:]
    headings = [heading.zh if language == "zh-CN" else heading.en for item, heading in SECTIONS.items() if "." in item]
    assert [part.splitlines()[0] for part in parts] == headings
    assert all(part.split("\n", 1)[1].strip() for part in parts)
    lane = find_lane(LANE)
    assumptions = next(part for part in parts if part.startswith("3.4"))
    parameters = next(part for part in parts if part.startswith("3.3"))
    for assumption in assumptions_of([lane]):
        assert assumption.provenance.basis in assumptions
        assert all(f"`{place}`" in assumptions for place in assumption.places)
    assert all(f"`{each.place}`" in parameters for each in provenances(lane))
    for step in lane.steps:
        assert f"`{step}`" in text


def test_a_report_has_every_word_in_both_languages() -> None:
    for words in (*TEXTS.values(), *SECTIONS.values()):
        assert words.zh
        assert words.en.isascii()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("staff", LANE, "--pool", "window=1..2", "--goal", "visits<=1"), "registry_window"),
        (("staff", LANE, "--pool", "registry_window=2..1", "--goal", "visits<=1"), "1 <= low <= high"),
        (("staff", LANE, "--pool", "registry_window", "--goal", "visits"), "expected a goal such as"),
        (("select", LANE, "--indifference", "1"), "at least two"),
        (("select", LANE, "business_setup", "--indifference", "0"), "above 0"),
        (("select", LANE, "business_setup", "--indifference", "1", "--kpi", "cycle"), "figure"),
        (("sensitivity", LANE, "--input", "arrivals.gap=3..2"), "low < high"),
        (("sensitivity", LANE, "--input", "arrivals"), "input"),
        (("sensitivity", LANE, "--input", "arrivals.gap", "--method", "sobol", "--size", "6"), "power of two"),
        (("pareto", LANE, "--pool", "registry_window", "--levers"), "expected a scenario"),
        (("pareto", LANE, "--pool", "registry_window", "--pool", "registry_window"), "twice"),
        (("simulate", LANE, "--precision", "0.1", "--kpi", "cycle"), "figure"),
    ],
)
def test_what_cannot_be_asked_is_refused(greenlane: Run, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = greenlane(*arguments)
    assert (code, out) == (3, "")
    assert said in err
