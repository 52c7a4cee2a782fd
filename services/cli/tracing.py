"""`greenlane trace`: a lane from near, or before and after, as tables for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import typer

from services.cli.experiment import Experiment, progress_line
from services.cli.output import write_json, write_table
from services.cli.quantities import NOTHING, number
from services.cli.texts import say
from services.experiments.answering import answer
from services.experiments.asked import AskedTrace
from services.experiments.questions import how_it_goes
from services.experiments.service import horizon_of
from services.experiments.side_by_side import processes
from simulations.traces import PoolHours, Trace, TracedCase, TracedSide
from workflows.instants import DAY, HOUR, format_instant
from workflows.measures import Holder
from workflows.measures.gantt import Gantt, Row, RowKind

_DAYS: Final = 12
"""Rows of the days; the data have all."""
_OF_DEPARTMENTS: Final = (Holder.QUEUEING, Holder.OFF_DUTY, Holder.WORKING)


@dataclass(frozen=True, slots=True)
class TraceAsked:
    """What is to be looked at.

    Attributes
    ----------
    names : a lane or a scenario, or a lane before and one after
    shares, cases : which cases are drawn out; those in the middle and at nine tenths if neither is given
    """

    names: tuple[str, ...]
    shares: tuple[float, ...]
    cases: tuple[int, ...]


def trace_lanes(language: str, asked: TraceAsked, experiment: Experiment, *, as_json: bool) -> None:
    """Look at lanes from near, and write what is seen."""
    question = how_it_goes(asked.names, asked.shares or AskedTrace().shares, asked.cases)
    design = experiment.design_of(horizon_of(asked.names[0]) if len(asked.names) == 1 else None)
    with processes(experiment.workers) as executor:
        found = answer(question, design, executor, progress_line(language))
    assert isinstance(found, Trace)
    if as_json:
        write_json(found)
    else:
        write_trace(language, found)


def write_trace(language: str, found: Trace) -> None:
    """Pools over the week and the work under way, side by side; then the cases."""
    sides = [each for each in (found.before, found.after) if each is not None]
    names = ("before", "after") if found.after is not None else ("alone",)
    for side, name in zip(sides, names, strict=True):
        _write_pools(language, f"{side.title.in_language(language)} ({say(language, f'trace.{name}')})", side)
        typer.echo()
        _write_under_way(language, f"{side.title.in_language(language)} ({say(language, f'trace.{name}')})", side)
        typer.echo()
    for case in found.cases:
        _write_case(language, case, names)


def _write_pools(language: str, title: str, side: TracedSide) -> None:
    columns = [say(language, f"trace.{name}") for name in ("pool", "utilisation", "queue", "busiest", "longest")]
    rows = [
        (
            pool.title.in_language(language),
            f"{pool.utilisation.mean:.0%}",
            number(pool.queue_length.mean),
            _busiest(language, pool),
            _hour(language, pool.queue, f"{max(pool.queue):,.1f}"),
        )
        for pool in side.pools
    ]
    write_table(say(language, "trace.pools", lane=title), columns, rows)


def _busiest(language: str, pool: PoolHours) -> str:
    # Hours of the few Saturdays that are made up for would come first: everybody has waited for those.
    usual = max(pool.on_duty) / 2
    busy = [share or 0.0 if there >= usual else 0.0 for share, there in zip(pool.busy, pool.on_duty, strict=True)]
    return _hour(language, busy, f"{max(busy):.0%}")


def _hour(language: str, values: Sequence[float], most: str) -> str:
    """The hour of the week in which something is largest."""
    place = max(range(len(values)), key=lambda hour: values[hour])
    weekday, hour = divmod(place, 24)
    if not values[place]:
        return NOTHING
    return f"{say(language, f'trace.weekday.{weekday}')} {hour:02}:00 {most}"


def _write_under_way(language: str, title: str, side: TracedSide) -> None:
    days = side.under_way
    step = max(1, -(-len(days.mean) // _DAYS))
    rows = [
        (
            days.first.fromordinal(days.first.toordinal() + place).isoformat(),
            number(days.mean[place]),
            f"{days.p10[place]} … {days.p90[place]}",
        )
        for place in range(step - 1, len(days.mean), step)
    ]
    columns = [say(language, f"trace.{name}") for name in ("day", "mean", "band")]
    write_table(say(language, "trace.under_way", lane=title), columns, rows)


def _write_case(language: str, case: TracedCase, names: Sequence[str]) -> None:
    for name, gantt in zip(names, (case.before, case.after), strict=False):
        if gantt is None:
            typer.echo(say(language, "trace.gone", number=case.number))
            continue
        places = {
            "number": case.number,
            "side": say(language, f"trace.{name}"),
            "days": number((gantt.closed_at - gantt.submitted_at) / DAY),
        }
        if case.share is None:
            title = say(language, "trace.case.number", **places)
        else:
            title = say(language, "trace.case.share", share=f"{case.share:.0%}", **places)
        parts = ("step", "doer", "from", "to", "queueing", "off_duty", "working", "others")
        rows = [_row(language, row) for row in gantt.rows]
        write_table(title, [say(language, f"trace.{part}") for part in parts], [*rows, _whole(language, gantt)])
        typer.echo()


def _row(language: str, row: Row) -> tuple[str, ...]:
    doer = (
        say(language, f"trace.{row.kind}")
        if row.kind is not RowKind.TASK or row.pool_title is None
        else (row.pool_title.in_language(language))
    )
    start, end = row.spells[0].start, row.spells[-1].end
    return (row.title.in_language(language), doer, _at(start), _at(end), *_hours(row))


def _whole(language: str, gantt: Gantt) -> tuple[str, ...]:
    return (say(language, "trace.held"), "", _at(gantt.submitted_at), _at(gantt.closed_at), *_hours(gantt))


def _hours(of: Row | Gantt) -> tuple[str, ...]:
    """How long departments had it, in their three ways, and how long others."""
    spells = of.spells if isinstance(of, Row) else of.held
    lengths = [(spell.holder, (spell.end - spell.start) / HOUR) for spell in spells]
    own = [sum(length for holder, length in lengths if holder is wanted) for wanted in _OF_DEPARTMENTS]
    others = sum(length for holder, length in lengths if holder not in _OF_DEPARTMENTS)
    return tuple(f"{length:,.1f}" if length else NOTHING for length in (*own, others))


def _at(instant: int) -> str:
    return format_instant(instant)[:16].replace("T", " ")
