"""The entry of the command line: its commands, and what becomes of errors.

Nothing but the commands' outline is imported here, so that help comes at once; a command imports what it needs when it
is called.

==== ===================================================
exit meaning
==== ===================================================
0    ok
1    failed: the input was fine, the surroundings were not
2    usage: no such command or option
3    invalid input
4    a threshold was missed
130  interrupted with Ctrl-C
==== ===================================================
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from typer.models import CommandInfo

from services.cli.admitting import keys, token
from services.cli.auditing import audit
from services.cli.backing_up import back_up, migrate, restore
from services.cli.forecasting import forecast
from services.cli.inboxing import inbox
from services.cli.inspecting import credit, draws
from services.cli.keeping import experiment, simulation_worker
from services.cli.languages import language_of, translate
from services.cli.logs import logs
from services.cli.mining import mine
from services.cli.models import Numbers, export_model, import_model
from services.cli.operating import api, department_worker, up, worker
from services.cli.persons import person
from services.cli.releasing import releases
from services.cli.sealing import secrets
from services.cli.studies import studies
from services.cli.supervising import board, schedules, targets
from services.cli.texts import LANGUAGES, say
from workflows.errors import GreenlaneError, InvalidFileError, InvalidInputError

FAILED: Final = 1
USAGE: Final = 2
INVALID: Final = 3
THRESHOLD_MISSED: Final = 4

_STAYING: Final = frozenset({"up", "worker", "department-worker", "api", "simulation-worker"})
"""Commands that run until they are stopped."""


def _outline() -> typer.Typer:
    # Without markup, since the library for it takes half a second to load, which is all that help may take.
    return typer.Typer(
        help="greenlane",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


app = _outline()

Cases = Annotated[int | None, typer.Option("--cases", min=1, help="option.cases")]
Replications = Annotated[int, typer.Option("--replications", min=1, help="option.replications")]
AsAsked = Annotated[int | None, typer.Option("--replications", min=1, help="option.replications_asked")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="option.seed")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="option.workers")]
FailIf = Annotated[list[str] | None, typer.Option("--fail-if", help="option.fail_if")]
Json = Annotated[bool, typer.Option("--json", help="option.json")]
Precise = Annotated[float | None, typer.Option("--precision", min=0.0001, max=0.9999, help="option.precision")]
PreciseKpi = Annotated[list[str] | None, typer.Option("--kpi", help="option.precise_kpi")]


@app.callback()
def _greenlane(
    lang: Annotated[str, typer.Option("--lang", help="option.lang", metavar="|".join(LANGUAGES))] = "en",
) -> None:
    """Take the options that every command has; :func:`run` has read them already."""


@app.command(help="lanes")
def lanes(context: typer.Context, json: Json = False) -> None:
    """List what is shipped."""
    from services.cli.listing import write_catalogue

    write_catalogue(context.obj, as_json=json)


@app.command(help="levers")
def levers(context: typer.Context, json: Json = False) -> None:
    """List the levers."""
    from services.cli.reforms import write_levers

    write_levers(context.obj, as_json=json)


@app.command(help="scenarios")
def scenarios(context: typer.Context, json: Json = False) -> None:
    """List the scenarios."""
    from services.cli.reforms import write_scenarios

    write_scenarios(context.obj, as_json=json)


@app.command(help="explain")
def explain(
    context: typer.Context, lever: Annotated[str, typer.Argument(help="argument.lever")], json: Json = False
) -> None:
    """Explain a lever."""
    from services.cli.reforms import write_explanation

    write_explanation(context.obj, lever, as_json=json)


@app.command(help="check")
def check(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="argument.file")], json: Json = False
) -> None:
    """Check a file."""
    from services.cli.checking import check_file, refused
    from services.cli.listing import write_checked
    from services.cli.output import write_json

    try:
        checked = check_file(file)
    except InvalidInputError as error:
        if json:
            write_json(refused(file, error))
        raise
    if json:
        write_json(checked)
    else:
        write_checked(context.obj, checked)


@app.command(help="simulate")
def simulate(
    context: typer.Context,
    lane: Annotated[str, typer.Argument(help="argument.lane")],
    parameters: Numbers = None,
    cases: Cases = None,
    replications: AsAsked = None,
    seed: Seed = 1,
    workers: Workers = None,
    fail_if: FailIf = None,
    precision: Precise = None,
    kpi: PreciseKpi = None,
    log: Annotated[Path | None, typer.Option("--log", help="option.simulated_log")] = None,
    metrics: Annotated[Path | None, typer.Option("--metrics", help="option.simulated_metrics")] = None,
    stress_des: Annotated[Path | None, typer.Option("--stress-des", help="option.stress_des")] = None,
    json: Json = False,
) -> None:
    """Simulate a lane."""
    from services.cli.experiment import Experiment
    from services.cli.simulating import simulate as simulate_
    from services.experiments.models import named_with

    lane = named_with(lane, None if parameters is None else str(parameters))
    experiment = Experiment(cases, replications, seed, workers, fail_if or [], precision, kpi or [])
    if log is not None:
        from services.cli.logs import write_simulated_log

        write_simulated_log(context.obj, lane, experiment, log)
    if metrics is not None:
        from services.cli.logs import write_simulated_metrics

        write_simulated_metrics(context.obj, lane, experiment, metrics)
    kept = simulate_(context.obj, lane, experiment, stress_des, as_json=json)
    raise typer.Exit(0 if kept else THRESHOLD_MISSED)


@app.command(help="compare")
def compare(
    context: typer.Context,
    lanes: Annotated[list[str], typer.Argument(help="argument.lanes")],
    parameters: Numbers = None,
    cases: Cases = None,
    replications: AsAsked = None,
    seed: Seed = 1,
    workers: Workers = None,
    fail_if: FailIf = None,
    precision: Precise = None,
    kpi: PreciseKpi = None,
    json: Json = False,
) -> None:
    """Compare lanes."""
    from services.experiments.side_by_side import processes

    with processes(workers) as executor:  # which load while this one does
        from services.cli.experiment import Experiment
        from services.cli.experimenting import compare as compare_
        from services.experiments.models import named_with

        lanes = [named_with(lane, None if parameters is None else str(parameters)) for lane in lanes]
        experiment = Experiment(cases, replications, seed, workers, fail_if or [], precision, kpi or [])
        kept = compare_(context.obj, lanes, experiment, executor, as_json=json)
    raise typer.Exit(0 if kept else THRESHOLD_MISSED)


@app.command(help="sweep")
def sweep(
    context: typer.Context,
    scenario: Annotated[str, typer.Argument(help="argument.scenario")],
    cases: Cases = None,
    replications: AsAsked = None,
    seed: Seed = 1,
    workers: Workers = None,
    fail_if: FailIf = None,
    json: Json = False,
) -> None:
    """Sweep a parameter of a lever."""
    from services.cli.experiment import Experiment
    from services.cli.experimenting import sweep as sweep_

    experiment = Experiment(cases, replications, seed, workers, fail_if or [])
    kept = sweep_(context.obj, scenario, experiment, as_json=json)
    raise typer.Exit(0 if kept else THRESHOLD_MISSED)


@app.command(help="attribute")
def attribute(
    context: typer.Context,
    scenario: Annotated[str, typer.Argument(help="argument.reform")],
    cases: Cases = None,
    replications: AsAsked = None,
    orders: Annotated[int, typer.Option("--orders", min=2, help="option.orders")] = 32,
    seed: Seed = 1,
    workers: Workers = None,
    json: Json = False,
) -> None:
    """Attribute what a reform saves."""
    from services.cli.attributing import Asked
    from services.cli.attributing import attribute as attribute_
    from services.cli.experiment import Experiment

    asked = Asked(scenario, orders, Experiment(cases, replications, seed, workers, []))
    attribute_(context.obj, asked, as_json=json)


@app.command(help="demo")
def demo(
    context: typer.Context,
    cases: Annotated[int, typer.Option("--cases", min=1, help="option.live_cases")] = 8,
    replications: Replications = 20,
    seed: Seed = 1,
    workers: Workers = None,
    out: Annotated[Path, typer.Option("--out", help="option.out")] = Path("out"),
    json: Json = False,
) -> None:
    """Run the main job."""
    from services.cli.demonstrating import demonstrate

    same = demonstrate(context.obj, cases, replications, seed, workers, out, as_json=json)
    raise typer.Exit(0 if same else FAILED)


@app.command(help="doctor")
def doctor(
    context: typer.Context,
    running: Annotated[bool, typer.Option("--running", help="option.running")] = False,
    json: Json = False,
) -> None:
    """Examine the machine, and what runs on it."""
    from services.cli.examining import examine
    from services.cli.listing import write_findings
    from services.settings import load_settings

    findings = examine(load_settings(), context.obj, running=running)
    write_findings(context.obj, findings, as_json=json)
    if not findings.healthy:
        raise typer.Exit(FAILED)


@app.command(help="version")
def version(json: Json = False) -> None:
    """Show versions."""
    from services.cli.listing import write_versions

    write_versions(as_json=json)


app.command("import", help="import")(import_model)
app.command("export", help="export")(export_model)
app.add_typer(studies)
app.command("board", help="board")(board)
app.command("targets", help="targets")(targets)
app.add_typer(draws, name="draw")
app.command("credit", help="credit")(credit)
app.add_typer(schedules, name="schedules")
app.add_typer(experiment, name="experiment")
app.command("simulation-worker", help="simulation_worker")(simulation_worker)
logs.command("mine", help="log.mine")(mine)
app.add_typer(logs, name="log")
app.add_typer(secrets, name="secrets")
app.command("up", help="up")(up)
app.command("worker", help="worker")(worker)
app.command("department-worker", help="department_worker")(department_worker)
app.command("api", help="api")(api)
app.command("token", help="token")(token)
app.add_typer(keys, name="keys")
app.add_typer(audit, name="audit")
app.add_typer(person, name="person")
app.add_typer(inbox, name="inbox")
app.add_typer(forecast, name="forecast")
app.command("back-up", help="back_up")(back_up)
app.command("restore", help="restore")(restore)
app.command("migrate", help="migrate")(migrate)
app.add_typer(releases, name="releases")


def run(arguments: Sequence[str]) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : without the program's name

    Returns
    -------
    exit code
    """
    language, rest = language_of(arguments)
    if language not in LANGUAGES:
        _tell(say("en", "no_such_language", found=language, known=", ".join(LANGUAGES)))
        return USAGE
    command = typer.main.get_command(_asked_for(rest))
    translate(command, language)
    try:
        command.main(list(rest), prog_name="greenlane", obj=language)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    except GreenlaneError as error:
        if isinstance(error, InvalidFileError):
            _tell(say(language, "check.invalid", count=len(error.problems)))
            _tell(str(error))
        else:
            _tell(say(language, "error", message=error))
        return INVALID if isinstance(error, InvalidInputError) else FAILED
    return 0


def _asked_for(arguments: Sequence[str]) -> typer.Typer:
    """The command line with only the command that is asked for: building all of them takes a tenth of a second."""
    first = arguments[0] if arguments else ""
    alone = _outline()
    alone.registered_callback = app.registered_callback
    alone.registered_commands = [command for command in app.registered_commands if _name_of(command) == first]
    alone.registered_groups = [group for group in app.registered_groups if group.name == first]
    return alone if alone.registered_commands or alone.registered_groups else app


def _name_of(command: CommandInfo) -> str | None:
    return command.name or (command.callback and typer.main.get_command_name(command.callback.__name__))


def _tell(message: str) -> None:
    typer.echo(message, err=True)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # What is loaded stays: to look for garbage among it again and again takes a tenth of a short answer.
    gc.set_threshold(50_000 if _STAYING.intersection(sys.argv[1:]) else 1_000_000)
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; the interpreter would complain once more when it closes it.
        sys.stdout = sys.stderr
    if "temporalio" in sys.modules:
        # Its threads may still call an interpreter that is being taken down, which aborts now and then. Nothing is left
        # to be taken down: whatever was open has been closed by whoever opened it.
        sys.stderr.flush()
        os._exit(code)
    gc.freeze()  # the interpreter looks once more when it ends
    sys.exit(code)


if __name__ == "__main__":
    main()
