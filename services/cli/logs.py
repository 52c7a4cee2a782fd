"""`greenlane log`: event logs from one format to another, out of the store, and what is in them.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from datetime import UTC, timedelta, timezone
from pathlib import Path
from re import fullmatch
from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.texts import say
from workflows.errors import InvalidInputError

if TYPE_CHECKING:
    from services.cli.experiment import Experiment
    from services.experiments.simulated_log import SimulatedLog
    from workflows.events.formats.foreign import Columns
    from workflows.events.formats.intake import Taken
    from workflows.events.log import EventLog

Json = Annotated[bool, typer.Option("--json", help="option.json")]
Log = Annotated[Path, typer.Argument(help="argument.log")]
Case = Annotated[str | None, typer.Option("--case", help="option.case_column")]
Activity = Annotated[str | None, typer.Option("--activity", help="option.activity_column")]
At = Annotated[str | None, typer.Option("--at", help="option.at_column")]
Start = Annotated[str | None, typer.Option("--start", help="option.start_column")]
Member = Annotated[str | None, typer.Option("--member", help="option.member_column")]
Lifecycle = Annotated[str | None, typer.Option("--lifecycle", help="option.lifecycle_column")]
Offset = Annotated[str | None, typer.Option("--offset", help="option.offset")]

logs = typer.Typer(
    help="log", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


@logs.command("convert", help="log.convert")
def convert(
    context: typer.Context,
    log: Log,
    out: Annotated[Path, typer.Argument(help="argument.log_out")],
    lane: Annotated[str | None, typer.Option("--lane", help="option.lane_of_pools")] = None,
    case: Case = None,
    activity: Activity = None,
    at: At = None,
    start: Start = None,
    member: Member = None,
    lifecycle: Lifecycle = None,
    offset: Offset = None,
    json: Json = False,
) -> None:
    """Convert a log."""
    from services.cli.log_files import check_ending, read_log, write_log

    check_ending(out)
    taken = read_log(log, columns_of(case, activity, at, start, member, lifecycle, offset))
    tell_left_out(context.obj, taken)
    write_log(taken.log, out, {} if lane is None else _pools(lane))
    _tell_written(context.obj, taken.log, out, as_json=json)


@logs.command("describe", help="log.describe")
def describe(
    context: typer.Context,
    log: Log,
    lane: Annotated[str | None, typer.Option("--lane", help="option.measured_lane")] = None,
    case: Case = None,
    activity: Activity = None,
    at: At = None,
    start: Start = None,
    member: Member = None,
    lifecycle: Lifecycle = None,
    offset: Offset = None,
    json: Json = False,
) -> None:
    """Tell what is in a log."""
    from services.cli.log_describing import describe as describe_
    from services.cli.log_describing import write_description
    from services.cli.log_files import read_log

    taken = read_log(log, columns_of(case, activity, at, start, member, lifecycle, offset))
    tell_left_out(context.obj, taken)
    write_description(context.obj, describe_(str(log), taken, lane), as_json=json)


@logs.command("export", help="log.export")
def export(
    context: typer.Context,
    to: Annotated[Path, typer.Option("--to", help="option.log_to")],
    lane: Annotated[str | None, typer.Option("--lane", help="option.log_lane")] = None,
    sealed: Annotated[bool, typer.Option("--sealed", help="option.log_sealed")] = False,
    json: Json = False,
) -> None:
    """Export live cases."""
    from services.cli.log_files import check_ending, write_log
    from services.settings import load_settings
    from services.store.database import open_database, reading
    from services.store.exporting import check_lane, pools_of
    from services.store.recording import event_log
    from workflows.definition.catalogue import lane_ids

    check_ending(to)
    engine = open_database(load_settings().database)
    if lane is not None:
        with reading(engine) as connection:
            check_lane(connection, lane, lane_ids())
    log = event_log(engine, lane, sealed=sealed)
    write_log(log, to, pools_of(engine, lane))
    _tell_written(context.obj, log, to, as_json=json)


def write_simulated_log(language: str, lane: str, experiment: Experiment, path: Path) -> None:
    """Write the log of the first replication of an experiment with a lane, and tell so."""
    from services.cli.log_files import check_ending, write_log
    from services.cli.output import tell
    from services.store.exporting import pools_of_steps

    check_ending(path)
    simulated = _simulated(lane, experiment)
    write_log(simulated.log, path, pools_of_steps(simulated.lanes))
    tell(say(language, "log.written", path=path, cases=len(simulated.log.cases), events=len(simulated.log)))


def write_simulated_metrics(language: str, lane: str, experiment: Experiment, path: Path) -> None:
    """Write the metrics of the first replication of an experiment with a lane, and tell so."""
    from services.cli.output import tell, write_whole
    from services.experiments.simulated_metrics import metrics_of

    simulated = _simulated(lane, experiment)
    write_whole(path, metrics_of(simulated))  # Prometheus' node exporter may look at any moment
    tell(say(language, "metrics.written", path=path, cases=len(simulated.log.cases)))


def _simulated(lane: str, experiment: Experiment) -> SimulatedLog:
    from services.experiments.service import horizon_of
    from services.experiments.simulated_log import simulated_log
    from services.experiments.subjects import find_subject

    return simulated_log(find_subject(lane), experiment.design_of(horizon_of(lane)))


def _pools(lane: str) -> dict[str, str]:
    from services.experiments.questions import how_it_does
    from services.experiments.subjects import find_subject
    from services.store.exporting import pools_of_steps

    model = how_it_does(find_subject(lane)).models[0]
    return pools_of_steps((*model.measured, *model.called))


def offset_of(text: str) -> timezone:
    """The time zone that a text such as ``+08:00`` stands for.

    Raises
    ------
    InvalidInputError
        If it stands for none.
    """
    written = fullmatch(r"([+-])(\d\d):([0-5]\d)", text)
    if text == "Z":
        return UTC
    if written is None or int(written[2]) > 14:
        raise InvalidInputError(f"expected an offset such as +08:00 or Z; was {text!r}. Give --offset so.")
    span = timedelta(hours=int(written[2]), minutes=int(written[3]))
    return timezone(-span if written[1] == "-" else span)


def columns_of(
    case: str | None,
    activity: str | None,
    at: str | None,
    start: str | None,
    member: str | None,
    lifecycle: str | None,
    offset: str | None,
) -> Columns:
    """Where another tool's log has what, as the options say."""
    from workflows.events.formats.foreign import Columns

    zone = None if offset is None else offset_of(offset)
    return Columns(case, activity, at, start, member, lifecycle, zone)


def tell_left_out(language: str, taken: Taken) -> None:
    """Tell which words for what happened stand for nothing here."""
    from services.cli.output import tell

    for word, count in taken.left_out:
        tell(say(language, "log.left_out", word=word, count=count))


def _tell_written(language: str, log: EventLog, path: Path, *, as_json: bool) -> None:
    from services.cli.output import write_json

    if as_json:
        write_json({"file": str(path), "cases": len(log.cases), "events": len(log)})
    else:
        typer.echo(say(language, "log.written", path=path, cases=len(log.cases), events=len(log)))
