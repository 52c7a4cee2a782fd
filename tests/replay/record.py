"""Record the histories of the shipped lanes, before and after their reforms: ``python -m tests.replay.record``.

A history is named after its lane or scenario, the case in it and the content of the lane, and is only ever added. When
a lane changes, run this again: the new history joins the old ones, which stay, because cases that began under the old
lane may still be under way. Beside each stands what the case told the world, which Temporal's histories do not hold.
"""

from __future__ import annotations

import asyncio
import gzip
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Final

from temporalio.client import Client, WorkflowHistory
from temporalio.testing import TimeSkipper, TimeSkippingConfig
from temporalio.worker import Worker

from simulations.rerun import KnownCase, known_cases
from simulations.run import Replication, simulate
from simulations.streams import NamedDraws
from tests.conformance.desk_lane import DESK_LANE
from tests.conformance.directories import DIRECTORIES, scripted_case
from tests.conformance.office import Kept, Office, open_office
from tests.conformance.on_server import typed
from tests.conformance.scripted import ScriptedCase, event_of, shown
from tests.servers import shared_temporal_server
from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.definition.soundness.calls import called_lanes
from workflows.instants import CHINA, HOUR, instant_of, start_of
from workflows.interpreter.case import Case, attributes_of
from workflows.interpreter.plan import plan_of
from workflows.levers.scenario import after, shipped_scenarios
from workflows.temporal.activities import Recorder
from workflows.temporal.lanes import WORKFLOWS
from workflows.temporal.messages import Events, RecordedEvent
from workflows.temporal.names import workflow_of
from workflows.temporal.sandbox import lane_runner
from workflows.working_time.state_council import WorkingDays

HISTORIES: Final = Path(__file__).parent / "histories"
BEGINS_AT: Final = start_of(date(2040, 3, 5))
"""A Monday so far ahead that a server has something to skip."""
SEED: Final = 1
MOST_SKIPS: Final = 5_000
ANSWERED: Final = "answered_by_people"


def recordings() -> Iterator[tuple[str, ScriptedCase]]:
    """Name and case of everything that ought to be recorded: the shipped lanes, the scenarios, and every behaviour."""
    for name, lane in shipped():
        lanes = lanes_with(lane)
        yield name, ScriptedCase(lanes, one_case(name, lane, lanes), SEED)
    for directory in DIRECTORIES:
        yield directory, scripted_case(directory)


def shipped() -> Iterator[tuple[str, Lane]]:
    """Name and lane of what is shipped: the lanes, and what the scenarios make of them.

    A lane that is only ever called is recorded with those that call it.
    """
    for id_ in lane_ids():
        if shipped_lane(id_).arrivals is not None:
            yield id_, shipped_lane(id_)
    for id_, scenario in shipped_scenarios().items():
        yield id_, after(scenario)


def recorded_as(name: str, lane: Lane) -> str:
    """How the histories of a recording begin their names."""
    return f"{name}-{lane_hash(lane)[:12]}"


def account_of(told: Mapping[int, RecordedEvent]) -> str:
    """Recorded events by number, one a line."""
    return "".join(f"{number}  {shown(event_of('', event))}\n" for number, event in sorted(told.items()))


def recorded(name: str, lane: Lane) -> bool:
    """Whether there is a history of the lane as it is now."""
    return any(HISTORIES.glob(f"{recorded_as(name, lane)}-*"))


def lanes_with(lane: Lane) -> dict[str, Lane]:
    """A lane and those that it calls, by id."""
    lanes = {lane.id: lane}
    waiting = [lane]
    while waiting:
        for called in called_lanes(waiting.pop()):
            if called not in lanes:
                lanes[called] = shipped_lane(called)
                waiting.append(lanes[called])
    return lanes


def one_case(name: str, lane: Lane, lanes: Mapping[str, Lane]) -> KnownCase:
    """A case as the simulation of the lane has it, with all that its steps and children did."""
    plans = {}
    for id_, each in lanes.items():
        # Those that are called get no cases of their own.
        alone = each if id_ == lane.id else each.model_copy(update={"arrivals": None})
        plans[id_] = plan_of(alone, range(2039, 2050), WorkingDays(beyond="weekdays"))
    log = simulate(plans, Replication(seed=SEED, start_at=BEGINS_AT, cases=1)).log.by_case()
    simulated = f"{lane.id}-1"
    events = {name + case.removeprefix(simulated): of for case, of in log.items()}
    submitted = events[name][0]
    draws = NamedDraws(SEED, 0)
    attributes = attributes_of(lane, {}, lambda id_: draws.uniform(f"{lane.id}/", id_, "attribute")(0, 0))
    case = Case(id=name, submitted_at=submitted.at, attributes=attributes, draws=f"{lane.id}/")
    [known] = known_cases(lane.id, [case], events)
    return known


async def record(client: Client, kept: Kept, name: str, scripted: ScriptedCase, folder: Path = HISTORIES) -> None:
    """Run one case and write down the histories of its workflow and of those that it opened."""
    known, lane = scripted.known, scripted.lanes[scripted.known.lane]
    skipping = TimeSkipper(client, config=TimeSkippingConfig(max_session_skip_count=MOST_SKIPS)).client
    start = scripted.start().model_copy(update={"events": Events.RECORDED})
    await skipping.start_workflow(workflow_of(lane.id), start, id=known.case.id, task_queue="recording")
    for case in (known.case.id, *known.children):
        handle = skipping.get_workflow_handle(case)
        await handle.result()
        history = await handle.fetch_history()
        add(folder, f"{recorded_as(name, lane)}-{case.rpartition('/')[2]}", history, kept.events[case])


async def record_answered(office: Office, folder: Path = HISTORIES) -> None:
    """Have people answer a case by messages, and then withdraw it while an appointment stands."""
    case = Case(id=ANSWERED, submitted_at=instant_of(datetime.now(CHINA)))
    handle = await office.submit(case, Events.RECORDED)
    await handle.begin("form_check", member="1")
    await handle.complete("form_check", outcome="incomplete", member="1")
    await handle.complete("correct")
    await handle.complete("form_check", 1, outcome="complete", key="sent-twice")
    await handle.complete("form_check", 1, outcome="complete", key="sent-twice")
    await handle.begin("review", member="2", at=case.submitted_at + HOUR)
    await handle.complete("seal")
    await handle.withdraw()
    await handle.workflow.result()
    told = office.kept.events[case.id]
    add(folder, f"{recorded_as(ANSWERED, DESK_LANE)}-{ANSWERED}", await handle.workflow.fetch_history(), told)


def add(folder: Path, name: str, history: WorkflowHistory, told: Mapping[int, RecordedEvent]) -> None:
    """Write a history down under a name that is still free, and what the case told beside it."""
    with (folder / f"{name}.json.gz").open("xb") as file:
        file.write(gzip.compress(history.to_json().encode(), mtime=0))
    (folder / f"{name}.txt").write_text(account_of(told), encoding="utf-8")
    sys.stderr.write(f"added {name}\n")


async def main() -> None:
    """Record whatever has not been recorded yet."""
    missing = [
        (name, scripted) for name, scripted in recordings() if not recorded(name, scripted.lanes[scripted.known.lane])
    ]
    with tempfile.TemporaryDirectory() as folder, shared_temporal_server(Path(folder)) as address:
        client = typed(await Client.connect(address, identity="recorder"))
        if not recorded(ANSWERED, DESK_LANE):
            async with open_office(client) as office:
                await record_answered(office)
        kept = Kept()
        with ThreadPoolExecutor() as executor:
            async with Worker(
                client,
                task_queue="recording",
                workflows=WORKFLOWS,
                workflow_runner=lane_runner(),
                activities=[Recorder(kept).record_events],
                activity_executor=executor,
            ):
                await asyncio.gather(*(record(client, kept, name, scripted) for name, scripted in missing))


if __name__ == "__main__":
    asyncio.run(main())
