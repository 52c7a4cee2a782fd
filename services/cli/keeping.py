"""``greenlane experiment``: experiments that are carried out once and kept, wherever they run.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from services.cli.studies import Method
from services.cli.texts import say

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from services.experiments.carrying_out import Prepared
    from services.store.experiments import ExperimentRecord
    from services.temporal_client import Temporal

_THRESHOLD_MISSED: Final = 4

Json = Annotated[bool, typer.Option("--json", help="option.json")]
Id = Annotated[str, typer.Argument(help="argument.experiment")]


class Kind(StrEnum):
    """As :class:`services.experiments.request.ExperimentKind`, which takes long to import."""

    SIMULATE = "simulate"
    COMPARE = "compare"
    SWEEP = "sweep"
    ATTRIBUTE = "attribute"
    SELECT = "select"
    STAFF = "staff"
    SENSITIVITY = "sensitivity"
    PARETO = "pareto"
    WARM_UP = "warm-up"
    TRACE = "trace"


class Where(StrEnum):
    """As :class:`services.store.experiments.Place`, which takes long to import."""

    HERE = "here"
    PROCESSES = "processes"
    TEMPORAL = "temporal"


class Stage(StrEnum):
    """As :class:`services.store.experiments.ExperimentStage`, which takes long to import."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


experiment = typer.Typer(
    help="experiment", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


@experiment.command("run", help="experiment.run")
def run(
    context: typer.Context,
    subjects: Annotated[list[str], typer.Argument(help="argument.subjects")],
    kind: Annotated[Kind | None, typer.Option("--kind", help="option.kind")] = None,
    where: Annotated[Where, typer.Option("--where", help="option.where")] = Where.PROCESSES,
    cases: Annotated[int | None, typer.Option("--cases", min=1, max=100_000, help="option.cases")] = None,
    replications: Annotated[
        int | None, typer.Option("--replications", min=1, max=10_000, help="option.replications_asked")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, max=2**63 - 1, help="option.seed")] = 1,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="option.workers")] = None,
    confidence: Annotated[
        float | None, typer.Option("--confidence", min=0.5, max=0.9999, help="option.confidence")
    ] = None,
    precision: Annotated[
        float | None, typer.Option("--precision", min=0.0001, max=0.9999, help="option.precision")
    ] = None,
    kpi: Annotated[list[str] | None, typer.Option("--kpi", help="option.experiment_kpi")] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, max=3_660, help="option.warm_up_days")] = None,
    indifference: Annotated[float | None, typer.Option("--indifference", min=0.0, help="option.indifference")] = None,
    first: Annotated[int | None, typer.Option("--first", min=2, max=10_000, help="option.first")] = None,
    pool: Annotated[list[str] | None, typer.Option("--pool", help="option.pool")] = None,
    goal: Annotated[str | None, typer.Option("--goal", help="option.goal")] = None,
    most: Annotated[int | None, typer.Option("--most", min=1, max=1_000, help="option.most_staffings")] = None,
    inputs: Annotated[list[str] | None, typer.Option("--input", help="option.input")] = None,
    method: Annotated[Method | None, typer.Option("--method", help="option.method")] = None,
    size: Annotated[int | None, typer.Option("--size", min=2, max=8_192, help="option.size")] = None,
    trials: Annotated[int | None, typer.Option("--trials", min=1, max=10_000, help="option.trials")] = None,
    levers: Annotated[bool, typer.Option("--levers", help="option.levers")] = False,
    orders: Annotated[int | None, typer.Option("--orders", min=2, max=10_000, help="option.orders")] = None,
    share: Annotated[list[float] | None, typer.Option("--share", min=0.01, max=0.99, help="option.share")] = None,
    case: Annotated[list[int] | None, typer.Option("--case", min=1, help="option.case")] = None,
    requested_by: Annotated[str, typer.Option("--requested-by", help="option.requested_by")] = "",
    detach: Annotated[bool, typer.Option("--detach", help="option.detach")] = False,
    json: Json = False,
) -> None:
    """Run an experiment."""
    from services.cli.asking import Options, request_of
    from services.cli.kept_results import write_result
    from services.cli.output import tell
    from services.clock import present_instant
    from services.experiments.carrying_out import prepare, write_down
    from services.experiments.request import ExperimentKind, usual_kind
    from services.experiments.subjects import find_subject
    from services.settings import load_settings
    from services.store.database import open_database, writing
    from services.store.experiments import ExperimentStage, Place

    settings, language = load_settings(), context.obj
    asked = usual_kind([find_subject(name) for name in subjects]) if kind is None else ExperimentKind(kind)
    options = Options(
        cases, replications, seed, confidence, precision, kpi or [], days, indifference, first, pool or [], goal, most,
        inputs or [], method, size, trials, levers, orders, share or [], case or [],
    )  # fmt: skip
    request = request_of(asked, subjects, options)
    prepared = prepare(request, find_subject, settings.largest_experiment)
    engine = open_database(settings.database)
    try:
        with writing(engine) as connection:
            record = write_down(connection, prepared, Place(where), requested_by, present_instant())
        if record.stage is ExperimentStage.DONE:
            tell(say(language, "experiments.kept"))
        else:
            tell(say(language, "experiments.asked", id=record.id))
            if where is Where.TEMPORAL:
                _on_temporal(language, engine, record, detach=detach)
            else:
                _on_this_machine(language, engine, prepared, where, workers)
        if detach and where is Where.TEMPORAL:
            return
        settled = write_result(language, engine, record.id, as_json=json)
    finally:
        engine.dispose()
    raise typer.Exit(0 if settled else _THRESHOLD_MISSED)


@experiment.command("list", help="experiment.list")
def list_(
    context: typer.Context,
    stage: Annotated[Stage | None, typer.Option("--stage", help="option.stage")] = None,
    json: Json = False,
) -> None:
    """List experiments."""
    from services.cli.output import write_json, write_table
    from services.experiments.api.schemas import ExperimentsPage
    from services.experiments.api.service import page
    from services.store.experiments import ExperimentStage
    from workflows.instants import format_instant

    engine = _store()
    chosen = None if stage is None else ExperimentStage(stage)
    found: list[ExperimentsPage] = [page(engine, chosen, None, 200)]
    while found[-1].next is not None:
        found.append(page(engine, chosen, found[-1].next, 200))
    engine.dispose()
    views = tuple(view for each in found for view in each.experiments)
    if json:
        write_json(ExperimentsPage(experiments=views, next=None))
        return
    language = context.obj
    columns = ("id", "kind", "stage", "place", "replications", "asked_at")
    rows = [
        (
            view.id[:12],
            view.kind,
            say(language, f"experiments.stage.{view.stage}"),
            say(language, f"experiments.place.{view.place}"),
            f"{view.done.replications}/{view.of.replications}",
            format_instant(view.asked_at)[:16].replace("T", " "),
        )
        for view in views
    ]
    write_table(
        say(language, "experiments.experiments"), [say(language, f"experiments.{name}") for name in columns], rows
    )


@experiment.command("show", help="experiment.show")
def show(context: typer.Context, experiment: Id, json: Json = False) -> None:
    """Show an experiment."""
    from services.cli.kept_results import write_result
    from services.cli.output import write_json
    from services.experiments.api.service import view
    from services.store.experiments import ExperimentStage

    engine = _store()
    id_ = _whole(engine, experiment)
    found = view(engine, id_)
    if found.stage is ExperimentStage.DONE:
        write_result(context.obj, engine, id_, as_json=json)
    elif json:
        write_json(found)
    else:
        stage = say(context.obj, f"experiments.stage.{found.stage}")
        typer.echo(f"{id_}: {stage} {found.done.replications}/{found.of.replications} {found.reason}".rstrip())
    engine.dispose()


@experiment.command("cancel", help="experiment.cancel")
def cancel(context: typer.Context, experiment: Id) -> None:
    """Cancel an experiment."""
    import asyncio

    from services.cli.output import tell
    from services.clock import present_instant
    from services.errors import ExperimentOverError
    from services.experiments.temporal.client import cancel_experiment, simulations_of
    from services.settings import load_settings
    from services.store.database import writing
    from services.store.experiments import ExperimentStage, Place, end_experiment, find_experiment

    engine = _store()
    id_ = _whole(engine, experiment)
    with writing(engine) as connection:
        end_experiment(connection, id_, ExperimentStage.CANCELLED, present_instant())
        record = find_experiment(connection, id_)
    engine.dispose()
    assert record is not None
    if record.stage is not ExperimentStage.CANCELLED:
        raise ExperimentOverError(f"experiment {id_} has ended: {record.stage}. There is nothing to cancel.")

    async def stopped() -> None:
        await cancel_experiment(simulations_of(load_settings(), await _temporal()), id_)

    if record.place is Place.TEMPORAL:
        asyncio.run(stopped())
    tell(say(context.obj, "experiments.cancelled", id=id_))


def simulation_worker() -> None:
    """Run a simulation worker."""
    import asyncio

    from services.experiments.temporal.worker import run_simulation_worker
    from services.settings import load_settings

    asyncio.run(run_simulation_worker(load_settings()))


def _on_this_machine(language: str, engine: Engine, prepared: Prepared, where: Where, workers: int | None) -> None:
    from os import cpu_count

    from services.cli.experiment import progress_line
    from services.clock import present_instant
    from services.experiments.carrying_out import run_batches
    from services.experiments.side_by_side import processes

    if where is Where.HERE:
        run_batches(engine, prepared, present_instant, None, 1, progress_line(language))
        return
    count = workers or cpu_count() or 1
    with processes(count) as executor:
        run_batches(engine, prepared, present_instant, executor, 2 * count, progress_line(language))


def _on_temporal(language: str, engine: Engine, record: ExperimentRecord, *, detach: bool) -> None:
    import asyncio

    from services.cli.experiment import progress_line
    from services.cli.output import tell
    from services.experiments.api.service import watched
    from services.experiments.temporal.client import begin_experiment, simulations_of
    from services.settings import load_settings

    async def carried_out() -> None:
        await begin_experiment(simulations_of(load_settings(), await _temporal()), record)
        if detach:
            return
        progress = progress_line(language)
        async for now in watched(engine, record.id):
            progress(now.done.replications, now.of.replications)

    try:
        asyncio.run(carried_out())
    except KeyboardInterrupt:
        tell(say(language, "experiments.handed_over", id=record.id[:12]))
        raise
    if detach:
        tell(say(language, "experiments.handed_over", id=record.id[:12]))


def _store() -> Engine:
    from services.settings import load_settings
    from services.store.database import open_database

    return open_database(load_settings().database)


def _whole(engine: Engine, beginning: str) -> str:
    """The id that begins so."""
    from services.errors import NoSuchExperimentError
    from services.store.database import reading
    from services.store.experiments import ids_beginning
    from workflows.errors import InvalidInputError

    with reading(engine) as connection:
        found = ids_beginning(connection, beginning)
    if not found:
        raise NoSuchExperimentError(beginning)
    if len(found) > 1:
        raise InvalidInputError(
            f"expected the beginning of one id; {beginning!r} begins {len(found)}. Give more of the id."
        )
    return found[0]


async def _temporal() -> Temporal:
    from services.settings import load_settings
    from services.temporal_client import connect

    return await connect(load_settings())
