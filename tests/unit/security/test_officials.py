"""Who is known as an official: what their latest credential said, whichever process was shown it."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine
from starlette.responses import PlainTextResponse
from structlog.testing import capture_logs

from services.errors import MessageRefusedError
from services.security.authentication import Authentication, Doorkeeper, strangers
from services.security.issuer_keys import IssuerKeys
from services.security.officials import NOTED_AGAIN, TRIED_AGAIN, Officials, require_official
from services.security.policy import Action, Resource
from services.security.principal import Principal, Role
from services.security.tokens import Claims, TokenReader
from services.store.database import open_database, reading, writing
from services.store.mandates import MandateRecord, add_mandate, revoke_mandate
from services.store.officials import find_official
from tests.unit.security.signing import AUDIENCE, ISSUER, curve_key, described, key_set_of, signed
from workflows.instants import DAY

OFFICER = Principal(subject="li", roles=frozenset({Role.OFFICER}), departments=frozenset({"licence_office"}))
MOVED = OFFICER.model_copy(update={"departments": frozenset({"tax_hall"})})
LEFT = OFFICER.model_copy(update={"roles": frozenset({Role.APPLICANT}), "departments": frozenset()})
WORK = Resource(applicant="a-firm", departments=frozenset({"licence_office"}))
NOW = 20_000 * DAY


def kept(store: Engine) -> tuple[frozenset[str], frozenset[str]] | None:
    with reading(store) as connection:
        found = find_official(connection, "li")
    return None if found is None else (found.roles, found.departments)


async def test_what_the_latest_credential_said_holds_in_the_end_whichever_process_was_shown_it(store: Engine) -> None:
    one, other = Officials(store), Officials(store)
    await one.seen(MOVED, NOW)
    await other.seen(OFFICER, NOW + 1)
    assert kept(store) == (OFFICER.roles, OFFICER.departments)
    await one.seen(MOVED, NOW + NOTED_AGAIN - 1)
    assert kept(store) == (OFFICER.roles, OFFICER.departments)
    await one.seen(MOVED, NOW + NOTED_AGAIN)
    assert kept(store) == (MOVED.roles, MOVED.departments)


async def test_who_stops_being_an_official_is_known_as_none(store: Engine) -> None:
    officials = Officials(store)
    await officials.seen(LEFT, NOW)
    assert kept(store) is None, "nobody is noted who never was one"
    await officials.seen(OFFICER, NOW + 1)
    require_official(store, "li", Action.DO_WORK, WORK, NOW + 1)
    await officials.seen(LEFT, NOW + 2)
    assert kept(store) == (frozenset(), frozenset())
    with pytest.raises(MessageRefusedError, match="no official any more"):
        require_official(store, "li", Action.DO_WORK, WORK, NOW + 2)


async def test_nothing_official_is_given_to_an_agent_of_the_applicant(store: Engine) -> None:
    await Officials(store).seen(OFFICER, NOW)
    with writing(store) as connection:
        add_mandate(connection, MandateRecord("m", "li", "a-firm", (), (), NOW, NOW + DAY, NOW))
    require_official(store, "li", Action.DO_WORK, WORK, NOW - 1)
    with pytest.raises(MessageRefusedError, match="no party to the case"):
        require_official(store, "li", Action.DO_WORK, WORK, NOW)
    another = Resource(applicant="another-firm", departments=WORK.departments)
    require_official(store, "li", Action.DO_WORK, another, NOW)
    with writing(store) as connection:
        revoke_mandate(connection, "m", "a-firm", NOW + 1)
    require_official(store, "li", Action.DO_WORK, WORK, NOW + 1)


@pytest.fixture
def lost(tmp_path: Path) -> Engine:
    """A store that answered once."""
    engine = open_database(f"sqlite:///{tmp_path / 'lost.db'}")
    engine.dispose()
    for file in tmp_path.glob("lost.db*"):
        file.unlink()
    (tmp_path / "lost.db").mkdir()
    return engine


async def test_a_request_goes_on_if_the_store_takes_no_note_of_its_sender(lost: Engine) -> None:
    key = curve_key()

    async def fetch() -> bytes:
        return key_set_of(described(key, "k"))

    claims = Claims("sub", "roles", "departments", "mandates")
    reader = TokenReader(IssuerKeys(fetch, 0), ISSUER, AUDIENCE, 30, claims)
    application = Authentication(
        PlainTextResponse("read"), Doorkeeper(reader, lost), strangers(CollectorRegistry()), retry_after=1
    )
    token = signed(key, sub="li", roles=["officer"], departments=["licence_office"])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://api") as client:
        answer = await client.get("/lanes", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.text) == (200, "read")


async def test_the_note_is_made_once_the_store_answers_again(lost: Engine, tmp_path: Path) -> None:
    officials = Officials(lost)
    with capture_logs() as logs:
        await officials.seen(OFFICER, NOW)
        await officials.seen(OFFICER, NOW + 1)
    assert [(each["log_level"], "lost.db" in each["reason"]) for each in logs] == [("warning", True)]
    (tmp_path / "lost.db").rmdir()
    open_database(f"sqlite:///{tmp_path / 'lost.db'}").dispose()
    await officials.seen(OFFICER, NOW + TRIED_AGAIN)
    assert kept(lost) == (OFFICER.roles, OFFICER.departments)
    lost.dispose()
