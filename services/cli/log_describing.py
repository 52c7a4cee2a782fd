"""What is in a log: how much, of what, from when to when; and how the lane did, where it is known which."""

from __future__ import annotations

from collections import Counter
from typing import Final

import typer

from services.cli.output import write_json, write_table
from services.cli.quantities import number, unit_of
from services.cli.texts import say
from services.experiments.questions import how_it_does
from services.experiments.subjects import find_subject
from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError
from workflows.events.event import EventKind
from workflows.events.formats.intake import WORDS, Taken
from workflows.events.log import EventLog
from workflows.instants import date_of, format_instant
from workflows.interpreter.plan import plan_of
from workflows.measures import KPIS, Figure, cases_by_lane, observe, setting_of, summarise
from workflows.working_time.state_council import PUBLISHED_YEARS, WorkingDays

_SHOWN: Final = 5
_WIDEST: Final = 120


class Variant(Frozen):
    """An order in which cases completed steps.

    Parameters
    ----------
    cases : how many had it
    """

    steps: tuple[str, ...]
    cases: int


class Measured(Frozen):
    """How a lane did in a log.

    Parameters
    ----------
    cases : that travelled it
    kpis : KPI id to its value and the cases that it rests on
    assumed_years : without a published calendar, in which Monday to Friday were counted
    """

    lane: str
    cases: int
    kpis: dict[str, Figure]
    assumed_years: tuple[int, ...]


class Description(Frozen):
    """What is in a log.

    Parameters
    ----------
    foreign : whether another tool wrote it
    first_at, last_at : ISO 8601; none if it has no events
    kinds : how many events of which kind
    steps, members : how many different ones
    variants : how many different orders of completed steps
    most : the most frequent of them
    left_out : words of the life cycle whose events were not taken: how many
    measured : if it was said which lane the cases travelled
    """

    file: str
    foreign: bool
    cases: int
    events: int
    first_at: str | None
    last_at: str | None
    kinds: dict[str, int]
    steps: int
    members: int
    variants: int
    most: tuple[Variant, ...]
    left_out: dict[str, int]
    measured: Measured | None


def describe(file: str, taken: Taken, lane: str | None) -> Description:
    """Tell what is in a log.

    Parameters
    ----------
    lane : id or file of the lane or scenario that the cases travelled, if known

    Raises
    ------
    InvalidInputError
        If the lane is not known, or does not have the steps of the log.
    """
    log = taken.log
    variants = _variants(log)
    return Description(
        file=file,
        foreign=taken.foreign,
        cases=len(log.cases),
        events=len(log),
        first_at=format_instant(min(log.at)) if len(log) else None,
        last_at=format_instant(max(log.at)) if len(log) else None,
        kinds={WORDS[kind]: count for kind, count in sorted(Counter(log.kind).items())},
        steps=len({step for step, kind in zip(log.step, log.kind, strict=True) if kind in _OF_STEPS}),
        members=len(set(log.member) - {0}),
        variants=len(variants),
        most=tuple(Variant(steps=steps, cases=count) for steps, count in variants.most_common(_SHOWN)),
        left_out=dict(taken.left_out),
        measured=None if lane is None else _measured(log, lane),
    )


_OF_STEPS: Final = frozenset(kind for kind in EventKind if EventKind.ENABLED <= kind <= EventKind.CANCELLED)


def _variants(log: EventLog) -> Counter[tuple[str, ...]]:
    """How many cases completed which steps in which order, those of equal number in the order of the log."""
    completed: list[list[int]] = [[] for _ in log.cases]
    for case, kind, step in zip(log.case, log.kind, log.step, strict=True):
        if kind == EventKind.COMPLETED:
            completed[case].append(step)
    texts = log.words.texts
    return Counter(tuple(str(texts[step]) for step in steps) for steps in completed)


def _measured(log: EventLog, name: str) -> Measured:
    model = how_it_does(find_subject(name)).models[0]
    lane = model.lane
    if not len(log):
        raise InvalidInputError("expected a log with events, to measure them; found none. Leave --lane out.")
    start, end = min(log.at), max(log.at) + 1
    years = range(date_of(start).year - 1, date_of(end).year + 2)
    days = WorkingDays(beyond="weekdays")
    plan = plan_of(lane, years, days)
    cases = cases_by_lane(log, lane.id, {each.id: each for each in (lane, *model.called)}).get(lane.id, [])
    summary = summarise(observe(log, setting_of(lane, plan.axes, days), cases), start, end)
    touched = range(date_of(start).year, date_of(end).year + 1)
    return Measured(
        lane=lane.id,
        cases=len(cases),
        kpis={kpi: figure for kpi, figure in summary.figures.items() if figure.value is not None},
        assumed_years=tuple(year for year in touched if year not in PUBLISHED_YEARS),
    )


def write_description(language: str, found: Description, *, as_json: bool) -> None:
    """Write what is in a log."""
    if as_json:
        write_json(found)
        return
    rows = [
        (say(language, "log.foreign"), say(language, "log.yes") if found.foreign else say(language, "log.no")),
        (say(language, "log.cases"), str(found.cases)),
        (say(language, "log.events"), str(found.events)),
        (say(language, "log.from"), found.first_at or "–"),
        (say(language, "log.until"), found.last_at or "–"),
        (say(language, "log.steps"), str(found.steps)),
        (say(language, "log.members"), str(found.members)),
        (say(language, "log.variants"), str(found.variants)),
    ]
    write_table(found.file, [say(language, "log.figure"), say(language, "log.value")], rows)
    typer.echo()
    kinds = [(kind, str(count)) for kind, count in found.kinds.items()]
    write_table("", [say(language, "log.kind"), say(language, "log.events")], kinds)
    if found.most:
        typer.echo()
        columns = [say(language, "log.cases"), say(language, "log.of_variant")]
        write_table(say(language, "log.most"), columns, [(str(each.cases), _line(each.steps)) for each in found.most])
    if found.measured is not None:
        typer.echo()
        _write_measured(language, found.measured)


def _line(steps: tuple[str, ...]) -> str:
    text = ", ".join(steps) or "–"
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}… ({len(steps)})"


def _write_measured(language: str, measured: Measured) -> None:
    columns = [
        say(language, "experiment.figure"),
        say(language, "log.value"),
        say(language, "experiment.unit"),
        say(language, "log.cases"),
    ]
    rows = [
        (KPIS[kpi].title.in_language(language), number(figure.value), unit_of(language, kpi), str(figure.cases))
        for kpi, figure in measured.kpis.items()
        if figure.value is not None
    ]
    write_table(measured.lane, columns, rows)
    if measured.assumed_years:
        typer.echo(say(language, "log.assumed", years=", ".join(map(str, measured.assumed_years))))
