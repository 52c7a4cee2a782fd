"""Whatever can be asked gives the same bytes here, in processes and on Temporal, and what its command gives."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

from services.cli.main import run
from services.experiments.asked import (
    AskedAttribution,
    AskedPrecision,
    AskedSelection,
    AskedSensitivity,
    AskedStaffing,
    AskedTrace,
    AskedTradeOff,
)
from services.experiments.batches import (
    ExperimentResult,
    Missing,
    Replicated,
    answered,
    replications_of,
    run_of,
    write_replicated,
)
from services.experiments.carrying_out import Prepared, prepare, run_batches, write_down
from services.experiments.request import AskedDesign, ExperimentKind, ExperimentRequest, find_shipped
from services.experiments.side_by_side import processes
from services.experiments.temporal.client import begin_experiment
from services.store.database import open_database, reading, writing
from services.store.experiments import ExperimentStage, Place, result_of
from services.telemetry import begin_telemetry
from tests.acceptance.experiments import Laboratory, carried_out_here, laboratory
from tests.acceptance.running import settings_of
from workflows.errors import InvalidInputError

LANE: Final = "property_registration"
AFTER: Final = "property_registration_after"
LARGEST: Final = 10_000
FEW: Final = AskedDesign(cases=10, replications=3)
POOL: Final = "registry_window=1..3"
GOAL: Final = "within(cycle_time,60)>=0.3"


def asked(kind: ExperimentKind, *subjects: str, **told: object) -> ExperimentRequest:
    return ExperimentRequest.model_validate({"kind": kind, "subjects": subjects, "design": FEW, **told})


REQUESTS: Final = {
    "simulate": asked(ExperimentKind.SIMULATE, LANE),
    "simulate precisely": asked(
        ExperimentKind.SIMULATE, LANE, design=AskedDesign(cases=10), precision=AskedPrecision(relative=0.03)
    ),
    "compare": asked(ExperimentKind.COMPARE, AFTER),
    "compare precisely": asked(
        ExperimentKind.COMPARE,
        LANE,
        AFTER,
        design=AskedDesign(cases=10),
        precision=AskedPrecision(relative=0.08, kpis=("cycle_time.mean",)),
    ),
    "sweep": asked(ExperimentKind.SWEEP, "fushun_counter_pay", design=AskedDesign(cases=5, replications=2)),
    "attribute": asked(
        ExperimentKind.ATTRIBUTE,
        "business_setup_after",
        design=AskedDesign(cases=4, replications=2),
        attribute=AskedAttribution(orders=2),
    ),
    "select": asked(
        ExperimentKind.SELECT,
        LANE,
        AFTER,
        design=AskedDesign(cases=10),
        select=AskedSelection(indifference=5, first=11),
    ),
    "staff": asked(ExperimentKind.STAFF, LANE, staff=AskedStaffing(pools=(POOL,), goal=GOAL)),
    "sensitivity": asked(
        ExperimentKind.SENSITIVITY, LANE, sensitivity=AskedSensitivity(inputs=("arrivals.gap",), size=2)
    ),
    "pareto": asked(ExperimentKind.PARETO, LANE, pareto=AskedTradeOff(pools=(POOL,))),
    "pareto with levers": asked(
        ExperimentKind.PARETO,
        AFTER,
        design=AskedDesign(cases=5, replications=2),
        pareto=AskedTradeOff(pools=("registry_window=1..1",), levers=True, trials=30),
    ),
    "warm-up": asked(
        ExperimentKind.WARM_UP,
        LANE,
        design=AskedDesign(warm_up_days=0, window_days=40, cool_down_days=0, replications=2),
    ),
    "trace": asked(ExperimentKind.TRACE, AFTER, trace=AskedTrace(shares=(0.5,), cases=(2,))),
    "trace of two lanes": asked(ExperimentKind.TRACE, LANE, AFTER, trace=AskedTrace(shares=(), cases=(2,))),
}
ROUNDS: Final = {
    "simulate precisely", "compare precisely", "attribute", "select", "staff", "pareto with levers", "trace",
}  # fmt: skip
"""Those that look at their first replications before they ask for others."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The result of a request, one batch after the other in this process."""
    kept: dict[str, str] = {}

    def of(name: str) -> str:
        if name not in kept:
            folder = tmp_path_factory.mktemp("here")
            kept[name] = carried_out_here(f"sqlite:///{folder / 'store.db'}", REQUESTS[name])
        return kept[name]

    return of


def prepared_of(name: str) -> Prepared:
    request = REQUESTS[name]
    return prepare(request, find_shipped(request.lanes), LARGEST)


@pytest.mark.parametrize("name", REQUESTS)
def test_any_order_of_completion_gives_the_same_bytes(here: Callable[[str], str], name: str) -> None:
    """Round by round, the last batch first; and only those that search take more than one."""
    prepared = prepared_of(name)
    kind, design, rounds = prepared.request.kind, prepared.experiment.design, 0
    there: Mapping[tuple[str, int], Replicated] = {}
    while isinstance(found := answered(prepared.experiment, prepared.models, there), Missing):
        came = [
            (batch, write_replicated([run_of(kind)(found.models[batch.model], design, each) for each in batch.numbers]))
            for batch in reversed(found.batches)
        ]
        assert not set(replications_of(kind, iter(came))) & set(there)
        there = {**there, **replications_of(kind, iter(came))}
        rounds += 1
    assert found == here(name)
    assert (rounds > 1) == (name in ROUNDS)


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2, 4])
def test_any_number_of_processes_gives_the_same_bytes(here: Callable[[str], str], tmp_path: Path, count: int) -> None:
    with processes(count) as executor:
        for place, name in enumerate(REQUESTS):
            engine, prepared = open_database(f"sqlite:///{tmp_path / f'{place}.db'}"), prepared_of(name)
            with writing(engine) as connection:
                write_down(connection, prepared, Place.PROCESSES, "", 1)
            run_batches(engine, prepared, lambda: 9, executor, 2 * count, lambda done, of: None)
            with reading(engine) as connection:
                assert result_of(connection, prepared.experiment.id) == here(name), name
            engine.dispose()


@pytest.fixture
async def lab(tmp_path: Path, temporal_address: str) -> AsyncIterator[Laboratory]:
    queue = f"simulations-{uuid4().hex}"
    settings = settings_of(
        tmp_path, temporal_address, simulation_task_queue=queue, simulation_processes=2, batches_at_once=3
    )
    async with laboratory(settings, begin_telemetry()) as found:
        yield found


async def test_simulation_workers_give_the_same_bytes(lab: Laboratory, here: Callable[[str], str]) -> None:
    ids = {name: lab.ask(request).experiment.id for name, request in REQUESTS.items()}
    async with lab.worker():
        for id_ in ids.values():
            await begin_experiment(lab.simulations, lab.record(id_))
        for name, id_ in ids.items():
            record = await lab.ended(id_)
            assert (record.stage, record.reason) == (ExperimentStage.DONE, ""), name
            assert lab.result(id_) == here(name), name
            assert lab.progress(id_) == (record.batches, record.replications), name


COMMANDS: Final = {
    "attribute": ("attribute", "business_setup_after", "--cases", "4", "--replications", "2", "--orders", "2"),
    "select": ("select", LANE, AFTER, "--indifference", "5", "--cases", "10", "--first", "11"),
    "staff": ("staff", LANE, "--pool", POOL, "--goal", GOAL, "--cases", "10", "--replications", "3"),
    "sensitivity": (
        "sensitivity", LANE, "--input", "arrivals.gap", "--size", "2", "--cases", "10", "--replications", "3",
    ),
    "pareto": ("pareto", LANE, "--pool", POOL, "--cases", "10", "--replications", "3"),
    "pareto with levers": (
        "pareto", AFTER, "--pool", "registry_window=1..1", "--levers", "--trials", "30", "--cases", "5",
        "--replications", "2",
    ),
    "warm-up": ("warm-up", LANE, "--days", "40", "--replications", "2"),
    "trace": ("trace", AFTER, "--share", "0.5", "--case", "2", "--cases", "10", "--replications", "3"),
}  # fmt: skip
"""The commands that ask the same; the other kinds are tested where batches are."""


@pytest.mark.parametrize("name", COMMANDS)
def test_kept_or_not_the_answer_is_that_of_its_command(
    here: Callable[[str], str],
    name: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GREENLANE_DATA_DIRECTORY", str(tmp_path / "data"))
    command, *arguments = COMMANDS[name]
    code = run((command, *arguments, "--workers", "1", "--json"))
    told = json.loads(capsys.readouterr().out)
    [answer] = json.loads(here(name))["answers"]
    assert answer == told
    # And the options of the command are those of the experiment, with the same exit code.
    assert run(("experiment", "run", "--kind", command, *arguments, "--where", "here", "--json")) == code
    assert capsys.readouterr().out == here(name) + "\n"
    assert run(("experiment", "list", "--json")) == 0
    [listed] = json.loads(capsys.readouterr().out)["experiments"]
    assert listed["done"] == listed["of"]
    assert run(("--lang", "zh-CN", "experiment", "show", listed["id"])) == 0
    assert capsys.readouterr().out.strip()


def test_a_precision_is_part_of_the_result(here: Callable[[str], str]) -> None:
    found = ExperimentResult.model_validate_json(here("simulate precisely"))
    assert found.precision is not None
    assert found.precision.at is not None
    [answer] = json.loads(here("simulate precisely"))["answers"]
    assert answer["design"]["replications"] == found.precision.replications == found.precision.at + 5


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (asked(ExperimentKind.SIMULATE, LANE, select=AskedSelection(indifference=1)), "'select' with kind select only"),
        (asked(ExperimentKind.STAFF, LANE), "expected 'staff', which says what is asked"),
        (asked(ExperimentKind.ATTRIBUTE, LANE), "found lane"),
        (asked(ExperimentKind.SIMULATE, LANE, precision=AskedPrecision(relative=0.1)), "replications or a precision"),
        (
            asked(ExperimentKind.SIMULATE, LANE, AFTER, design=AskedDesign(), precision=AskedPrecision(relative=0.1)),
            "one subject",
        ),
        (
            asked(ExperimentKind.SELECT, LANE, AFTER, select=AskedSelection(indifference=1, kpi="cost")),
            "no figure is called 'cost'",
        ),
        (asked(ExperimentKind.STAFF, LANE, staff=AskedStaffing(pools=(POOL,), goal="soon")), "expected a goal"),
        (asked(ExperimentKind.PARETO, LANE, pareto=AskedTradeOff(pools=(POOL,), levers=True)), "expected a scenario"),
        (asked(ExperimentKind.TRACE, LANE, AFTER, "business_setup"), "found 3 names"),
        (asked(ExperimentKind.TRACE, LANE, design=AskedDesign(replications=201)), "at most 200 replications"),
        (asked(ExperimentKind.TRACE, LANE, trace=AskedTrace(shares=(0.123,))), "in hundredths; was 0.123"),
        (asked(ExperimentKind.SIMULATE, LANE, trace=AskedTrace()), "'trace' with kind trace only"),
    ],
)
def test_what_does_not_fit_its_kind_is_refused(request_: ExperimentRequest, says: str) -> None:
    with pytest.raises(InvalidInputError, match=says):
        prepare(request_, find_shipped(()), LARGEST)


def test_one_that_grows_too_large_ends_with_its_reason(tmp_path: Path) -> None:
    request = asked(
        ExperimentKind.SIMULATE,
        LANE,
        design=AskedDesign(cases=5),
        precision=AskedPrecision(relative=0.0001, most=500),
    )
    engine = open_database(f"sqlite:///{tmp_path / 'store.db'}")
    prepared = prepare(request, find_shipped(()), 25)
    with writing(engine) as connection:
        write_down(connection, prepared, Place.HERE, "", 1)
    with pytest.raises(InvalidInputError, match="at most 25 replications; found 30"):
        run_batches(engine, prepared, lambda: 5, None, 1, lambda done, of: None)
    engine.dispose()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--kind", "staff"), "--pool"),
        (("--kind", "simulate", "--goal", GOAL), "--goal with --kind staff only"),
        (("--kind", "simulate", "--case", "3"), "--case with --kind trace only"),
        (("--kind", "select", "--kpi", "visits", "--kpi", "fees"), "--kpi once"),
        (("--kpi", "visits"), "--precision beside --kpi"),
        (("--kind", "staff", "--pool", "window=0..x", "--goal", GOAL), "window=0..x"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    arguments: tuple[str, ...],
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GREENLANE_DATA_DIRECTORY", str(tmp_path / "data"))
    assert run(("experiment", "run", LANE, *arguments)) == 3
    assert says in capsys.readouterr().err
