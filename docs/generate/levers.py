"""The page on the levers that a scenario may use."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import Final, get_args

from pydantic import BaseModel

from docs.generate.docstrings import introduction_of
from docs.generate.lane_format import named_choice
from docs.generate.models import fields_table, table
from workflows.definition.provenance import Provenance
from workflows.levers.catalogue import LEVERS
from workflows.levers.lever import LeverFields
from workflows.levers.package import Package
from workflows.levers.scenario import Scenario

_OWN: Final = "workflows.levers."
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
        *_sections(_parts_of(Scenario)),
        "## Package files",
        introduction_of(Package),
        _linked(fields_table(Package, _named)),
        *_sections(part for part in _parts_of(Package) if part not in _parts_of(Scenario)),
    ]
    told = {*_parts_of(Scenario), *_parts_of(Package)}
    for id_, kind in LEVERS.items():
        parts += [
            f"## {id_}",
            f"**{kind.title.zh} · {kind.title.en}.** {kind.explanation.zh}",
            introduction_of(kind),
            f"Needs: {kind.preconditions.en}",
            *_use_of(kind),
            f"From: {'; '.join(_source(clause) for clause in kind.clauses)}.",
            _linked(fields_table(kind, _named, ("lever", "name"))),
        ]
        own = [part for part in _parts_of(kind) if part not in told]
        parts += _sections(own)
        told.update(own)
    return "\n\n".join(parts) + "\n"


def _named(models: frozenset[str]) -> str | None:
    if models == {kind.__name__ for kind in LEVERS.values()}:
        return "lever"
    known = {part.__name__: part for kind in (Scenario, Package, *LEVERS.values()) for part in _parts_of(kind)}
    if len(models) == 1 and (name := next(iter(models))) in known:
        part = known[name]
        if issubclass(part, Enum):
            return " or ".join(f"`{member.value}`" for member in part)
        return f"[{name}](levers.md#{name.lower()})"
    if models == {"JsonValue"}:
        return "whatever a file may have there"
    return named_choice(models)


@lru_cache(maxsize=128)
def _parts_of(kind: type[BaseModel]) -> tuple[type[BaseModel | Enum], ...]:
    """Models and choices of words that only levers and scenarios are made of, in the order in which they are met."""
    parts: dict[type[BaseModel | Enum], None] = {}
    waiting: list[object] = [field.annotation for field in kind.model_fields.values()]
    while waiting:
        part = waiting.pop(0)
        waiting += get_args(part)
        if not isinstance(part, type) or part in parts or not part.__module__.startswith(_OWN):
            continue
        if issubclass(part, Enum):
            parts[part] = None
        elif issubclass(part, BaseModel) and not issubclass(part, LeverFields):
            parts[part] = None
            waiting += [field.annotation for field in part.model_fields.values()]
    return tuple(parts)


def _sections(parts: Iterable[type[BaseModel | Enum]]) -> list[str]:
    """A section for each model; a choice of words is told where it is asked for."""
    return [
        text
        for part in parts
        if issubclass(part, BaseModel)
        for text in (f"### {part.__name__}", introduction_of(part), _linked(fields_table(part, _named)))
    ]


def _use_of(kind: type[LeverFields]) -> list[str]:
    """What a lever moves, which levers it comes after, and what a second use does."""
    moves = ", ".join(f"`{kpi}` {way}" for kpi, way in kind.moves.items())
    others = ", ".join(f"[`{id_}`](#{id_})" for id_ in kind.comes_after)
    said = [f"Moves: {moves}." if moves else "", f"Where both are used, comes after: {others}." if others else ""]
    said.append("A second use acts on what the first one left." if kind.repeatable else "")
    return [text for text in said if text]


def _source(clause: Provenance) -> str:
    return f"{clause.source.value} {clause.basis}"


def _linked(text: str) -> str:
    """Links to sections of the page on lane files lead there."""
    return text.replace("](#", "](lane-format.md#")
