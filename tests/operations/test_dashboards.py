"""Dashboards: committed as their code makes them, in both languages, and about metrics that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deploy.grafana.build.boards import BOARDS, path_of
from deploy.grafana.build.drawing import drawn
from deploy.grafana.build.views import Board
from tests.operations.panels import DASHBOARDS, dashboard, panels_of, queries
from tests.operations.rules import asked_by, is_known

_CHINESE = re.compile(r"[一-鿿]")
_SAME = {"API", "Temporal", "CPU"}


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.id)
def test_a_dashboard_is_committed_as_its_code_makes_it(board: Board) -> None:
    assert path_of(board).read_text("utf-8") == drawn(board), "run `python -m deploy.grafana.build`"


def test_every_file_is_made_by_the_code() -> None:
    assert set(DASHBOARDS) == {path_of(board) for board in BOARDS}
    assert len({dashboard(path).uid for path in DASHBOARDS}) == len(DASHBOARDS)


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_titles_are_in_both_languages(path: Path) -> None:
    board = dashboard(path)
    for title in (board.title, *(panel.title for panel in panels_of(board))):
        english, _, chinese = title.partition(" · ")
        assert re.search("[a-z]", english) or english in _SAME, title
        assert not _CHINESE.search(english), title
        assert _CHINESE.search(chinese), title
    assert _CHINESE.search(board.description)
    for legend in (target.legendFormat for panel in panels_of(board) for target in panel.targets):
        words = re.sub(r"\{\{\w+\}\}|P\d+|\W|\d", "", legend)
        assert not words or _CHINESE.search(words), legend


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_no_panel_is_without_a_query_and_no_variable_without_use(path: Path) -> None:
    board, text = dashboard(path), path.read_text("utf-8")
    assert all(panel.targets for panel in panels_of(board) if panel.type != "row")
    for variable in board.templating.list:
        assert re.search(rf"\$\{{?{variable.name}\b", text), variable.name
    known = {"datasource", "__rate_interval", "__range"} | {variable.name for variable in board.templating.list}
    assert set(re.findall(r"\$\{?(\w+)", text)) <= known


def test_panels_ask_for_metrics_that_exist() -> None:
    for asked in queries():
        metrics = asked_by(asked.expression)
        assert metrics, asked
        assert [metric for metric in metrics if not is_known(metric)] == [], asked
