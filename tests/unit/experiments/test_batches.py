"""An experiment in batches is the experiment: whoever runs them, in whatever order, its bytes are the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.experiments.batches import (
    BATCH,
    Batch,
    ExperimentResult,
    Missing,
    answered,
    read_replicated,
    replications_of,
    write_replicated,
)
from services.experiments.carrying_out import (
    OtherReleaseError,
    Prepared,
    batch_to_run,
    conclude,
    keep_replicated,
    prepare,
    run_batches,
    write_down,
)
from services.experiments.request import (
    AskedDesign,
    ExperimentKind,
    ExperimentRequest,
    find_shipped,
    read_lanes,
    usual_kind,
)
from services.experiments.service import compare_lanes, sweep_named
from services.experiments.side_by_side import processes
from services.experiments.subjects import find_subject
from services.experiments.versions import versions
from services.store.database import open_database, reading, writing
from services.store.experiments import (
    ExperimentStage,
    Place,
    batches_there,
    end_experiment,
    find_experiment,
    progress_of,
    result_of,
    stages,
)
from simulations.comparison import Comparison
from simulations.experiment import run_replication
from workflows.definition.catalogue import shipped_lane
from workflows.errors import InvalidInputError, OperationFailedError

LARGEST = 1_000
SMALL = AskedDesign(cases=20, replications=7)
COMPARE = ExperimentRequest(kind=ExperimentKind.COMPARE, subjects=("property_registration_after",), design=SMALL)


@pytest.fixture
def engine(store: Engine) -> Engine:
    return store


def written_down(engine: Engine, request: ExperimentRequest) -> Prepared:
    prepared = prepare(request, find_shipped(request.lanes), LARGEST)
    with writing(engine) as connection:
        write_down(connection, prepared, Place.HERE, "", 1)
    return prepared


def result(engine: Engine, prepared: Prepared) -> str:
    with reading(engine) as connection:
        found = result_of(connection, prepared.experiment.id)
    assert found is not None
    return found


def observe(prepared: Prepared, number: int) -> str:
    batch = prepared.batches[number]
    design = prepared.experiment.design
    return write_replicated([run_replication(prepared.models[batch.model], design, each) for each in batch.numbers])


def answered_from(prepared: Prepared, came: Sequence[tuple[Batch, str]]) -> str | Missing:
    there = replications_of(prepared.request.kind, iter(came))
    return answered(prepared.experiment, prepared.models, there)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The result of the comparison, one batch after the other in this process."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('here') / 'store.db'}")
    prepared = written_down(engine, COMPARE)
    told: list[tuple[int, int]] = []
    run_batches(engine, prepared, lambda: 5, None, 1, lambda done, of: told.append((done, of)))
    assert told[0] == (0, prepared.replications)
    assert told[-1] == (prepared.replications, prepared.replications)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    found = result(engine, prepared)
    engine.dispose()
    return found


def test_it_is_what_a_comparison_says(here: str) -> None:
    resolved = prepare(COMPARE, find_shipped(()), LARGEST).experiment.design
    assert (resolved.cases, resolved.replications, resolved.lever_replications) == (20, 7, 7)
    [comparison] = compare_lanes(["property_registration_after"], resolved)
    assert ExperimentResult.model_validate_json(here).answers == (comparison,)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_any_number_of_processes_gives_the_same_bytes(engine: Engine, here: str, count: int) -> None:
    prepared = written_down(engine, COMPARE)
    with processes(count) as executor:
        run_batches(engine, prepared, lambda: 9, executor, 2 * count, lambda done, of: None)
    assert result(engine, prepared) == here


def test_any_order_of_batches_gives_the_same_bytes(here: str) -> None:
    prepared = prepare(COMPARE, find_shipped(()), LARGEST)
    count = len(prepared.batches)
    order = [*range(1, count, 2), *reversed(range(0, count, 2))]
    assert sorted(order) == list(range(count))
    assert order[0] != 0 != order[-2]
    came = [(prepared.batches[number], observe(prepared, number)) for number in order]
    assert answered_from(prepared, came) == here


def test_a_batch_survives_being_written_down() -> None:
    request = COMPARE.model_copy(update={"design": AskedDesign(cases=20, replications=2 * BATCH)})
    document = observe(prepare(request, find_shipped(()), LARGEST), 0)
    assert write_replicated(read_replicated(COMPARE.kind, document)) == document
    assert [each.replication for each in read_replicated(COMPARE.kind, document)] == [*range(BATCH, 2 * BATCH)]


def test_what_is_there_is_not_run_again(engine: Engine, here: str) -> None:
    prepared = written_down(engine, COMPARE)
    id_ = prepared.experiment.id
    for number in (1, 0):
        work = batch_to_run(engine, id_, number)
        assert work is not None
        observed = read_replicated(COMPARE.kind, observe(prepared, number))
        assert keep_replicated(engine, work.batch, observed)
        assert not keep_replicated(engine, work.batch, observed[:1])
        assert batch_to_run(engine, id_, number) is None
    with reading(engine) as connection:
        assert progress_of(connection, id_) == (2, 4)
    told: list[int] = []
    run_batches(engine, prepared, lambda: 5, None, 1, lambda done, of: told.append(done))
    assert told[0] == 4
    assert result(engine, prepared) == here


LADDER: tuple[tuple[int, int], ...] = ((1, 0), (3, 0), (5, 5), (10, 5))
"""Replications of the ends and of the lanes between, one question after the other."""


def test_whoever_asks_for_more_and_more_has_nothing_run_twice(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'store.db'}")
    request = COMPARE.model_copy(update={"subjects": ("fushun_no_proof",)})
    ran: list[tuple[str, int]] = []
    widths: list[float | None] = []
    for replications, levers in LADDER:
        asked = AskedDesign(cases=5, replications=replications, lever_replications=levers)
        prepared = written_down(engine, request.model_copy(update={"design": asked}))
        with reading(engine) as connection:
            there = batches_there(connection, [batch.hash for batch in prepared.batches])
        ran += [(batch.model, each) for batch in prepared.batches if batch.hash not in there for each in batch.numbers]
        run_batches(engine, prepared, lambda: 5, None, 1, lambda done, of: None)
        [found] = ExperimentResult.model_validate_json(result(engine, prepared)).answers
        assert isinstance(found, Comparison)
        widths += [kpi.difference.half_width for kpi in found.kpis if kpi.kpi == "cycle_time.mean" and kpi.difference]
        assert len(found.levers) == len(prepared.experiment.models) - 1
        assert {change.values for lever in found.levers for change in lever.changes.values()} == ({levers} - {0})
        assert bool(found.levers_start) == bool(levers)
        # And it is what whoever begins with this question is told.
        alone = prepared.experiment.design
        assert (found,) == tuple(compare_lanes(["fushun_no_proof"], alone))
    engine.dispose()
    assert len(prepared.experiment.models) == 3
    assert len(ran) == len(set(ran)) == 10 + 5 + 10
    assert widths[0] is None
    assert all(width is not None for width in widths[1:])


def test_small_batches_come_last_and_end_where_answers_may_rest() -> None:
    asked = AskedDesign(cases=5, replications=12, lever_replications=0)
    found = prepare(COMPARE.model_copy(update={"design": asked}), find_shipped(()), LARGEST).batches
    assert len({batch.model for batch in found}) == 2
    spans = [(batch.first, batch.replications) for batch in found]
    assert spans == [(5, 5), (5, 5), (1, 2), (3, 2), (10, 2), (1, 2), (3, 2), (10, 2), (0, 1), (0, 1)]


def test_experiments_share_the_batches_that_they_have_in_common(engine: Engine) -> None:
    simulate = ExperimentRequest(
        kind=ExperimentKind.SIMULATE,
        subjects=("property_registration",),
        design=AskedDesign(cases=20, replications=7, confidence=0.9),
    )
    first = written_down(engine, simulate)
    run_batches(engine, first, lambda: 5, None, 1, lambda done, of: None)
    other = written_down(engine, COMPARE)
    with reading(engine) as connection:
        assert progress_of(connection, other.experiment.id) == (4, 7)
        shared = batches_there(connection, [batch.hash for batch in other.batches])
    assert shared == {batch.hash for batch in first.batches}
    changed = simulate.model_copy(update={"design": SMALL.model_copy(update={"seed": 2})})
    assert not shared & {batch.hash for batch in written_down(engine, changed).batches}


def test_the_same_request_is_the_same_experiment(engine: Engine) -> None:
    prepared = written_down(engine, COMPARE)
    id_ = prepared.experiment.id
    assert written_down(engine, COMPARE.model_copy()).experiment.id == id_
    with writing(engine) as connection:
        assert end_experiment(connection, id_, ExperimentStage.CANCELLED, 7)
        assert not end_experiment(connection, id_, ExperimentStage.DONE, 8, result="late")
        assert result_of(connection, id_) is None
    assert batch_to_run(engine, id_, 0) is None
    with pytest.raises(OperationFailedError, match="was ended"):
        run_batches(engine, prepared, lambda: 9, None, 1, lambda done, of: None)
    with writing(engine) as connection:
        assert write_down(connection, prepared, Place.TEMPORAL, "", 11).stage is ExperimentStage.OPEN
        opened = find_experiment(connection, id_)
        assert stages(connection) == {"open": 1}
    assert opened is not None
    assert (opened.stage, opened.place, opened.ended_at, opened.asked_at) == ("open", "temporal", None, 11)


def test_a_worker_of_another_release_leaves_it_alone(engine: Engine) -> None:
    prepared = prepare(COMPARE, find_shipped(()), LARGEST)
    other = prepared.experiment.model_copy(update={"versions": {**versions(), "source": "0"}})
    missing = answered(other, prepared.models, {})
    assert isinstance(missing, Missing)
    old = Prepared(COMPARE, other, prepared.models, missing.batches, LARGEST)
    assert other.id != prepared.experiment.id
    assert {batch.hash for batch in old.batches}.isdisjoint(batch.hash for batch in prepared.batches)
    with writing(engine) as connection:
        write_down(connection, old, Place.TEMPORAL, "", 1)
    with pytest.raises(OtherReleaseError, match="differs in source"):
        batch_to_run(engine, other.id, 0)
    with pytest.raises(OtherReleaseError, match="differs in source"):
        conclude(engine, other.id, 5, LARGEST)


def test_several_lanes_are_answered_in_order(engine: Engine) -> None:
    subjects = ("business_setup", "property_registration")
    both = ExperimentRequest(
        kind=ExperimentKind.SIMULATE, subjects=subjects, design=AskedDesign(cases=5, replications=2)
    )
    prepared = written_down(engine, both)
    run_batches(engine, prepared, lambda: 5, None, 1, lambda done, of: None)
    answers = ExperimentResult.model_validate_json(result(engine, prepared)).answers
    assert [getattr(answer, "lane", None) for answer in answers] == list(subjects)


def test_a_sweep_is_answered_value_by_value(engine: Engine) -> None:
    design = AskedDesign(cases=5, replications=2)
    asked = ExperimentRequest(kind=ExperimentKind.SWEEP, subjects=("fushun_counter_pay",), design=design)
    prepared = written_down(engine, asked)
    run_batches(engine, prepared, lambda: 5, None, 1, lambda done, of: None)
    [answer] = ExperimentResult.model_validate_json(result(engine, prepared)).answers
    assert answer == sweep_named("fushun_counter_pay", prepared.experiment.design)


def test_lanes_of_ones_own_are_checked_and_come_first() -> None:
    own = shipped_lane("property_registration").model_copy(update={"id": "their_own"})
    request = ExperimentRequest(kind=ExperimentKind.SIMULATE, subjects=("their_own",), lanes=(own,), design=SMALL)
    [model] = prepare(request, find_shipped(request.lanes), LARGEST).models.values()
    assert model.lane == own
    written = own.model_dump(mode="json", by_alias=True)
    assert read_lanes((written,)) == (own,)
    with pytest.raises(InvalidInputError, match="lane 2"):
        read_lanes((written, {**written, "pools": {}}))


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (COMPARE.model_copy(update={"subjects": ("no_such_lane",)}), "no lane, scenario or package"),
        (COMPARE.model_copy(update={"subjects": ("/etc/passwd.yaml",)}), "no lane, scenario or package"),
        (COMPARE.model_copy(update={"subjects": ("business_setup",)}), "nothing"),
        (COMPARE.model_copy(update={"subjects": ("business_setup", "business_setup")}), "every subject once"),
        (COMPARE.model_copy(update={"kind": ExperimentKind.SWEEP}), "sweep"),
        (COMPARE.model_copy(update={"design": AskedDesign(replications=10_000)}), "GREENLANE_LARGEST_EXPERIMENT"),
    ],
)
def test_what_cannot_be_carried_out_is_refused(request_: ExperimentRequest, says: str) -> None:
    with pytest.raises(InvalidInputError, match=says):
        prepare(request_, find_shipped(()), LARGEST)


def test_what_is_asked_of_something_if_nothing_is_said() -> None:
    assert usual_kind([find_subject("business_setup")]) == "simulate"
    assert usual_kind([find_subject("business_setup_after")]) == "compare"
