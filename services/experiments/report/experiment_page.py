"""The report of one experiment: every view on paper, the assumptions, the sources, and how to get it again.

One HTML file with its style inside, no script, nothing from anywhere else, as the report of comparisons. It is made
from the views alone, so that it cannot say anything else than the page and the CSV do.
"""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from services.experiments.report.drawn_views import drawn
from services.experiments.report.language import Language, both
from services.experiments.report.numbers import number
from services.experiments.report.texts import text
from services.experiments.views.document import ExperimentViews
from services.experiments.views.wording import both as words
from workflows.definition.provenance import Source


def experiment_page(views: ExperimentViews, language: Language = "zh-CN") -> str:
    """Write the report.

    Parameters
    ----------
    language : which one it opens in; it holds both
    """
    template = _environment().get_template("experiment.html")
    return template.render(found=views, views=tuple(map(drawn, views.views)), language=language)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("services.experiments.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(t=text, both=both, words=words, number=number, sources=tuple(Source))
    return environment
