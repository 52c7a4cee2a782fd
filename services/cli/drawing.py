"""What the command line shows and begins of double-random draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from services.cli.draw_files import DrawFile, inspection_lanes
from services.cli.output import tell, write_json, write_table
from services.cli.texts import say
from workflows.supervision.double_random import Draw, Inspection
from workflows.supervision.draw_results import Difference, result_of
from workflows.supervision.publications import Publication, publication_of
from workflows.supervision.registers import Registers
from workflows.working_time.state_council import WorkingDays

if TYPE_CHECKING:
    from workflows.instants import Instant


def write_draw(
    language: str,
    drawn: Draw,
    firms: int,
    simulation: Publication | None,
    began: Sequence[str] | None,
    *,
    as_json: bool,
) -> None:
    """A draw: who inspects whom, and what anybody needs to repeat it.

    Parameters
    ----------
    firms : in the register
    simulation, began : if they were asked for
    """
    result = result_of(drawn)
    if as_json:
        file = DrawFile(
            digest=result.digest,
            draw=drawn,
            simulation=simulation,
            began=None if began is None else tuple(began),
        )
        write_json({name: part for name, part in file.model_dump(mode="json").items() if part is not None})
        return
    columns = [say(language, f"draw.{name}") for name in ("firm", "inspectors")]
    title = say(language, "draw.drawn", period=drawn.rule.period, number=drawn.rule.draw)
    write_table(title, columns, [(each.firm, _pairs(each)) for each in drawn.inspections])
    count = len(drawn.inspections)
    for each in drawn.unmanned:
        tell(say(language, "draw.unmanned", firm=each.firm, department=each.department))
    typer.echo(say(language, "draw.count", drawn=count, firms=firms, share=f"{count / firms:.1%}"))
    typer.echo(say(language, f"draw.bound.{drawn.bound}"))
    for name, value in (("seed", drawn.seed), ("registers", drawn.registers), ("digest", result.digest)):
        typer.echo(say(language, f"draw.{name}", value=value))
    if simulation is not None:
        write_publication(language, simulation)
    if began is not None:
        tell(say(language, "draw.began", began=len(began), cases=count))


def write_publication(language: str, found: Publication) -> None:
    """What is published of a draw, or would be."""
    names = ("firm", "lane", "result", "decided_at", "published_at", "working_days")
    rows = [
        (
            each.firm,
            each.lane,
            each.result or "",
            _minute(each.decided_at),
            _minute(each.published_at),
            "" if each.working_days is None else f"{each.working_days}{'' if each.in_time else ' !'}",
        )
        for each in found.firms
    ]
    write_table(say(language, "draw.publication"), [say(language, f"draw.{name}") for name in names], rows)
    share = "-" if found.share is None else f"{found.share:.1%}"
    places = {"published": found.published, "inspections": found.inspections, "in_time": found.in_time, "share": share}
    typer.echo(say(language, "draw.in_time", limit=max(found.limits.values()), **places))
    if found.assumed_years:
        tell(say(language, "draw.assumed", years=", ".join(map(str, found.assumed_years))))


def write_verified(language: str, published: DrawFile, found: Sequence[Difference], *, as_json: bool) -> None:
    """What came of repeating a draw."""
    if as_json:
        write_json({"digest": published.digest, "verified": not found, "differences": [each.value for each in found]})
        return
    for each in found:
        typer.echo(say(language, f"draw.differs.{each}"))
    if not found:
        drawn = published.draw
        typer.echo(say(language, "draw.verified", seed=drawn.seed, count=len(drawn.inspections)))
        if drawn.inspected:
            tell(say(language, "draw.rests_on", count=len(drawn.inspected)))


def start_draw(drawn: Draw, registers: Registers, at: Instant) -> tuple[str, ...]:
    """Begin the inspections of a draw; the ids of the cases that began now."""
    import asyncio

    from services.settings import load_settings
    from services.store.database import open_database
    from services.supervision.inspections import start_inspections
    from services.temporal_client import connect

    async def began() -> tuple[str, ...]:
        settings = load_settings()
        engine, temporal = open_database(settings.database), await connect(settings)
        try:
            return (await start_inspections(engine, temporal, drawn, registers, at)).began
        finally:
            engine.dispose()

    return asyncio.run(began())


def live_publication(drawn: Draw, registers: Registers) -> Publication:
    """What is published of the inspections of a draw that were begun."""
    from services.settings import load_settings
    from services.store.database import open_database
    from services.supervision.inspections import results_of
    from workflows.supervision.inspections import inspections_of

    engine = open_database(load_settings().database)
    lanes, days = inspection_lanes(), WorkingDays(beyond="weekdays")
    try:
        results = results_of(engine, drawn, registers)
    finally:
        engine.dispose()
    return publication_of(inspections_of(drawn, registers, lanes, 0), results, lanes, days)


def _pairs(inspection: Inspection) -> str:
    return "; ".join(f"{pair.department}: {', '.join(pair.inspectors)}" for pair in inspection.pairs)


def _minute(at: str | None) -> str:
    return "" if at is None else at[:16].replace("T", " ")
