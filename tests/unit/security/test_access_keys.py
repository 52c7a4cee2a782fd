"""API keys: nobody knows them but those who have them, and they stop to count at once."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine, text

from services.errors import CredentialFault, UnauthenticatedError
from services.security.access_keys import make_key, principal_of_key
from services.security.principal import Principal, Role
from services.store.access_keys import KeyRecord, add_key, find_key, revoke_key
from services.store.database import reading, writing
from workflows.instants import DAY, HOUR

WHO = Principal(
    subject="portal", roles=frozenset({Role.AGENT}), departments=frozenset(), mandates=frozenset({"firm", "other"})
)
AT = 10**12


def kept(store: Engine) -> tuple[str, KeyRecord]:
    key, record = make_key(WHO, AT, AT + DAY)
    with writing(store) as connection:
        add_key(connection, record)
    return key, record


def test_a_key_tells_who_somebody_is_until_it_expires(store: Engine) -> None:
    key, record = kept(store)
    expected = WHO.model_copy(update={"credential": f"key {record.id}"})
    assert principal_of_key(store, key, AT) == expected
    assert principal_of_key(store, key, AT + DAY - 1) == expected
    with pytest.raises(UnauthenticatedError):
        principal_of_key(store, key, AT + DAY)


def test_a_key_that_is_revoked_counts_no_more_and_is_revoked_once(store: Engine) -> None:
    key, record = kept(store)
    with writing(store) as connection:
        assert revoke_key(connection, record.id, AT + 1)
        assert not revoke_key(connection, record.id, AT + 2)
        assert not revoke_key(connection, "another", AT + 2)
    with pytest.raises(UnauthenticatedError):
        principal_of_key(store, key, AT + 1)


def test_the_store_has_nothing_that_a_key_could_be_made_from(store: Engine) -> None:
    key, record = kept(store)
    secret = key.split("_", 2)[2]
    with store.connect() as connection:
        [row] = connection.execute(text("SELECT * FROM access_keys")).all()
    assert secret not in str(row)
    assert re.fullmatch(r"[0-9a-f]{64}", record.digest)
    assert len(secret) == 43  # 256 bits, six to a character


def test_no_other_key_is_taken(store: Engine) -> None:
    key, record = kept(store)
    other, _ = make_key(WHO, AT, AT + DAY)
    last = "A" if key[-1] != "A" else "B"
    wrong = [other, key[:-1] + last, key[:-1], key + "A", f"gl_{record.id}_", "gl_", f"gl_{record.id}_" + "A" * 43]
    for each in [*wrong, key.upper(), f"{key}\n", "gl_\x00", "gl_\ud800"]:
        with pytest.raises(UnauthenticatedError) as refused:
            principal_of_key(store, each, AT)
        assert str(refused.value) == str(UnauthenticatedError(_SAID, CredentialFault.API_KEY))


_SAID = "the API key is not known, was revoked, or has expired"


def test_its_last_use_is_noted_to_the_hour(store: Engine) -> None:
    key, record = kept(store)
    noted = []
    for at in (AT, AT + HOUR - 1, AT + HOUR):
        principal_of_key(store, key, at)
        with reading(store) as connection:
            found = find_key(connection, record.id)
        assert found is not None
        noted.append(found.last_used_at)
    assert noted == [AT, AT, AT + HOUR]


def test_keys_are_never_the_same() -> None:
    made = [make_key(WHO, AT, AT + DAY) for _ in range(200)]
    assert len({key for key, _ in made}) == len({record.id for _, record in made}) == 200
