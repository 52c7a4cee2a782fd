"""The report of one experiment: all of its views on paper, the same bytes every time, nothing that could break out."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from services.experiments.report.cells import figure, printed
from services.experiments.report.drawn_views import drawn
from services.experiments.report.experiment_page import experiment_page
from services.experiments.views.of_lanes import WaterfallView
from services.experiments.views.shapes import Estimate, UnitName, Words
from services.experiments.views.wording import UNIT
from tests.unit.experiments.views.conftest import REQUESTS, Carried, carried

__all__ = ["carried"]


@pytest.mark.parametrize("name", REQUESTS)
def test_every_view_is_on_paper_in_both_languages_and_nothing_is_loaded(
    carried: Callable[[str], Carried],
    name: str,
) -> None:
    views = carried(name).views
    page = experiment_page(views, "en")
    assert page == experiment_page(views, "en")
    assert "default-src 'none'" in page
    assert not re.search(r"<script|<link|<img|\ssrc=|url\(|javascript:", page)
    assert "None" not in page
    for view in views.views:
        assert f'id="{view.id}"' in page
        for words in (view.sentence, *view.notes):
            assert _escaped(words.zh) in page
            assert _escaped(words.en) in page
    for assumption in views.assumptions:
        assert _escaped(assumption.provenance.basis) in page
    assert views.experiment in page
    assert all(f"{name} {version}" in page for name, version in views.manifest.versions.items())


def test_a_title_cannot_break_out(carried: Callable[[str], Carried]) -> None:
    views = carried("simulate").views
    hostile = views.model_copy(update={"title": Words(zh="</style><script>alert(1)</script>", en="<img src=x>")})
    page = experiment_page(hostile)
    assert "<script>" not in page
    assert "<img" not in page


def test_a_waterfall_is_drawn_from_the_view(carried: Callable[[str], Carried]) -> None:
    view = next(view for view in carried("compare").views.views if isinstance(view, WaterfallView))
    for shown, waterfall in zip(drawn(view).waterfalls, view.data.waterfalls, strict=True):
        assert len(shown.column.bars) == len(shown.rows) == len(waterfall.bars) + 2
        assert [row[0].zh for row in shown.rows[1:-1]] == [bar.title.zh for bar in waterfall.bars]


def test_long_tables_say_what_they_leave_out(carried: Callable[[str], Carried]) -> None:
    for view in carried("trace").views.views:
        shown = drawn(view).table
        assert len(shown.rows) + shown.left_out == len(view.table.rows)
    table = carried("simulate").views.views[0].table
    assert printed(table, most=5).left_out == len(table.rows) - 5


def test_a_figure_is_written_with_the_interval_that_it_has() -> None:
    days = UNIT[UnitName.DAYS]
    assert figure(Estimate(value=12.345, low=11.0, high=13.7, confidence=0.95, values=3), days) == "12.3 [11.0, 13.7]"
    assert figure(Estimate(value=12.345, low=None, high=None, confidence=0.95, values=1), days) == "12.3"
    assert figure(Estimate(value=12.345, low=None, high=13.7, confidence=0.95, values=3), days) == "12.3 […, 13.7]"


def _escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;").replace("<", "&lt;").replace(">", "&gt;")
    )
