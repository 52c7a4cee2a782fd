"""Live cases and simulated ones are counted alike: the same events give the same samples, whoever counts them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine
from temporalio.client import Client

from services.cli.main import run
from services.experiments.simulated_log import SimulatedLog
from services.experiments.simulated_metrics import metrics_of
from services.store.database import open_database
from services.workers.metrics import LaneMetrics, MeteredStore
from simulations.rerun import KnownCase, rerun
from tests.acceptance.travelling import SEED, TO_COME, Travelled, travelled
from tests.conformance.on_server import events_on_server
from tests.properties.store.test_projecting import announce, recorded
from workflows.definition.catalogue import shipped_lane
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.instants import DAY
from workflows.interpreter.plan import plan_of
from workflows.measures import case_table, cases_by_lane, observe, setting_of
from workflows.measures.counting import CaseCourse, samples_of_case
from workflows.measures.samples import BROKEN, COMMITMENT_LANE, RATING_LEVELS, Counted, Sample
from workflows.temporal.ratings import RATE, RATING_LANE, Level
from workflows.working_time.state_council import WorkingDays

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]

BATCH = 7
"""Events that are recorded at once; not a divisor of anything."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'store.db'}")
    yield engine
    engine.dispose()


def counted(text: str, engine: str) -> Samples:
    """The samples of cases, but for the engine that ran them."""
    return {
        (sample.name, frozenset({*sample.labels.items()} - {("engine", engine)})): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.labels.get("engine") == engine
    }


def together(first: Samples, second: Samples) -> Samples:
    """What two workers have counted."""
    return {key: first.get(key, 0) + second.get(key, 0) for key in first.keys() | second.keys()}


def shown(registry: CollectorRegistry) -> Samples:
    """What a worker shows."""
    return counted(generate_latest(registry).decode(), "temporal")


def live(store: Engine, seen: Travelled, accounts: Sequence[Mapping[str, Sequence[CaseEvent]]]) -> Samples:
    """What is counted while cases are recorded: in pieces, every piece twice, by a worker that is replaced midway."""
    registries = [CollectorRegistry(), CollectorRegistry()]
    workers = [MeteredStore(store, LaneMetrics(registry)) for registry in registries]
    lanes = lanes_of(seen, accounts)
    for account in accounts:
        for case, events in account.items():
            if "/" not in case:
                announce(store, seen, case)
            bounds = [*range(0, len(events), BATCH), len(events)]
            for first, end in pairwise(bounds):
                batch = [recorded(event) for event in events[first:end]]
                for _ in range(2):
                    workers[first > len(events) // 2].record(case, lanes[case], first, batch, 0)
    return together(*map(shown, registries))


def lanes_of(seen: Travelled, accounts: Sequence[Mapping[str, Sequence[CaseEvent]]]) -> dict[str, str]:
    """The lane that each case travels, those that were opened too."""
    log = EventLog()
    for account in accounts:
        for events in account.values():
            log.extend(events)
    return {case: lane for lane, cases in cases_by_lane(log, seen.lane.id, seen.lanes).items() for case in cases}


def rerun_of(seen: Travelled, known: Sequence[KnownCase], starts_on: date) -> SimulatedLog:
    """The same cases, run again on SimPy as they were."""
    years = range(starts_on.year - 1, starts_on.year + 16)
    plans = {id_: plan_of(lane, years, WorkingDays(beyond="weekdays")) for id_, lane in seen.lanes.items()}
    log = rerun(plans, known, SEED)
    lanes = cases_by_lane(log, seen.lane.id, seen.lanes)
    lane_of = {case: lane for lane, cases in lanes.items() for case in cases}
    return SimulatedLog(log, tuple(seen.lanes.values()), tuple(lane_of[case] for case in log.cases), plans)


@pytest.mark.parametrize("lane", ["construction_permit", "commitment_approval", RATING_LANE])
def test_what_is_counted_live_is_what_the_identity_rerun_counts(store: Engine, lane: str) -> None:
    seen = travelled(lane, 5)
    scripted = [seen.scripted(case) for case in seen.own]
    again = rerun_of(seen, [each.known for each in scripted], date(2023, 1, 3))
    mine = live(store, seen, [seen.account(case) for case in seen.own])
    theirs = counted(metrics_of(again), "simpy")
    assert mine == pytest.approx(theirs)
    assert mine["greenlane_cases_ended_total", frozenset({("lane", lane), ("result", "approved")})] > 0


async def test_cases_on_a_temporal_server_are_counted_as_their_rerun(store: Engine, temporal_client: Client) -> None:
    seen = travelled("commitment_approval", 4, TO_COME)
    scripted = [seen.scripted(case) for case in seen.own]
    happened = await events_on_server(temporal_client, scripted)
    mine = live(store, seen, happened)
    again = rerun_of(seen, [each.known for each in scripted], TO_COME)
    assert mine == pytest.approx(counted(metrics_of(again), "simpy"))
    started = ("greenlane_cases_started_total", frozenset({("lane", "commitment_approval")}))
    assert mine[started] == len(happened)


@pytest.mark.parametrize(
    ("found", "result", "outcome"),
    [([], "approved", "kept"), ([BROKEN], "approved", "rectified"), ([BROKEN, BROKEN], "revoked", "broken")],
)
def test_a_commitment_is_made_once_and_comes_out_in_one_way(found: list[str], result: str, outcome: str) -> None:
    course = CaseCourse(COMMITMENT_LANE, shipped_lane(COMMITMENT_LANE), None)
    checks = [CaseEvent("c", EventKind.COMPLETED, 6, "ex_post_check", outcome=each) for each in found]
    events = [CaseEvent("c", EventKind.SUBMITTED, 5), *checks, CaseEvent("c", EventKind.ENDED, 7, outcome=result)]
    told = [sample.labels for sample in samples_of_case(course, events) if sample.of is Counted.COMMITMENTS]
    assert told == [(COMMITMENT_LANE, "made"), (COMMITMENT_LANE, outcome)]


def test_more_time_and_ratings_are_counted_by_what_came_of_them() -> None:
    kinds = (EventKind.EXTENSION_ASKED, EventKind.EXTENDED, EventKind.EXTENSION_REFUSED)
    course = CaseCourse(RATING_LANE, shipped_lane(RATING_LANE), None)
    events = [CaseEvent("c", kind, 5, outcome="10") for kind in kinds]
    events.append(CaseEvent("c", EventKind.COMPLETED, 6, RATE, outcome=Level.SATISFIED))
    assert list(samples_of_case(course, events)) == [
        *(Sample(Counted.EXTENSIONS, (RATING_LANE, outcome)) for outcome in ("asked", "granted", "refused")),
        Sample(Counted.RATINGS, (RATING_LANE, "satisfied")),
    ]


def test_what_is_counted_agrees_with_the_measures_of_the_same_cases(store: Engine) -> None:
    """Two ways to the same figures: a fold over events, and arithmetic on columns."""
    seen = travelled("construction_permit", 5)
    mine = live(store, seen, [seen.account(case) for case in seen.own])
    plan = plan_of(seen.lane, range(2022, 2039), WorkingDays(beyond="weekdays"))
    log = EventLog()
    for events in seen.own.values():
        log.extend(events)
    table = case_table(observe(log, setting_of(plan.lane, plan.axes, plan.days)))
    of = frozenset({("lane", "construction_permit")})
    assert mine["greenlane_case_processing_time_seconds_sum", of] == pytest.approx(table.processing_time.sum() / 1_000)
    assert mine["greenlane_corrections_total", of] == table.corrections.sum()
    cycle_time = sum(value for (name, _), value in mine.items() if name == "greenlane_case_cycle_time_seconds_sum")
    by_cause = sum(value for (name, _), value in mine.items() if name == "greenlane_case_time_by_cause_seconds_total")
    assert cycle_time == pytest.approx(table.cycle_time.sum() / 1_000)
    assert by_cause == pytest.approx(cycle_time)


def test_a_limit_is_counted_when_it_passes_and_once_whoever_notices_it(store: Engine) -> None:
    """One worker records a case, another looks at the clock before each event; together they count as the fold does."""
    seen = travelled("construction_permit", 5)
    case, events = next(iter(seen.own.items()))
    registries = [CollectorRegistry(), CollectorRegistry()]
    recorder, watcher = (MeteredStore(store, LaneMetrics(registry)) for registry in registries)
    announce(store, seen, case)
    for number, (event, following) in enumerate(zip(events, [*events[1:], events[-1]], strict=True)):
        recorder.record(case, seen.lane.id, number, [recorded(event)], 0)
        watcher.count_passed(max(event.at, following.at - 1))
    found = [{key: value for key, value in shown(each).items() if "deadline" in key[0]} for each in registries]
    samples = samples_of_case(CaseCourse(seen.lane.id, seen.lane, None), events)
    passed = sum(sample.of in {Counted.WARNINGS, Counted.BREACHES} for sample in samples)
    assert sum(together(*found).values()) == passed > 0
    assert sum(found[1].values()) > sum(found[0].values())  # the clock is sooner than the next event
    later = CollectorRegistry()
    MeteredStore(store, LaneMetrics(later)).count_passed(events[-1].at + 900 * DAY)
    assert shown(later) == {}  # what has ended is late no more


def test_the_metrics_of_a_simulation_are_written_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "business_setup.prom"
    asked = ["simulate", "business_setup", "--cases", "5", "--replications", "1", "--json"]
    assert run([*asked, "--metrics", str(file)]) == 0
    samples = counted(file.read_text("utf-8"), "simpy")
    assert samples["greenlane_cases_started_total", frozenset({("lane", "business_setup")})] == 5
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert run([*asked, "--metrics", str(tmp_path / "nowhere" / "file.prom")]) == 1
    assert "Name another file" in capsys.readouterr().err


def test_the_words_that_are_counted_are_those_of_the_shipped_lanes() -> None:
    assert {level.value for level in Level} == RATING_LEVELS
    outcomes = {outcome.id for task in shipped_lane(COMMITMENT_LANE).tasks.values() for outcome in task.outcomes}
    assert BROKEN in outcomes
