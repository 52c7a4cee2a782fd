"""The page on the levers that a scenario may use."""

from __future__ import annotations

from typing import Final

from docs.generate.docstrings import introduction_of
from docs.generate.lane_format import named_choice
from docs.generate.models import fields_table, table
from workflows.definition.provenance import Provenance
from workflows.levers.catalogue import LEVERS
from workflows.levers.joint_review import Stage
from workflows.levers.scenario import Scenario

_INTRODUCTION: Final = """\
# Levers and scenarios

A lever is one measure of a reform, as data: what it changes in a lane, and nothing else. A scenario is a base lane and
a list of levers. The lane after is always derived; why:
[decision 4](../decisions/0004-after-is-before-plus-levers.md). How to write a new kind of lever:
[write a lever](../how-to/write-a-lever.md). Models that are only named here are described with the
[lane files](lane-format.md)."""

_FIELDS_OF_ALL: Final = """\
Every lever also takes `name`, what a report calls this use of it; by default its title. Steps are named by their ids,
and a list inside a list of steps stays one after the other. A lever that does not fit, or that would change nothing, is
refused with what was expected, what was found and what to do."""


def levers_page() -> str:
    """The page, made from the catalogue."""
    overview = [
        (f"[`{id_}`](#{id_})", kind.title.zh, kind.title.en, kind.explanation.en) for id_, kind in LEVERS.items()
    ]
    parts = [
        _INTRODUCTION,
        table(("lever", "中文", "English", "what it changes"), overview),
        _FIELDS_OF_ALL,
        "## Scenario files",
        introduction_of(Scenario),
        _linked(fields_table(Scenario, _named)),
    ]
    for id_, kind in LEVERS.items():
        parts += [
            f"## {id_}",
            f"**{kind.title.zh} · {kind.title.en}.** {kind.explanation.zh}",
            introduction_of(kind),
            f"From: {'; '.join(_source(clause) for clause in kind.clauses)}.",
            _linked(fields_table(kind, _named, ("lever", "name"))),
        ]
        if id_ == "joint_review":
            parts += ["A stage:", _linked(fields_table(Stage, _named))]
    return "\n\n".join(parts) + "\n"


def _named(models: frozenset[str]) -> str | None:
    if models == {kind.__name__ for kind in LEVERS.values()}:
        return "lever"
    if models == {Stage.__name__}:
        return "stage"
    return named_choice(models)


def _source(clause: Provenance) -> str:
    return f"{clause.source.value} {clause.basis}"


def _linked(text: str) -> str:
    """Links to sections of the page on lane files lead there."""
    return text.replace("](#", "](lane-format.md#")
