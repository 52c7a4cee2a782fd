"""Every mechanism of the five source documents names what runs it, and the test that does; all of them exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from workflows.coverage.mechanism import WAYS, City, Mechanism, MechanismKind
from workflows.coverage.table import Table, mechanisms
from workflows.definition.catalogue import LaneGroup, lane_file, lane_groups, lane_ids
from workflows.definition.loading import parse_model
from workflows.errors import InvalidFileError
from workflows.levers.catalogue import LEVERS
from workflows.levers.package import shipped_packages
from workflows.levers.scenario import shipped_scenarios
from workflows.measures import KPIS
from workflows.measures.service_shares import SHARES
from workflows.supervision.board import shipped_boards
from workflows.supervision.targets import published_targets

ROOT = Path(__file__).parents[2]
ROWS = {City.SHENYANG: 93, City.TIELING: 43, City.FUSHUN: 60, City.PANJIN: 67, City.DANDONG: 35}
"""How many mechanisms were found in each document."""
OUT_OF_SCOPE = {"SY-024"}
"""Mechanisms that nothing runs."""


def named(way: str) -> list[Mechanism]:
    return [mechanism for mechanism in mechanisms() if mechanism.covered_by[0] == way]


def test_every_mechanism_of_every_document_is_in_the_table() -> None:
    assert {city: sum(each.city is city for each in mechanisms()) for city in City} == ROWS


def test_only_what_is_context_may_be_left_out_and_hardly_anything_is() -> None:
    assert {mechanism.id for mechanism in named("out_of_scope")} == OUT_OF_SCOPE
    assert all(mechanism.kind is MechanismKind.CONTEXT for mechanism in named("out_of_scope"))


def test_titles_are_in_both_languages_and_told_apart_within_a_city() -> None:
    for city in City:
        titles = [each.title for each in mechanisms() if each.city is city]
        assert len({title.zh for title in titles}) == len({title.en for title in titles}) == len(titles)
        assert [title.zh for title in titles if not any("一" <= letter <= "鿿" for letter in title.zh)] == []
        assert [title.en for title in titles if not title.en.isascii()] == []


def test_every_object_exists() -> None:
    there = {
        "lever": set(LEVERS),
        "lane": set(lane_ids()),
        "target": set(published_targets()),
        "scenario": set(shipped_scenarios()),
        "package": set(shipped_packages()),
        "kpi": {*KPIS, *SHARES},
        "task": {f"{board.id}/{task.id}" for board in shipped_boards().values() for task in board.tasks},
        "object": {each.covered_by[1] for each in named("object") if _exists(each.covered_by[1])},
    }
    missing = [
        f"{each.id}: {way} {name}"
        for each in mechanisms()
        for way, name in [each.covered_by]
        if way != "out_of_scope" and name not in there[way]
    ]
    assert missing == []


def test_every_test_exists() -> None:
    tests = {(each.id, each.test) for each in mechanisms() if each.test}
    assert (
        sorted(id_ for id_, test in tests if test.partition("::")[2] not in _functions(test.partition("::")[0])) == []
    )


ITERATED: Final = {
    "lane": r"\b(lane_ids|lane_groups)\(",
    "scenario": r"\bshipped_scenarios\(",
    "package": r"\bshipped_packages\(",
    "target": r"\bpublished_targets\(",
    "task": r"\bshipped_boards\(",
    "kpi": r"\b(KPIS|SHARES)\b",
}
"""How a test's module says that it goes through all objects of a kind."""


def test_the_test_named_is_about_the_object() -> None:
    """Its module mentions the object, or goes through all of its kind. Levers are held to more, below."""
    unrelated = [
        f"{each.id}: {each.covered_by[1]} in {each.test}"
        for each in mechanisms()
        if each.test is not None and each.lever is None and not _is_about(*each.covered_by, _source(each.test))
    ]
    assert unrelated == []


@pytest.mark.parametrize(
    ("way", "name", "source", "about"),
    [
        ("lane", "agent_service", 'travelled("agent_service", 3)', True),
        ("lane", "agent_service", 'after(SCENARIOS["agent_service_after"])', False),
        ("lane", "agent_service", "for scenario in shipped_scenarios().values():", True),
        ("lane", "policy_dispatch", "for scenario in shipped_scenarios().values():", False),
        ("lane", "policy_dispatch", "for id_ in lane_ids():", True),
        ("scenario", "dandong_water", "for id_ in lane_ids():", False),
        ("task", "fushun_2020/report", 'board("fushun_2020").task("report")', True),
        ("task", "fushun_2020/report", 'board("fushun_2020")', False),
        ("kpi", "on_time.statutory", 'value("on_time_statutory")', False),
        ("object", "workflows.supervision.board:shipped_boards", "from workflows.supervision.board import x", True),
        ("object", "workflows.supervision.board:shipped_boards", "shipped_boards()", True),
        ("object", "workflows.supervision.board:shipped_boards", "dashboard", False),
    ],
)
def test_what_makes_a_test_one_about_an_object(way: str, name: str, source: str, about: bool) -> None:  # noqa: FBT001
    assert _is_about(way, name, source) == about


def test_tasks_are_on_a_board_and_every_task_of_a_board_is_covered() -> None:
    assert {each.id for each in named("task")} == {each.id for each in mechanisms() if each.kind is MechanismKind.TASK}


def test_no_task_stands_for_two_mechanisms_of_one_city_that_are_not_the_same() -> None:
    """Fushun and Panjin number their tasks; each number is a row of its own."""
    numbered = [each for each in named("task") if re.match(r"(任务|措施|情形)", each.title.zh)]
    assert len(numbered) == 22 + 36 + 21 + 20
    assert len({each.task for each in numbered}) == len(numbered)


def test_every_lever_is_covered_and_used_by_a_scenario_or_exercised_by_the_test_named() -> None:
    used = {
        lever.lever
        for scenario in shipped_scenarios().values()
        for side in (scenario.compared, *scenario.beside)
        for lever in (*side.scope, *side.levers)
    }
    for each in named("lever"):
        assert each.test is not None
        name = str(each.lever)
        assert name in used or name in _source(each.test), f"{each.id}: {name} is used nowhere"


@pytest.mark.parametrize("lever", sorted(LEVERS))
def test_what_a_lever_says_that_it_comes_from_is_in_the_table(lever: str) -> None:
    ids = {each.id for each in mechanisms()}
    cited = {match for clause in LEVERS[lever].clauses for match in re.findall(r"\b[A-Z]{2}-\d{3}\b", clause.basis)}
    assert cited <= ids


def test_a_lever_that_stands_for_a_mechanism_says_so_itself() -> None:
    silent = [
        f"{each.id}: {each.lever}"
        for each in named("lever")
        if not any(clause.basis.startswith(each.id) for clause in LEVERS[str(each.lever)].clauses)
    ]
    assert silent == []


def test_every_loop_of_supervision_says_which_mechanisms_it_is() -> None:
    ids = {each.id for each in mechanisms()}
    for lane in lane_groups()[LaneGroup.SUPERVISION]:
        cited = set(re.findall(r"\b(?:SY|TL|FS|PJ|DD)-\d{3}\b", _written(lane)))
        assert cited, lane
        assert cited <= ids, lane


@pytest.mark.parametrize("way", ["lane", "scenario", "package"])
def test_a_file_that_stands_for_a_mechanism_says_so_itself(way: str) -> None:
    written = {"lane": _written, "scenario": _written_scenario, "package": _written_package}[way]
    silent = [f"{each.id}: {each.covered_by[1]}" for each in named(way) if each.id not in written(each.covered_by[1])]
    assert silent == []


def test_a_target_or_a_task_that_stands_for_a_mechanism_says_so_itself() -> None:
    tasks = {f"{board.id}/{task.id}": task.mechanism for board in shipped_boards().values() for task in board.tasks}
    assert {each.id: each.task for each in named("task") if tasks[str(each.task)] != each.id} == {}
    targets = published_targets()
    assert {
        each.id: each.target for each in named("target") if each.id not in targets[str(each.target)].mechanisms
    } == {}


ROW = """\
format: 1
mechanisms:
  - {id: SY-001, kind: lever, title: {zh: 一, en: One}, lever: drop_document, test: "tests/a.py::test_a"}
"""


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        ("lever: drop_document, ", "", "expected one of lever"),
        ("lever: drop_document, ", "lever: drop_document, kpi: visits, ", "found lever, kpi"),
        (', test: "tests/a.py::test_a"', "", "Name the test that runs the object"),
        (
            'lever: drop_document, test: "tests/a.py::test_a"',
            f"out_of_scope: {'x' * 40}",
            "Only context may be left out",
        ),
        ("SY-001", "SY-002", "SY-001 next; found SY-002"),
        ("kind: lever", "kind: levers", "supervision_loop"),
    ],
)
def test_a_row_that_says_too_little_or_too_much_is_refused(written: str, instead: str, message: str) -> None:
    assert parse_model(ROW, "rows.yaml", Table).model.mechanisms[0].covered_by == ("lever", "drop_document")
    assert written in ROW
    with pytest.raises(InvalidFileError, match=message):
        parse_model(ROW.replace(written, instead), "rows.yaml", Table)


def test_every_way_to_cover_is_a_field() -> None:
    assert set(WAYS) < set(Mechanism.model_fields)


def _exists(path: str) -> bool:
    module, _, name = path.partition(":")
    return find_spec(module) is not None and hasattr(import_module(module), name)


def _is_about(way: str, name: str, source: str) -> bool:
    if way == "object":
        module, _, attribute = name.partition(":")
        return _mentions(source, module) or _mentions(source, attribute)
    if way == "lane" and name in _bases() and re.search(ITERATED["scenario"], source):
        return True
    return all(_mentions(source, part) for part in name.split("/")) or bool(re.search(ITERATED[way], source))


def _mentions(source: str, name: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", source) is not None


@cache
def _bases() -> frozenset[str]:
    """The lanes that shipped scenarios begin with."""
    return frozenset(scenario.base for scenario in shipped_scenarios().values())


@cache
def _functions(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@cache
def _source(test: str) -> str:
    return (ROOT / test.partition("::")[0]).read_text("utf-8")


@cache
def _written_scenario(scenario: str) -> str:
    return (files("workflows.scenarios") / f"{scenario}.yaml").read_text("utf-8")


@cache
def _written_package(package: str) -> str:
    return (files("workflows.scenarios") / "packages" / f"{package}.yaml").read_text("utf-8")


@cache
def _written(lane: str) -> str:
    """The lane's file as somebody wrote it."""
    return lane_file(lane).read_text("utf-8")
