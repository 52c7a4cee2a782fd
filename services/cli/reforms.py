"""What the command line shows of reforms: the levers, the scenarios, and one lever in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import typer

from services.cli.explaining import Explanation, LeverSummary, Parameter, explain, lever_summaries
from services.cli.output import write_json, write_table
from services.cli.texts import say
from services.insights.schemas import summary_of_scenario
from workflows.definition.provenance import Provenance
from workflows.levers.lever import Direction
from workflows.levers.package import shipped_packages
from workflows.levers.scenario import shipped_scenarios
from workflows.measures.kpis import KPIS

_ARROWS: Final = {Direction.DOWN: "↓", Direction.UP: "↑"}


def write_levers(language: str, *, as_json: bool) -> None:
    """Every lever that a scenario may use."""
    levers = lever_summaries()
    if as_json:
        write_json({"levers": [lever.model_dump(mode="json") for lever in levers]})
        return
    write_table(
        say(language, "levers.levers"),
        [say(language, f"levers.{name}") for name in ("id", "title", "moves", "scenarios")],
        [
            (lever.id, lever.title.in_language(language), _moved(language, lever), str(len(lever.scenarios)))
            for lever in levers
        ],
    )


def write_scenarios(language: str, *, as_json: bool) -> None:
    """Every scenario that is shipped, with its levers in their order, and the packages of scenarios."""
    scenarios = [summary_of_scenario(scenario) for scenario in shipped_scenarios().values()]
    packages = shipped_packages().values()
    if as_json:
        told = {"id", "title", "scenarios", "principles", "notes"}
        write_json(
            {
                "scenarios": [scenario.model_dump(mode="json") for scenario in scenarios],
                "packages": [package.model_dump(mode="json", include=told) for package in packages],
            }
        )
        return
    write_table(
        say(language, "lanes.scenarios"),
        [say(language, f"lanes.{name}") for name in ("id", "title", "base", "levers")],
        [
            (each.id, each.title.in_language(language), each.base, _counted((*each.scope, *each.levers)))
            for each in scenarios
        ],
    )
    if packages:
        typer.echo()
        write_table(
            say(language, "scenarios.packages"),
            [say(language, f"scenarios.{name}") for name in ("id", "title", "scenarios", "principles")],
            [
                (
                    each.id,
                    each.title.in_language(language),
                    ", ".join(each.scenarios),
                    ", ".join(principle.title.in_language(language) for principle in each.principles),
                )
                for each in packages
            ],
        )


def write_explanation(language: str, lever: str, *, as_json: bool) -> None:
    """One lever in full.

    Raises
    ------
    UnknownNameError
        With the closest name that there is.
    """
    explained = explain(lever)
    if as_json:
        write_json(explained)
        return
    typer.echo(f"{explained.id}  {explained.title.zh} · {explained.title.en}")
    typer.echo(f"  {explained.explanation.in_language(language)}")
    for heading, lines in _sections(language, explained):
        typer.echo()
        typer.echo(say(language, f"explain.{heading}"))
        for line in lines:
            typer.echo(f"  {line}")


def _sections(language: str, explained: Explanation) -> Iterable[tuple[str, list[str]]]:
    none = say(language, "explain.none")
    yield "needs", [explained.preconditions.in_language(language)]
    yield "moves", [_moved(language, explained, "; ") or none]
    yield "order", list(_order(language, explained))
    yield "parameters", [line for each in explained.parameters for line in _described(language, each)] or [none]
    yield "clauses", [_source(clause) for clause in explained.clauses]
    yield (
        "scenarios",
        [f"{use.scenario}: {use.called.in_language(language)}" for use in explained.uses] or [none],
    )
    yield (
        "mechanisms",
        [f"{each.id} {each.title.in_language(language)}" for each in explained.mechanisms] or [none],
    )


def _order(language: str, explained: Explanation) -> Iterable[str]:
    for key, others in (("comes_after", explained.comes_after), ("comes_before", explained.comes_before)):
        if others:
            yield say(language, f"explain.{key}", levers=", ".join(others))
    yield say(language, "explain.repeatable" if explained.repeatable else "explain.once")
    if explained.scope_only:
        yield say(language, "explain.scope_only")


def _described(language: str, parameter: Parameter) -> Iterable[str]:
    needed = say(language, "explain.required" if parameter.required else "explain.optional")
    if parameter.default is not None:
        needed = say(language, "explain.default", default=parameter.default)
    value = parameter.value.in_language(language)
    yield say(language, "explain.parameter", name=parameter.name, value=value, needed=needed)
    yield f"    {parameter.meaning.in_language(language)}"


def _counted(levers: Iterable[str]) -> str:
    """Levers in the order of their first use, with how often they are used."""
    return ", ".join(f"{lever} ×{uses}" if uses > 1 else lever for lever, uses in Counter(levers).items())


def _moved(language: str, lever: LeverSummary, between: str = ", ") -> str:
    return between.join(f"{KPIS[kpi].title.in_language(language)} {_ARROWS[way]}" for kpi, way in lever.moves.items())


def _source(clause: Provenance) -> str:
    return f"{clause.source.value} {clause.basis}"
