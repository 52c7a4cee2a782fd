"""The page on assurance says what runs left, and nothing else; what a run leaves can be told apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from docs.generate.assurance import page_of
from docs.generate.pages import DOCS
from tests.assurance.results import RESULTS, Figure, Outcome, Result, read_results, result_of_this_machine, write_result
from tests.schedules.__main__ import main as run_schedules

DAY = date(2026, 11, 23)


def a_result(*figures: Figure, wrong: bool = False) -> Result:
    return result_of_this_machine("a-run", "Something holds.", "python -m something", DAY, figures, wrong=wrong)


def test_the_page_is_what_the_kept_results_give() -> None:
    assert (DOCS / "reference/assurance/README.md").read_text("utf-8") == page_of(read_results())


def test_every_kept_file_is_named_after_its_result() -> None:
    assert {path.stem for path in RESULTS.glob("*.json")} == {result.name for result in read_results()}


@pytest.mark.parametrize(
    ("figure", "outcome"),
    [
        (Figure(what="losses", value=0, at_most=0), Outcome.OK),
        (Figure(what="losses", value=1, at_most=0), Outcome.FOUND),
        (Figure(what="cases", value=59, at_least=60), Outcome.FOUND),
        (Figure(what="cases", value=59), Outcome.OK),
    ],
)
def test_a_figure_that_is_not_as_promised_is_told(figure: Figure, outcome: Outcome, tmp_path: Path) -> None:
    write_result(a_result(figure), tmp_path)
    [kept] = read_results(tmp_path)
    assert kept.outcome is outcome
    assert ("does not hold" in page_of([kept])) == (outcome is Outcome.FOUND)


def test_a_failed_check_is_told_whatever_the_figures_are() -> None:
    assert a_result(wrong=True).outcome is Outcome.FOUND


def test_what_was_not_run_is_never_told_as_good() -> None:
    page = page_of([a_result().model_copy(update={"outcome": Outcome.NOT_RUN, "note": "No network."})])
    assert "not run" in page
    assert "| holds |" not in page


def test_schedules_leave_what_they_came_to(tmp_path: Path) -> None:
    assert run_schedules(["--schedules", "2", "--date", DAY.isoformat(), "--into", str(tmp_path)]) == 0
    [kept] = read_results(tmp_path)
    figures = {figure.what: figure.value for figure in kept.figures}
    assert kept.measured_on == DAY
    assert figures["schedules of each"] == 2
    assert figures["events in all"] > 100
