"""A sealed complaint (DD-024) is in no export, nobody is shown what it declared, and statistics count it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.cli.main import run
from services.clock import present_instant
from services.store.cases import find_case
from services.store.database import open_database, reading
from services.store.recording import event_log, record_events
from services.store.standing import count_open_items
from services.telemetry import begin_telemetry
from tests.acceptance.running import Running, running, settings_of
from workflows.definition.catalogue import shipped_lane
from workflows.definition.hashing import canonical_json
from workflows.definition.loading import parse_lane
from workflows.definition.sealing import is_sealed
from workflows.errors import InvalidFileError
from workflows.events.event import EventKind
from workflows.temporal.messages import RecordedEvent

LANE = "complaint_handling"
CHANNEL = "private_firm_body"
STEP = "first_verification"
"""With which the case of such a caller begins."""


@dataclass(frozen=True)
class Office:
    """An API with two complaints under way, of which one is sealed."""

    api: Running
    sealed: str
    open: str

    async def get(self, path: str) -> str:
        answer = await self.api.http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text


@pytest.fixture
async def office(tmp_path: Path, temporal_address: str) -> AsyncIterator[Office]:
    async with running(settings_of(tmp_path, temporal_address), begin_telemetry()) as api:
        cases = [await api.start(LANE, channel=CHANNEL, sealed=value) for value in ("yes", "no")]
        for case in cases:
            # Once this is answered, the store has what happened before it.
            begun = await api.post(f"/cases/{case}/work-items/{STEP}/begin", {"member": "1"})
            assert begun.status_code == 200, begun.text
        yield Office(api, *cases)


async def test_no_export_has_a_sealed_complaint_unless_it_is_asked_for(office: Office) -> None:
    for format_ in ("ndjson", "csv"):
        given = await office.get(f"/events?format={format_}")
        assert office.open in given
        assert office.sealed not in given
        assert office.sealed in await office.get(f"/events?format={format_}&sealed=true")
    turned = await office.api.http.get("/events?sealed=true&limit=1")
    assert "sealed=true" in turned.links["next"]["url"]


async def test_the_command_line_exports_it_only_when_asked(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENLANE_DATABASE_URL", office.api.settings.database)
    for lane in ((), ("--lane", LANE)):
        for asked, there in (((), False), (("--sealed",), True)):
            to = tmp_path / "log.csv"
            command = ["log", "export", *lane, *asked, "--to", str(to)]
            assert await asyncio.to_thread(run, command) == 0
            written = to.read_text("utf-8")
            assert office.open in written
            assert (office.sealed in written) == there
            to.unlink()


async def test_its_steps_are_in_the_inbox_and_what_it_declared_is_shown_nowhere(office: Office) -> None:
    inbox = await office.get(f"/work-items?lane={LANE}")
    assert {item["case"]: item["step"] for item in json.loads(inbox)["items"]} == dict.fromkeys(
        (office.sealed, office.open), STEP
    )
    assert CHANNEL not in inbox
    shown = {case: json.loads(await office.get(f"/cases/{case}")) for case in (office.sealed, office.open)}
    assert {case: (view["sealed"], view["attributes"]) for case, view in shown.items()} == {
        office.sealed: (True, {}),
        office.open: (False, {"channel": CHANNEL, "sealed": "no"}),
    }
    for case, declarations in ((office.sealed, 0), (office.open, 2)):
        events = json.loads(await office.get(f"/cases/{case}/events"))["events"]
        assert [event["kind"] for event in events].count("declared") == declarations
        assert "enabled" in {event["kind"] for event in events}


async def test_statistics_count_it(office: Office) -> None:
    engine = open_database(office.api.settings.database)
    with reading(engine) as connection:
        assert [each.items for each in count_open_items(connection, present_instant()) if each.lane == LANE] == [2]
    assert [len(event_log(engine, LANE, sealed=sealed).cases) for sealed in (False, True)] == [1, 2]
    engine.dispose()
    counted = [line for line in (await office.get("/metrics")).splitlines() if f'lane="{LANE}"' in line]
    assert [float(line.split()[-1]) for line in counted if line.startswith("greenlane_work_items_open")] == [2]


async def test_what_a_sealed_case_opens_is_sealed(office: Office) -> None:
    engine = open_database(office.api.settings.database)
    for parent in (office.sealed, office.open):
        happened = [RecordedEvent(kind=EventKind.SUBMITTED, at=10**12, step="")]
        record_events(engine, f"{parent}/open_issue", "issue_rectification", 0, happened)
    with reading(engine) as connection:
        children = [find_case(connection, f"{parent}/open_issue") for parent in (office.sealed, office.open)]
    engine.dispose()
    assert [child.sealed for child in children if child is not None] == [True, False]
    given = await office.get("/events")
    assert f"{office.open}/open_issue" in given
    assert f"{office.sealed}/open_issue" not in given


def test_the_lane_says_which_complaints_are_sealed() -> None:
    lane = shipped_lane(LANE)
    assert [is_sealed(lane, {"channel": CHANNEL, "sealed": value}) for value in ("yes", "no")] == [True, False]
    assert not is_sealed(shipped_lane("business_setup"), {"sealed": "yes"})


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"attribute": "seeled", "in": ["yes"]}, "unknown_attribute"),
        ({"attribute": "sealed", "in": ["maybe"]}, "unknown_value"),
        ({"outcome_of": "triage", "in": ["key"]}, "not_an_attribute"),
    ],
)
def test_a_seal_on_what_a_case_does_not_have_from_the_start_is_refused(condition: object, code: str) -> None:
    document = json.loads(canonical_json(shipped_lane(LANE))) | {"sealed": condition}
    with pytest.raises(InvalidFileError) as refused:
        parse_lane(json.dumps(document, ensure_ascii=False), "lane.yaml")
    assert [problem.code for problem in refused.value.problems] == [code]
