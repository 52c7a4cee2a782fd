"""Mandates over HTTP: given, used, taken back, laid down, over; and nobody acts without one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from services.audit.chain import Outcome
from services.audit.keeping import kept_rows
from services.clock import present_instant, present_time
from services.security.mandates import with_mandates
from services.security.policy import MANDATED, Action
from services.security.principal import EVERY, Principal, Role
from services.store.database import open_database, reading, writing
from services.store.mandates import MandateRecord, add_mandate
from services.telemetry import begin_telemetry
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import principal
from workflows.instants import DAY, HOUR, Instant

LANE = "property_registration"
GENERAL = {"registration_kind": "general"}
FIRM, OTHER, CLERK = "91210100MA0000001X", "91210100MA0000002Y", "agent-1"
AGENT = principal(CLERK, Role.AGENT)
TOMORROW = (present_time() + timedelta(days=1)).isoformat()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), begin_telemetry()) as found:
        yield found


class Hall:
    """An applicant, another one, and an agent whose token names nobody."""

    def __init__(self, api: Running, firm: Running, other: Running, clerk: Running) -> None:
        self.api, self.firm, self.other, self.clerk = api, firm, other, clerk


@pytest.fixture
async def hall(api: Running) -> AsyncIterator[Hall]:
    people = (principal(FIRM, Role.APPLICANT), principal(OTHER, Role.APPLICANT), AGENT)
    async with AsyncExitStack() as stack:
        yield Hall(api, *[await stack.enter_async_context(api.acting(who)) for who in people])


async def started(by: Running, applicant: str = FIRM) -> str:
    answer = await by.post("/cases", {"lane": LANE, "attributes": GENERAL, "applicant": applicant})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def given(by: Running, **body: object) -> str:
    answer = await by.post("/mandates", {"agent": CLERK, "ends_at": TOMORROW, **body})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def statuses(clerk: Running, case: str) -> list[int]:
    """What an agent who sees, answers, files, rates and withdraws is told; nothing of it changes the case."""
    past = "2020-01-06T09:00:00+08:00"
    paper = {"document": "contract", "digest": "0" * 64, "media_type": "text/plain", "size": 1, "at": past}
    answers = [
        await clerk.http.get(f"/cases/{case}"),
        await clerk.post(f"/cases/{case}/answers/file_tax_payment"),
        await clerk.post(f"/cases/{case}/papers", paper),
        await clerk.post(f"/cases/{case}/rating", {"level": "satisfied"}),
        await clerk.post(f"/cases/{case}/withdrawal", {"at": past}),
    ]
    return [answer.status_code for answer in answers]


async def test_an_agent_acts_from_the_grant_to_the_revocation_and_no_longer(hall: Hall) -> None:
    await_grant = await hall.clerk.post("/cases", {"lane": LANE, "attributes": GENERAL, "applicant": FIRM})
    assert await_grant.status_code == 403
    open_case = await started(hall.firm)
    assert await statuses(hall.clerk, open_case) == [404] * 5

    mandate = await given(hall.firm)
    own = await started(hall.clerk)
    assert await statuses(hall.clerk, open_case) == [200, 409, 409, 409, 409]
    assert (await hall.clerk.post(f"/cases/{own}/answers/file_contract_filing")).status_code == 200
    listed = (await hall.clerk.http.get("/cases")).json()["cases"]
    assert [each["id"] for each in listed] == [own, open_case]
    waiting = (await hall.clerk.http.get("/work-items")).json()["items"]
    assert {item["case"] for item in waiting} == {open_case}

    ended = await hall.firm.http.delete(f"/mandates/{mandate}")
    assert (ended.status_code, ended.json()["state"], ended.json()["revoked_by"]) == (200, "revoked", FIRM)
    for case in (own, open_case):
        assert await statuses(hall.clerk, case) == [404] * 5
    assert (await hall.clerk.http.get("/cases")).json()["cases"] == []
    assert (await hall.clerk.http.get("/work-items")).json()["items"] == []
    refused = await hall.clerk.post("/cases", {"lane": LANE, "attributes": GENERAL, "applicant": FIRM})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    # The case itself goes on, for whoever's it is.
    assert (await hall.firm.http.get(f"/cases/{own}")).json()["result"] is None
    again = await hall.firm.http.delete(f"/mandates/{mandate}")
    assert again.json() == ended.json()


async def test_a_mandate_is_for_one_applicant_some_lanes_and_some_actions(hall: Hall) -> None:
    await given(hall.firm, lanes=[LANE], actions=["answer_step"])
    theirs, elsewhere = await started(hall.firm), await started(hall.other, OTHER)
    assert await statuses(hall.clerk, theirs) == [200, 409, 403, 403, 403]
    assert await statuses(hall.clerk, elsewhere) == [404] * 5
    start = {"lane": LANE, "attributes": GENERAL, "applicant": FIRM}
    assert (await hall.clerk.post("/cases", start)).status_code == 403
    business = await hall.firm.post("/cases", {"lane": "business_setup"})
    assert (await hall.clerk.http.get(f"/cases/{business.json()['id']}")).status_code == 404
    assert [each["id"] for each in (await hall.clerk.http.get("/cases")).json()["cases"]] == [theirs]
    assert {item["case"] for item in (await hall.clerk.http.get("/work-items")).json()["items"]} == {theirs}
    # A second one adds to the first.
    await given(hall.firm, lanes=["business_setup"], actions=["withdraw_case"])
    assert (await hall.clerk.post(f"/cases/{business.json()['id']}/withdrawal")).status_code == 200
    assert (await hall.clerk.post(f"/cases/{theirs}/withdrawal")).status_code == 403


async def test_nobody_gives_a_mandate_for_somebody_else(hall: Hall) -> None:
    body = {"agent": CLERK, "ends_at": TOMORROW}
    assert (await hall.clerk.post("/mandates", body)).status_code == 403
    assert (await hall.firm.post("/mandates", body | {"applicant": OTHER})).status_code == 422
    mandate = await given(hall.firm)
    # With a mandate in hand an agent passes none on; whoever is an applicant too gives their own alone.
    assert (await hall.clerk.post("/mandates", {**body, "agent": "agent-2"})).status_code == 403
    async with hall.api.acting(principal(CLERK, Role.AGENT, Role.APPLICANT)) as both:
        itself = await both.post("/mandates", body)
        assert (itself.status_code, itself.json()["code"]) == (422, "invalid_input")
        passed_on = await both.post("/mandates", {**body, "agent": "agent-2"})
        assert passed_on.json()["applicant"] == CLERK
    case = await started(hall.firm)
    async with hall.api.acting(principal("agent-2", Role.AGENT)) as second:
        assert (await second.http.get(f"/cases/{case}")).status_code == 404
        assert (await second.http.delete(f"/mandates/{mandate}")).status_code == 404
    strange = await hall.other.http.delete(f"/mandates/{mandate}")
    nothing = await hall.other.http.delete(f"/mandates/{uuid4().hex}")
    assert strange.json()["code"] == nothing.json()["code"] == "nothing_there"
    assert (await hall.clerk.http.get(f"/cases/{case}")).status_code == 200


async def test_an_agent_lays_a_mandate_down(hall: Hall) -> None:
    mandate, case = await given(hall.firm), await started(hall.firm)
    laid_down = await hall.clerk.http.delete(f"/mandates/{mandate}")
    assert (laid_down.status_code, laid_down.json()["revoked_by"]) == (200, CLERK)
    assert await statuses(hall.clerk, case) == [404] * 5


async def test_a_mandate_counts_in_its_time_alone(hall: Hall) -> None:
    case, now = await started(hall.firm), present_instant()
    store = open_database(hall.api.settings.database)

    def kept(starts_at: Instant, ends_at: Instant) -> None:
        actions = tuple(str(action) for action in MANDATED)
        with writing(store) as connection:
            add_mandate(connection, MandateRecord(uuid4().hex, CLERK, FIRM, (), actions, starts_at, ends_at, starts_at))

    kept(now - 2 * DAY, now - DAY)
    kept(now + DAY, now + 2 * DAY)
    assert await statuses(hall.clerk, case) == [404] * 5
    states = [each["state"] for each in (await hall.clerk.http.get("/mandates")).json()["mandates"]]
    assert states == ["to_come", "ended"]
    for instant, counted in (
        (now - 2 * DAY - 1, 0),
        (now - 2 * DAY, 1),
        (now - DAY - 1, 1),
        (now - DAY, 0),
        (now + DAY, 1),
    ):
        assert len(with_mandates(store, AGENT, instant).registered) == counted
    kept(now - HOUR, now + DAY)
    assert await statuses(hall.clerk, case) == [200, 409, 409, 409, 409]
    store.dispose()


async def test_the_same_request_under_the_same_key_gives_one_mandate(hall: Hall) -> None:
    body = {"agent": CLERK, "ends_at": TOMORROW, "lanes": [LANE, "business_setup"]}
    first, second = [await hall.firm.post("/mandates", body, "once") for _ in range(2)]
    assert (first.status_code, second.json()) == (201, first.json())
    reused = await hall.firm.post("/mandates", body | {"lanes": []}, "once")
    assert reused.json()["code"] == "key_reused"
    assert (await hall.other.post("/mandates", body, "once")).json()["applicant"] == OTHER
    assert (await hall.clerk.http.get("/mandates", params={"limit": 1})).json()["next"] is not None
    pages: list[dict[str, object]] = []
    cursor = None
    while not pages or cursor is not None:
        asked = {"limit": 1} | ({} if cursor is None else {"cursor": cursor})
        page = (await hall.clerk.http.get("/mandates", params=asked)).json()
        pages, cursor = [*pages, *page["mandates"]], page["next"]
    assert [each["applicant"] for each in pages] == [OTHER, FIRM]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"ends_at": "2020-01-06T09:00:00+08:00"}, "invalid_input"),
        ({"starts_at": "2099-01-02T00:00:00+08:00", "ends_at": "2099-01-01T00:00:00+08:00"}, "invalid_input"),
        ({"lanes": ["no_such_lane"]}, "unknown_name"),
        ({"actions": []}, "invalid_request"),
        ({"actions": ["do_work"]}, "invalid_request"),
        ({"agent": ""}, "invalid_request"),
        ({"agent": FIRM}, "invalid_input"),
    ],
    ids=["over", "backwards", "lane", "no_action", "official_action", "nobody", "oneself"],
)
async def test_what_could_never_count_is_refused(hall: Hall, body: dict[str, object], code: str) -> None:
    answer = await hall.firm.post("/mandates", {"agent": CLERK, "ends_at": TOMORROW} | body)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text


async def test_an_official_with_a_mandate_does_nothing_official_in_the_case(hall: Hall) -> None:
    both = principal(CLERK, Role.AGENT, Role.OFFICER, departments=[EVERY])
    case = await started(hall.firm)
    path = f"/cases/{case}/work-items/check_contract_filing/begin"

    async def asked(who: Principal) -> int:
        async with hall.api.acting(who) as somebody:
            return (await somebody.post(path)).status_code

    assert await asked(both) == 409
    mandate = await given(hall.firm, lanes=["business_setup"])
    assert await asked(both) == 403
    # It gives no role, so that nobody is kept from their office by being given one.
    assert await asked(principal(CLERK, Role.OFFICER, departments=[EVERY])) == 409
    await hall.firm.http.delete(f"/mandates/{mandate}")
    assert await asked(both) == 409


async def test_the_trail_has_grants_ends_and_what_was_refused(hall: Hall) -> None:
    mandate = await given(hall.firm)
    await hall.other.http.delete(f"/mandates/{mandate}")
    await hall.clerk.post("/mandates", {"agent": "agent-2", "ends_at": TOMORROW})
    await hall.firm.http.delete(f"/mandates/{mandate}")
    store = open_database(hall.api.settings.database)
    with reading(store) as connection:
        entries = [row.entry for row in kept_rows(connection)]
    store.dispose()
    of_mandate = (("mandate", mandate),)
    assert [(each.subject, each.action, each.resources, each.outcome) for each in entries] == [
        (FIRM, Action.GIVE_MANDATE, of_mandate, Outcome.DONE),
        (OTHER, Action.END_MANDATE, of_mandate, Outcome.FORBIDDEN),
        (CLERK, Action.GIVE_MANDATE, (), Outcome.FORBIDDEN),
        (FIRM, Action.END_MANDATE, of_mandate, Outcome.DONE),
    ]


async def test_mandates_of_tokens_count_unless_no_claim_is_read(tmp_path: Path, temporal_address: str) -> None:
    named = principal("agent-2", Role.AGENT, mandates=[FIRM])
    for claim, status in (("mandates", 422), ("", 403)):
        settings = settings_of(tmp_path / f"claim-{claim}", temporal_address, mandates_claim=claim)
        async with running(settings, begin_telemetry(), worker=False) as api, api.acting(named) as clerk:
            assert (await clerk.post("/cases", {"lane": LANE, "applicant": FIRM})).status_code == status
