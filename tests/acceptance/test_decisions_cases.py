"""What is ordered of a case, over HTTP on a real server: procedures, more time, ends, owners; and how it stands."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.security.principal import Role
from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.counters import (
    CHECK,
    CHEN,
    DELIVERY,
    LI,
    LICENCE_ATTRIBUTES,
    REVIEW,
    WANG,
    ZHAO,
    ask,
    item,
    licence,
    told,
)
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import principal
from workflows.instants import parse_instant


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address), telemetry) as found:
        yield found


DECISION = "licence_decision"
"""A step without a limit of its own: it is due when the decision is."""


async def standing(api: Running, case: str) -> dict[str, Any]:
    answer = await api.http.get(f"/cases/{case}/standing")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_special_procedure_stops_the_clock_until_it_ends(api: Running) -> None:
    early = await licence(api)
    assert told(await ask(api, LI, f"/cases/{early}/procedures/hearing/begin")) == (409, "not_accepted")
    case = await licence(api, REVIEW)
    path = f"/cases/{case}/procedures/hearing"
    assert told(await ask(api, LI, f"{path}/end")) == (409, "no_such_procedure")
    assert told(await ask(api, LI, f"/cases/{case}/procedures/picnic/begin")) == (422, "invalid_request")
    first, again = [await ask(api, LI, f"{path}/begin", key="begin") for _ in range(2)]
    assert (first.status_code, again.json()) == (200, first.json())
    assert told(await ask(api, ZHAO, f"{path}/begin")) == (409, "already_stands")
    assert (await api.http.get(f"/cases/{case}")).json()["stopped"]
    found = await standing(api, case)
    assert found["state"]["code"] == 9
    assert found["procedures"] == [
        {"procedure": "hearing", "begun_at": first.json()["at"], "begun_by": "li", "ended_at": None}
    ]

    ended = await ask(api, WANG, f"{path}/end")
    assert ended.status_code == 200, ended.text
    assert not (await api.http.get(f"/cases/{case}")).json()["stopped"]
    found = await standing(api, case)
    assert found["state"]["code"] == 10
    assert [each["ended_at"] for each in found["procedures"]] == [ended.json()["at"]]


async def test_more_time_is_asked_by_one_and_decided_by_another(api: Running) -> None:
    case = await licence(api, DECISION)
    path = f"/cases/{case}/extension"
    assert told(await ask(api, CHEN, f"{path}/decision", {"granted": True})) == (409, "not_asked")
    asked = await ask(api, CHEN, path, {"reason": "the files are many"})
    assert asked.status_code == 200, asked.text
    assert told(await ask(api, CHEN, f"{path}/decision", {"granted": False})) == (403, "same_person")
    other = CHEN.model_copy(update={"subject": "chief"})
    assert (await ask(api, other, f"{path}/decision", {"granted": False, "reason": "hurry"})).status_code == 200
    found = (await standing(api, case))["extension"]
    assert (found["stage"], found["days"], found["decided_by"], found["decided_because"]) == (
        "refused",
        10,
        "chief",
        "hurry",
    )

    first, again = [await ask(api, LI, path, {"reason": "experts differ"}, key="more") for _ in range(2)]
    assert (first.status_code, again.json()) == (200, first.json())
    assert told(await ask(api, WANG, path, {"reason": "me too"})) == (409, "already_asked")
    assert told(await ask(api, LI, f"{path}/decision", {"granted": True})) == (403, "forbidden")
    due = (await item(api, case, DECISION))["due_at"]
    assert (await ask(api, CHEN, f"{path}/decision", {"granted": True})).status_code == 200
    found = (await standing(api, case))["extension"]
    assert (found["stage"], found["asked_by"], found["reason"], found["decided_by"]) == (
        "granted",
        "li",
        "experts differ",
        "chen",
    )
    assert parse_instant((await item(api, case, DECISION))["due_at"]) > parse_instant(due)
    assert told(await ask(api, LI, path, {"reason": "more still"})) == (409, "already_extended")


@pytest.mark.parametrize(("ground", "code"), [("not_needed", 4), ("not_competent", 5)])
async def test_a_case_that_is_not_the_authoritys_is_not_accepted(api: Running, ground: str, code: int) -> None:
    case = await licence(api)
    assert told(await ask(api, LI, f"/cases/{case}/refusal", {"ground": "revocation"})) == (422, "invalid_request")
    first, again = [await ask(api, LI, f"/cases/{case}/refusal", {"ground": ground}, key="no") for _ in range(2)]
    assert (first.status_code, again.json()) == (200, first.json())
    found = await standing(api, case)
    assert (found["result"], found["state"]["code"], found["items"]) == ("rejected", code, [])
    assert told(await ask(api, LI, f"/cases/{case}/refusal", {"ground": ground})) == (409, "case_over")


async def test_an_accepted_case_is_not_refused_and_an_undecided_one_not_taken_back(api: Running) -> None:
    case = await licence(api, REVIEW)
    assert told(await ask(api, LI, f"/cases/{case}/refusal", {"ground": "not_needed"})) == (409, "already_accepted")
    assert told(await ask(api, CHEN, f"/cases/{case}/taking-back", {"ground": "retraction"})) == (409, "not_decided")


@pytest.mark.parametrize(("ground", "result", "code"), [("retraction", "retracted", 14), ("revocation", "revoked", 15)])
async def test_a_supervisor_takes_a_decision_back(api: Running, ground: str, result: str, code: int) -> None:
    case = await licence(api, DELIVERY)
    path = f"/cases/{case}/taking-back"
    assert told(await ask(api, LI, path, {"ground": ground})) == (403, "forbidden")
    first, again = [await ask(api, CHEN, path, {"ground": ground}, key="back") for _ in range(2)]
    assert (first.status_code, again.json()) == (200, first.json())
    found = await standing(api, case)
    assert (found["result"], found["state"]["code"]) == (result, code)


async def test_who_was_asked_first_owns_a_case_until_it_is_given_away(api: Running) -> None:
    case = await licence(api)
    path = f"/cases/{case}/owner"
    assert (await standing(api, case))["owner"] == {"owner": "", "supervisor": "", "declared": False}
    assert (await ask(api, LI, f"/cases/{case}/work-items/{CHECK}/begin")).status_code == 200
    assert (await standing(api, case))["owner"] == {"owner": "li", "supervisor": "", "declared": False}
    assert told(await ask(api, WANG, path)) == (403, "not_owner")
    given = {"owner": "wang", "supervisor": "chen"}
    first, again = [await ask(api, LI, path, given, key="give") for _ in range(2)]
    assert (first.status_code, again.json()) == (200, first.json())
    assert (await standing(api, case))["owner"] == {**given, "declared": True}
    assert told(await ask(api, LI, path)) == (403, "not_owner")
    assert told(await ask(api, CHEN, path, given)) == (409, "already_owned")
    assert (await ask(api, CHEN, path, {"owner": "zhao"})).status_code == 200
    assert (await standing(api, case))["owner"] == {"owner": "zhao", "supervisor": "", "declared": True}
    # The owner may be of another department than the step that is not getting on.
    assert (await ask(api, ZHAO, path, {"owner": "zhao", "supervisor": "chen"})).status_code == 200
    assert (await ask(api, ZHAO, f"/cases/{case}/work-items/{CHECK}/escalate")).status_code == 200
    assert (await item(api, case))["assignee"] == "chen"


async def test_a_case_stands_as_its_events_say(api: Running) -> None:
    case = await licence(api, REVIEW)
    found = await standing(api, case)
    assert [state["code"] for state in found["states"]][:2] == [1, 3]
    assert found["lamp"] == "normal"
    [work] = found["items"]
    assert work == await item(api, case, REVIEW)


async def test_applicants_are_told_of_departments_and_not_of_people(api: Running) -> None:
    firm = principal("91210100MA0000001X", Role.APPLICANT)
    body = {"lane": "commitment_approval", "attributes": LICENCE_ATTRIBUTES, "applicant": firm.subject}
    started = await api.post("/cases", body)
    assert started.status_code == 201, started.text
    case = started.json()["id"]
    assert (await ask(api, firm, f"/cases/{case}/answers/file_licence")).status_code == 200
    assert (await ask(api, LI, f"/cases/{case}/work-items/{CHECK}/claim", seen=0)).status_code == 200
    assert (await ask(api, LI, f"/cases/{case}/owner", {"supervisor": "chen"})).status_code == 200
    async with api.acting(firm) as theirs:
        events = await theirs.http.get(f"/cases/{case}/events")
        seen = events.text + (await theirs.http.get(f"/cases/{case}")).text
        assert {"assigned", "owned"} <= {event["kind"] for event in events.json()["events"]}
        for path in ("standing", f"work-items/{CHECK}"):
            assert told(await theirs.http.get(f"/cases/{case}/{path}")) == (403, "forbidden")
    assert not re.search(r'"(li|chen)"', seen)
    async with api.acting(LI) as theirs:
        assert '"chen"' in (await theirs.http.get(f"/cases/{case}/events")).text
