"""Commands of studies: ``warm-up``, ``select``, ``staff``, ``sensitivity``, ``pareto``, ``trace``.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

Cases = Annotated[int | None, typer.Option("--cases", min=1, help="option.cases")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="option.seed")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="option.workers")]
Json = Annotated[bool, typer.Option("--json", help="option.json")]
Lane = Annotated[str, typer.Argument(help="argument.lane")]
Pools = Annotated[list[str], typer.Option("--pool", help="option.pool")]
Confidence = Annotated[float, typer.Option("--confidence", min=0.5, max=0.9999, help="option.confidence")]

_THRESHOLD_MISSED: Final = 4


# Their commands stand beside all others.
studies = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


class Method(StrEnum):
    """How sensitivity is measured."""

    MORRIS = "morris"
    SOBOL = "sobol"


@studies.command("warm-up", help="warm_up")
def warm_up(
    context: typer.Context,
    lane: Lane,
    days: Annotated[int | None, typer.Option("--days", min=1, help="option.warm_up_days")] = None,
    replications: Annotated[int, typer.Option("--replications", min=1, help="option.replications")] = 20,
    seed: Seed = 1,
    workers: Workers = None,
    svg: Annotated[Path | None, typer.Option("--svg", help="option.svg")] = None,
    json: Json = False,
) -> None:
    """Tell how long a warm-up should be."""
    from services.cli.experiment import Experiment
    from services.cli.studying import find_warm_up

    experiment = Experiment(None, replications, seed, workers, [])
    settled = find_warm_up(context.obj, lane, experiment, days, svg, as_json=json)
    raise typer.Exit(0 if settled else _THRESHOLD_MISSED)


@studies.command("select", help="select")
def select(
    context: typer.Context,
    lanes: Annotated[list[str], typer.Argument(help="argument.candidates")],
    indifference: Annotated[float, typer.Option("--indifference", min=0.0, help="option.indifference")],
    kpi: Annotated[str, typer.Option("--kpi", help="option.kpi")] = "processing_time.mean",
    confidence: Confidence = 0.95,
    cases: Cases = None,
    first: Annotated[int, typer.Option("--first", min=2, help="option.first")] = 10,
    replications: Annotated[int, typer.Option("--replications", min=2, help="option.most")] = 500,
    seed: Seed = 1,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Select the best of several."""
    from services.cli.experiment import Experiment
    from services.cli.studying import select_lane
    from services.experiments.studies import selection_wanted

    wanted = selection_wanted(indifference, confidence, first, replications)
    experiment = Experiment(cases, None, seed, workers, [])
    settled = select_lane(context.obj, lanes, kpi, wanted, experiment, as_json=json)
    raise typer.Exit(0 if settled else _THRESHOLD_MISSED)


@studies.command("staff", help="staff")
def staff(
    context: typer.Context,
    lane: Lane,
    pool: Pools,
    goal: Annotated[str, typer.Option("--goal", help="option.goal")],
    confidence: Confidence = 0.95,
    cases: Cases = None,
    replications: Annotated[int, typer.Option("--replications", min=2, help="option.first_look")] = 10,
    most: Annotated[int, typer.Option("--most", min=1, help="option.most_staffings")] = 60,
    seed: Seed = 1,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Find the fewest people who meet a goal."""
    from services.cli.experiment import Experiment
    from services.cli.studying import StaffingAsked, find_staffing

    asked = StaffingAsked(lane, tuple(pool), goal, confidence, most)
    experiment = Experiment(cases, replications, seed, workers, [])
    proven = find_staffing(context.obj, asked, experiment, as_json=json)
    raise typer.Exit(0 if proven else _THRESHOLD_MISSED)


@studies.command("sensitivity", help="sensitivity")
def sensitivity(
    context: typer.Context,
    lane: Lane,
    inputs: Annotated[list[str] | None, typer.Option("--input", help="option.input")] = None,
    kpi: Annotated[str, typer.Option("--kpi", help="option.kpi")] = "processing_time.mean",
    method: Annotated[Method, typer.Option("--method", help="option.method")] = Method.MORRIS,
    size: Annotated[int | None, typer.Option("--size", min=2, help="option.size")] = None,
    cases: Cases = None,
    replications: Annotated[int, typer.Option("--replications", min=1, help="option.replications")] = 5,
    seed: Seed = 1,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Tell which numbers of a lane move a figure, or list them."""
    from services.cli.experiment import Experiment
    from services.cli.studying import SensitivityAsked, find_sensitivity, write_inputs

    if not inputs:
        write_inputs(context.obj, lane, as_json=json)
        return
    experiment = Experiment(cases, replications, seed, workers, [])
    asked = SensitivityAsked(lane, tuple(inputs), kpi, method.value, size)
    find_sensitivity(context.obj, asked, experiment, as_json=json)


@studies.command("pareto", help="pareto")
def pareto(
    context: typer.Context,
    lane: Lane,
    pool: Pools,
    levers: Annotated[bool, typer.Option("--levers", help="option.levers")] = False,
    kpi: Annotated[str, typer.Option("--kpi", help="option.kpi")] = "processing_time.p90",
    trials: Annotated[int, typer.Option("--trials", min=1, help="option.trials")] = 100,
    cases: Cases = None,
    replications: Annotated[int, typer.Option("--replications", min=1, help="option.replications")] = 10,
    seed: Seed = 1,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Find what a shorter time costs."""
    from services.cli.experiment import Experiment
    from services.cli.studying import TradeOffAsked, find_trade_offs

    asked = TradeOffAsked(lane, tuple(pool), kpi, trials, with_levers=levers)
    find_trade_offs(context.obj, asked, Experiment(cases, replications, seed, workers, []), as_json=json)


@studies.command("trace", help="trace")
def trace(
    context: typer.Context,
    lanes: Annotated[list[str], typer.Argument(help="argument.traced")],
    share: Annotated[list[float] | None, typer.Option("--share", min=0.01, max=0.99, help="option.share")] = None,
    case: Annotated[list[int] | None, typer.Option("--case", min=1, help="option.case")] = None,
    cases: Cases = None,
    replications: Annotated[int, typer.Option("--replications", min=1, help="option.replications")] = 10,
    seed: Seed = 1,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Look at a lane from near."""
    from services.cli.experiment import Experiment
    from services.cli.tracing import TraceAsked, trace_lanes

    asked = TraceAsked(tuple(lanes), tuple(share or ()), tuple(case or ()))
    trace_lanes(context.obj, asked, Experiment(cases, replications, seed, workers, []), as_json=json)
