"""The page itself: one HTML file with its style inside, no script, nothing from anywhere else.

Both languages are in the page; two radio buttons and the style sheet show one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from services.experiments.report.language import Both, Language, both
from services.experiments.report.numbers import NOTHING, number
from services.experiments.report.section import Section, section_of
from services.experiments.report.sentences import main_target, target_verdict, working_days
from services.experiments.report.texts import text
from services.experiments.result import DemoResult
from workflows.definition.provenance import Source


@dataclass(frozen=True, slots=True)
class Believed:
    """The identity reruns, added up."""

    cases: int
    events: int
    agreed: int


def page_of(result: DemoResult, language: Language = "zh-CN") -> str:
    """Write the page.

    Parameters
    ----------
    language : which one it opens in
    """
    sections = tuple(section_of(comparison, result.grounds_of(comparison)) for comparison in result.comparisons)
    proofs = result.proofs
    believed = Believed(
        cases=sum(proof.cases for proof in proofs),
        events=sum(proof.events for proof in proofs),
        agreed=sum(proof.agreed for proof in proofs),
    )
    template = _environment().get_template("report.html")
    return template.render(result=result, sections=sections, language=language, believed=believed if proofs else None)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("services.experiments.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        t=text, both=both, number=number, nothing=NOTHING, target_mark=_target_mark, sources=tuple(Source)
    )
    return environment


def _target_mark(section: Section) -> tuple[Both, str] | None:
    """Whether the published figure that it aims at is reached, in words and as a mark."""
    gap = main_target(section.comparison)
    if gap is None:
        return None
    verdict = target_verdict(gap)
    shown = "open" if verdict == "unknown" else verdict
    return text(f"summary.target.{shown}", days=working_days(gap.target.working_days)), shown
