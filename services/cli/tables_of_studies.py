"""Studies as tables for people, with what they mean in a sentence below."""

from __future__ import annotations

from typing import Final

import typer

from services.cli.output import write_table
from services.cli.quantities import ends, ends_of, ends_of_share, number, unit_of
from services.cli.texts import say
from simulations.selecting import LaneSelected
from simulations.sensitivity import Sensitivity
from simulations.staffing import StaffingFound
from simulations.trade_off import TradeOffs
from simulations.transient import WarmUp
from workflows.measures import KPIS

_ROWS: Final = 20
"""Of the statistic of a warm-up; the data have all."""


def write_warm_up(language: str, found: WarmUp) -> None:
    """How long a warm-up should be: the statistic day by day, then the point in a sentence."""
    title = found.title.in_language(language)
    step = max(1, -(-len(found.cuts) // _ROWS))
    columns = [say(language, f"warm_up.{name}") for name in ("day", "left_out", "statistic", "cycle_time")]
    rows = [
        (number(cut.day), str(cut.cases), f"{cut.statistic:.3g}", number(cut.cycle_time))
        for place, cut in enumerate(found.cuts)
        if place % step == 0 or cut.cases == found.cases
    ]
    write_table(title, columns, rows)
    typer.echo()
    settled = "warm_up.found" if found.cases else "warm_up.none"
    key = settled if found.settled else "warm_up.too_short"
    places = {"days": found.days, "cases": found.cases, "of": found.looked_at}
    typer.echo(say(language, key, replications=found.design.replications, **places))


def write_selected(language: str, found: LaneSelected) -> None:
    """Which lane is the best, and what that is worth."""
    figure = f"{KPIS[found.kpi].title.in_language(language)} ({unit_of(language, found.kpi)})"
    columns = [say(language, "select.lane"), "", say(language, "select.mean"), say(language, "select.replications")]
    rows = [
        (each.name, each.title.in_language(language), number(each.mean), str(each.replications))
        for each in found.candidates
    ]
    write_table(figure, columns, rows)
    typer.echo()
    key = "select.best" if found.settled else "select.unsettled"
    places = {"confidence": f"{found.wanted.confidence:.0%}", "zone": number(found.wanted.indifference)}
    typer.echo(say(language, key, best=found.best, **places))


def write_staffing(language: str, found: StaffingFound) -> None:
    """Every staffing that was judged, then the fewest who do."""
    columns = [
        *(each.pool for each in found.pools),
        say(language, "staff.share"),
        say(language, "staff.interval"),
        say(language, "staff.replications"),
        say(language, "staff.verdict"),
    ]
    rows = [
        (
            *map(str, each.members),
            number(each.found.mean),
            ends_of_share(each.found) if found.goal.of_share else ends(each.found),
            str(each.found.values),
            say(language, f"staff.{each.verdict}"),
        )
        for each in found.found.tried
    ]
    write_table(f"{found.title.in_language(language)}: {found.goal.text}", columns, rows)
    typer.echo()
    typer.echo(_staffing_sentence(language, found))
    if found.kept is not None and found.kept.low is not None:
        share, low = f"{found.kept.estimate:.0%}", f"{found.kept.low:.0%}"
        typer.echo(say(language, "staff.kept", share=share, low=low, replications=found.kept.values))


def _staffing_sentence(language: str, found: StaffingFound) -> str:
    chosen = found.found.chosen
    if chosen is None:
        return say(language, "staff.exhausted" if found.found.exhausted else "staff.none")
    members = ", ".join(f"{each.pool} {count}" for each, count in zip(found.pools, chosen.members, strict=True))
    cost = say(language, "staff.yuan" if found.in_yuan else "staff.heads", cost=number(found.cost or 0.0))
    confidence = f"{found.design.confidence:.0%}"
    proven = "staff.proven" if found.found.fewer else "staff.least"
    key = proven if found.proven else "staff.unproven"
    return say(language, key, members=members, cost=cost, confidence=confidence)


def write_sensitivity(language: str, found: Sensitivity) -> None:
    """Which inputs move a figure, the one that does most first."""
    figure = f"{KPIS[found.kpi].title.in_language(language)} ({unit_of(language, found.kpi)})"
    by_effect = found.method == "morris"
    names = ("size", "effect", "spread") if by_effect else ("alone", "total")
    columns = [say(language, f"sensitivity.{name}") for name in ("input", "range", *names)]
    rows = _effects(found) if by_effect else _shares(found)
    ranges = {each.name: f"{number(each.low)} … {number(each.high)}" for each in found.inputs}
    named = [(name, ranges[name], *cells) for name, cells in rows.items()]
    write_table(f"{found.title.in_language(language)}: {figure}", columns, named)
    typer.echo()
    typer.echo(say(language, f"sensitivity.{found.method}", lanes=found.lanes, replications=found.design.replications))


def _effects(found: Sensitivity) -> dict[str, list[str]]:
    return {
        each.name: [_plus(each.size, each.size_half_width), number(each.effect), number(each.spread)]
        for each in found.effects
    }


def _shares(found: Sensitivity) -> dict[str, list[str]]:
    return {
        each.name: [_plus(each.alone, each.alone_half_width), _plus(each.total, each.total_half_width)]
        for each in found.shares
    }


def _plus(value: float, half: float) -> str:
    return f"{number(value)} ± {number(half)}"


def write_trade_offs(language: str, found: TradeOffs) -> None:
    """What is worth choosing, the cheapest first."""
    columns = [
        say(language, "pareto.yuan" if found.in_yuan else "pareto.heads"),
        f"{KPIS[found.kpi].title.in_language(language)} ({unit_of(language, found.kpi)})",
        say(language, "experiment.interval", confidence=f"{found.design.confidence:.0%}"),
        *(each.pool for each in found.pools),
        *([say(language, "pareto.levers")] if found.levers else []),
    ]
    rows = []
    for each in found.front:
        row = [number(each.cost), number(each.reached.mean), ends_of(found.kpi, each.reached)]
        row += [str(each.members[pool.pool]) for pool in found.pools]
        if found.levers:
            row.append("; ".join(found.levers[place].called.in_language(language) for place in each.levers))
        rows.append(row)
    write_table(found.title.in_language(language), columns, rows)
    typer.echo()
    typer.echo(
        say(language, "pareto.all" if found.tried == found.of else "pareto.some", tried=found.tried, of=found.of)
    )
