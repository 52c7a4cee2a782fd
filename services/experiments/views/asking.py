"""One question of an experiment with its lanes: what its answer is read with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from services.experiments.forms import Form, HowLongToWarmUp
from services.experiments.report.language import Both
from services.experiments.report.numbers import number
from services.experiments.report.texts import text as report_text
from services.experiments.views.shapes import Footer, Words
from services.experiments.views.texts import text
from services.experiments.views.wording import said
from simulations.experiment import Design, Model

Intervals = Literal["means", "paired", "attributed", "judged", "selected", "bootstrap", "none"]
"""How the intervals of a view come about."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One question.

    Attributes
    ----------
    experiment : its id
    versions : of the program, in short
    number : of the question, from 0
    hashes : of the models, in their order
    """

    experiment: str
    versions: str
    number: int
    form: Form
    hashes: tuple[str, ...]
    models: tuple[Model, ...]

    def footer(self, design: Design, intervals: Intervals, replications: int | None = None) -> Footer:
        """What a view of this question rests on.

        Parameters
        ----------
        replications : of each lane; those of the design if absent
        """
        return Footer(
            experiment=self.experiment,
            seed=design.seed,
            replications=design.replications if replications is None else replications,
            confidence=design.confidence,
            interval=interval_words(intervals, design),
            observed=observed_words(design),
            versions=self.versions,
        )

    @property
    def looks_at_courses(self) -> bool:
        """Whether whole runs are looked at, whatever of them a design would leave out."""
        return isinstance(self.form, HowLongToWarmUp)


def interval_words(intervals: Intervals, design: Design) -> Words:
    """How intervals come about, with their confidence."""
    return said(text(f"intervals.{intervals}", confidence=number(design.confidence * 100)))


def observed_words(design: Design) -> Words:
    """What is looked at of each replication."""
    start = design.starts_on.isoformat()
    if design.cases is not None:
        observed = report_text("footer.window.cases", start=start, cases=design.cases)
    else:
        observed = report_text(
            "footer.window.days",
            start=start,
            warm_up=design.warm_up_days,
            window=design.window_days,
            cool_down=design.cool_down_days,
        )
    if not design.assume_weekdays:
        return said(observed)
    weekdays = report_text("footer.weekdays")
    return said(Both(f"{observed.zh}；{weekdays.zh}", f"{observed.en}; {weekdays.en}"))
