"""Parents that stop waiting for a child, on a real server: what both engines agree on, and what the server decides.

A child that is no longer waited for is told so by a message, so the child's own end is not part of the determinism
contract; that its parent goes on as on SimPy is.
"""

from __future__ import annotations

from uuid import uuid4

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from simulations.rerun import KnownCase
from tests.conformance.desk_lane import DESK_LANE
from tests.conformance.office import Handle, case_now, open_office
from tests.conformance.on_server import events_on_server
from tests.conformance.on_simpy import events_on_simpy
from tests.conformance.scripted import ScriptedCase, check_same
from workflows.definition.distributions import Fixed
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Source, Title
from workflows.definition.steps import Call, Race, RaceBranch, StatutoryWait
from workflows.definition.units import TimeUnit
from workflows.events.event import EventKind
from workflows.instants import HOUR, parse_instant
from workflows.interpreter.case import Case
from workflows.interpreter.script import Performance, Script, ScriptedStep
from workflows.temporal.messages import CaseResult, CaseStart, Events

TITLE = Title(zh="步骤", en="Step")
THREE_HOURS = Fixed(
    value=3, unit=TimeUnit.HOURS, provenance=Provenance(source=Source.ASSUMED, basis="made up for a test")
)
IMPATIENT: Lane = DESK_LANE.model_copy(
    update={
        "id": "impatient",
        "body": Race(
            id="first",
            title=TITLE,
            branches=(
                RaceBranch(id="enough", step=StatutoryWait(id="patience", title=TITLE, time=THREE_HOURS)),
                RaceBranch(id="answer", step=Call(id="desk", title=TITLE, lane="desk_lane")),
            ),
        ),
    }
)
LANES = {"impatient": IMPATIENT, "desk_lane": DESK_LANE}


async def test_a_parent_goes_on_although_the_child_that_it_gives_up_has_already_ended(temporal_client: Client) -> None:
    # A rehearsed parent holds its clock until it knows when the child ends, so it gives up afterwards, and too late.
    case = Case(id=f"impatient-{uuid4()}", submitted_at=parse_instant("2040-03-05T09:00:00+08:00"))
    five_hours = Performance(started_after=0, completed_after=5 * HOUR, outcome="complete")
    at_once = Performance(started_after=0, completed_after=0)
    child = Script(
        steps=(
            ScriptedStep(step="form_check", performance=five_hours),
            *(ScriptedStep(step=step, performance=at_once) for step in ("review", "seal", "issue")),
        )
    )
    known = KnownCase(lane="impatient", case=case, script=Script(), children={f"{case.id}/desk": child})
    scripted = ScriptedCase(LANES, known)
    [events] = await events_on_server(temporal_client, [scripted])
    simulated = events_on_simpy(scripted)
    check_same(scripted, "SimPy", {case.id: simulated[case.id]}, "Temporal", {case.id: events[case.id]})
    assert (events[case.id][-1].kind, events[case.id][-1].at) == (EventKind.ENDED, case.submitted_at + 3 * HOUR)


async def test_a_child_is_withdrawn_with_the_parent_that_waits_for_it(temporal_client: Client) -> None:
    async with open_office(temporal_client) as office:
        case = case_now()
        handle = await office.start(
            CaseStart(declares=True, lanes=LANES, lane="impatient", case=case, events=Events.RETURNED)
        )
        child = office.client.get_workflow_handle(f"{case.id}/desk", result_type=CaseResult)
        async for event in handle.workflow.fetch_history_events(wait_new_event=True):
            if event.event_type == EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED:
                break
        await Handle(child).begin("form_check")
        await handle.withdraw()
        assert [event.kind for event in (await handle.events())[-3:]] == [
            EventKind.CANCELLED,
            EventKind.CANCELLED,
            EventKind.ENDED,
        ]
        events = await Handle(child).events()
        assert [(event.kind, event.step, event.cause) for event in events[-2:]] == [
            (EventKind.CANCELLED, "form_check", ""),
            (EventKind.ENDED, "", "withdrawal"),
        ]
