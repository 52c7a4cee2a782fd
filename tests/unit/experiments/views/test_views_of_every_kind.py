"""Whatever an experiment asks comes in views that say something, in both languages, with what it rests on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest

from services.experiments.views.document import ExperimentViews, View
from services.experiments.views.shapes import Estimate, Shown, Words
from services.experiments.views.writing import csv_of_view
from tests.unit.experiments.views.conftest import REQUESTS, Carried

_OF_A_LANE = ["kpis", "distribution", "bottlenecks", "waiting", "heat", "precision"]
_OF_A_REFORM = ["kpis", "targets", "waterfall", "distribution", "bottlenecks", "waiting", "heat", "precision"]
_FROM_NEAR = ["utilisation_by_hour", "work_in_progress", "gantt"]
EXPECTED = {
    "simulate": _OF_A_LANE,
    "simulate precisely": _OF_A_LANE,
    "compare": _OF_A_REFORM,
    "compare several": [*_OF_A_REFORM, *(f"{view}-2" for view in _OF_A_REFORM)],
    "compare once": _OF_A_REFORM,
    "compare the ends": _OF_A_REFORM,
    "sweep": ["sweep"],
    "attribute": ["kpis", "waterfall", "targets", "precision"],
    "select": ["selection"],
    "staff": ["staffing"],
    "morris": ["sensitivity"],
    "sobol": ["sensitivity"],
    "pareto": ["pareto"],
    "warm-up": ["warm_up"],
    "trace": _FROM_NEAR,
    "trace one": _FROM_NEAR,
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_result_comes_in_the_views_of_its_kind(carried: Callable[[str], Carried], name: str) -> None:
    found = carried(name)
    assert [view.id for view in found.views.views] == EXPECTED[name]
    assert ExperimentViews.model_validate_json(found.views.model_dump_json(by_alias=True)) == found.views
    assert [model.hash for model in found.views.models] == [
        hash_ for each in found.experiment.asked for hash_ in each.models
    ]
    assert found.views.manifest.seed == found.experiment.design.seed
    assert found.views.manifest.lane_hashes
    assert found.views.assumptions


@pytest.mark.parametrize("name", REQUESTS)
def test_every_view_says_something_in_both_languages(carried: Callable[[str], Carried], name: str) -> None:
    for view in carried(name).views.views:
        for words in (view.about, view.title, view.sentence, *view.notes, view.footer.interval, view.footer.observed):
            assert words.zh
            assert words.en
            assert not re.search(r"[{}]|None|nan", words.zh + words.en), words
            assert re.search(r"[\u4e00-\u9fff]", words.zh)
        assert not re.search(r"[\u4e00-\u9fff]", view.sentence.en), view.sentence
        assert view.footer.experiment == carried(name).experiment.id
        assert view.table.rows


@pytest.mark.parametrize("name", REQUESTS)
def test_tables_have_what_their_columns_say_and_their_csv_the_same(
    carried: Callable[[str], Carried], name: str
) -> None:
    kinds = {"text": str, "code": str, "unit": str, "words": Words, "number": float, "estimate": Estimate}
    for view in carried(name).views.views:
        ids = [column.id for column in view.table.columns]
        assert len(set(ids)) == len(ids)
        for row in view.table.rows:
            assert list(row) == ids
            for column in view.table.columns:
                cell = row[column.id]
                assert cell is None or isinstance(cell, kinds[column.kind]), (view.id, column, cell)
        _same_in_csv(view)


def _same_in_csv(view: View) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_of_view(view), newline="")))
    assert len(rows) == len(view.table.rows)
    for written, row in zip(rows, view.table.rows, strict=True):
        assert written["experiment"] == view.footer.experiment
        assert written["replications"] == str(view.footer.replications)
        assert (written["interval_zh"], written["interval_en"]) == (view.footer.interval.zh, view.footer.interval.en)
        assert (written["observed_zh"], written["observed_en"]) == (view.footer.observed.zh, view.footer.observed.en)
        for column in view.table.columns:
            unit = f"_{column.unit.name}" if column.unit else ""
            cell = row[column.id]
            if isinstance(cell, Estimate):
                assert float(written[f"{column.id}{unit}"]) == cell.value
                assert written[f"{column.id}_low{unit}"] == ("" if cell.low is None else str(cell.low))
            elif isinstance(cell, Words):
                assert written[f"{column.id}_zh"] == cell.zh
            elif isinstance(cell, float):
                assert float(written[f"{column.id}{unit}"]) == cell


def test_no_spreadsheet_takes_what_somebody_called_a_step_for_a_formula(carried: Callable[[str], Carried]) -> None:
    view = carried("simulate").views.views[0]
    hostile = Words(zh='=HYPERLINK("http://x")', en="@SUM(A1)")
    rows = tuple({**row, "title": hostile} for row in view.table.rows)
    changed: Shown = view.model_copy(update={"table": view.table.model_copy(update={"rows": rows})})
    assert isinstance(changed, type(view))
    [first, *_] = csv.DictReader(io.StringIO(csv_of_view(changed), newline=""))
    assert (first["title_zh"], first["title_en"]) == ('\'=HYPERLINK("http://x")', "'@SUM(A1)")
