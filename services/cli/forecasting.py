"""``greenlane forecast`` and ``greenlane forecast backtest``.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.forecasting.back_testing import BackTest
    from services.forecasting.published import LaneAhead, PublishedForecast, SpanAhead, UseAhead
    from workflows.instants import Instant

Json = Annotated[bool, typer.Option("--json", help="option.json")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="option.seed")]
Replications = Annotated[int, typer.Option("--replications", min=9, max=9_999, help="option.forecast_replications")]

forecast = typer.Typer(
    help="forecast",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@forecast.callback()
def now(
    context: typer.Context,
    at: Annotated[str | None, typer.Option("--at", help="option.at")] = None,
    replications: Replications = 19,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Forecast from how things stand."""
    if context.invoked_subcommand is not None:
        return
    from services.cli.output import write_json
    from services.clock import present_instant
    from services.forecasting.making import forecast_at, make_forecast
    from services.forecasting.publishing import published
    from services.settings import load_settings
    from services.store.database import open_database

    engine = open_database(load_settings().database)
    told = _progress(context.obj, replications)
    try:
        present = present_instant()
        if at is None:
            found = make_forecast(engine, present, seed, replications, told).forecast
        else:
            found = published(forecast_at(engine, _instant(at, present), seed, replications, told))
    finally:
        engine.dispose()
    if json:
        write_json(found)
    else:
        _write(context.obj, found)


@forecast.command("backtest", help="forecast.backtest")
def backtest(
    context: typer.Context,
    forecasts: Annotated[int, typer.Option("--forecasts", min=1, max=1_000, help="option.forecasts")] = 10,
    start: Annotated[str | None, typer.Option("--from", help="option.from")] = None,
    end: Annotated[str | None, typer.Option("--to", help="option.to")] = None,
    replications: Replications = 19,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Hold forecasts of the past against what came."""
    from services.cli.output import write_json
    from services.clock import present_instant
    from services.forecasting.back_testing import LookBack, back_test
    from services.settings import load_settings
    from services.store.database import open_database

    engine = open_database(load_settings().database)
    present = present_instant()
    try:
        look = LookBack(
            forecasts=forecasts,
            seed=seed,
            replications=replications,
            start=None if start is None else _instant(start, present),
            end=None if end is None else _instant(end, present),
        )
        found = back_test(engine, look, present, _progress(context.obj, forecasts))
    finally:
        engine.dispose()
    if json:
        write_json(found)
    else:
        _write_accuracy(context.obj, found)


@forecast.command("schedule", help="forecast.schedule")
def schedule(context: typer.Context, json: Json = False) -> None:
    """Make Temporal's schedule the one that the settings ask for."""
    import asyncio

    from services.cli.output import write_json
    from services.forecasting.temporal.schedule import apply_forecast_schedule, schedule_id
    from services.settings import load_settings

    settings = load_settings()
    scheduled = asyncio.run(apply_forecast_schedule(settings))
    told = {"schedule": schedule_id(settings.task_queue), "every": settings.forecast_every}
    if json:
        write_json({**told, "scheduled": scheduled})
    else:
        typer.echo(say(context.obj, "forecast.scheduled" if scheduled else "forecast.not_scheduled", **told))


def _instant(text: str, present: Instant) -> Instant:
    from workflows.errors import InvalidInputError
    from workflows.instants import format_instant, parse_instant

    try:
        at = parse_instant(text)
    except (ValueError, OverflowError):
        at = present + 1
    if at > present:
        raise InvalidInputError(
            f"expected an instant that is over, in ISO 8601 with a zone, such as {format_instant(present)}; "
            f"was {text!r}."
        )
    return at


def _write(language: str, found: PublishedForecast) -> None:
    from services.cli.output import tell, write_table
    from workflows.instants import format_instant

    made = {"at": format_instant(found.made_at), "cases": found.open_cases, "chance": f"{found.chance:.0%}"}
    tell(say(language, "forecast.made", **made, replications=found.replications, seed=found.seed))
    if not found.lanes:
        tell(say(language, "forecast.nothing"))
        return
    days = [each.working_days for each in found.lanes[0].breaches]
    columns = [
        say(language, "forecast.lane"),
        say(language, "forecast.open"),
        *(say(language, "forecast.breaches", days=each) for each in days),
        say(language, "forecast.processing"),
        say(language, "forecast.cycle"),
    ]
    write_table(say(language, "forecast.lanes"), columns, [_lane_row(lane) for lane in found.lanes])
    busy = [say(language, "forecast.busy", days=each) for each in days]
    rows = [
        [each.department.zh if language.startswith("zh") else each.department.en, *map(_share, each.utilisation)]
        for each in found.departments
    ]
    write_table(say(language, "forecast.departments"), [say(language, "forecast.department"), *busy], rows)
    for each in found.outlasted:
        tell(say(language, "forecast.outlasted", lane=each.lane, step=each.step, items=each.items))
    if found.left_out:
        tell(say(language, "forecast.left_out", cases=found.left_out))


def _lane_row(lane: LaneAhead) -> list[str]:
    return [
        lane.lane,
        str(lane.open_cases),
        *(f"{each.cases:.1f} ({each.low}-{each.high})" for each in lane.breaches),
        _hours(lane.processing_time),
        _hours(lane.cycle_time),
    ]


def _hours(span: SpanAhead | None) -> str:
    return "-" if span is None else f"{span.median_hours:.1f} / {span.ninetieth_hours:.1f}"


def _share(use: UseAhead) -> str:
    return "-" if use.share is None else f"{use.share:.0%}"


def _write_accuracy(language: str, found: BackTest) -> None:
    from services.cli.output import write_table
    from workflows.instants import format_instant

    names = ("lane", "judged", "inside", "early", "late", "coverage", "bias", "error")
    rows = [
        [
            each.lane,
            str(each.judged),
            str(each.inside),
            str(each.early),
            str(each.late),
            f"{each.coverage:.0%} ({each.expected_coverage:.0%})",
            f"{each.bias_hours:+.1f}",
            f"{each.mean_absolute_error_hours:.1f}",
        ]
        for each in found.lanes
    ]
    told = {"forecasts": len(found.forecasts), "until": format_instant(found.until), "undecided": found.undecided}
    title = say(language, "forecast.accuracy", **told)
    write_table(title, [say(language, f"forecast.{name}") for name in names], rows)


def _progress(language: str, of: int) -> Callable[[int], None]:
    """One line on standard error that is written over; nothing where nobody looks on."""
    import sys

    def told(done: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done == of else ""
            sys.stderr.write("\r" + say(language, "forecast.progress", done=done, of=of) + end)
            sys.stderr.flush()

    return told
