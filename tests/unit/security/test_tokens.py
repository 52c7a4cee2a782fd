"""Tokens are taken if the issuer signed them, for us, in their time, with a key of its own; and no others are."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as some

from services.errors import CredentialFault, UnauthenticatedError
from services.security.issuer_keys import IssuerKeys
from services.security.principal import EVERY, Principal, Role
from services.security.tokens import Claims, TokenReader
from tests.unit.security.signing import (
    AUDIENCE,
    ISSUER,
    claims,
    curve_key,
    described,
    encoded,
    key_set_of,
    rsa_key,
    signed,
    signed_by_hand,
)

KEY, RSA, WEAK = curve_key(), rsa_key(), rsa_key(1_024)
KEYS = key_set_of(
    described(KEY, "k", alg="ES256", use="sig"),
    described(RSA, "r"),
    described(WEAK, "w"),
    described(RSA, "e", use="enc"),
    {"kty": "oct", "kid": "o", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA"},
)
NOW = datetime.now(UTC)


def reader(keys: bytes = KEYS, claims_: Claims | None = None) -> TokenReader:
    async def fetch() -> bytes:
        return keys

    usual = Claims("sub", "roles", "departments", "mandates")
    return TokenReader(IssuerKeys(fetch, pause=0), ISSUER, AUDIENCE, 30, claims_ or usual)


async def refused(token: str, keys: bytes = KEYS) -> str:
    with pytest.raises(UnauthenticatedError) as found:
        await reader(keys).principal(token)
    assert found.value.invalid
    return str(found.value)


async def test_a_token_says_who_somebody_is() -> None:
    token = signed(KEY, roles=["officer", "offline_access"], departments=["land", EVERY], mandates=["firm"])
    expected = Principal(
        subject="li",
        roles=frozenset({Role.OFFICER}),
        departments=frozenset({"land", EVERY}),
        mandates=frozenset({"firm"}),
    )
    assert await reader().principal(token) == expected


async def test_every_kind_of_key_that_cannot_make_what_it_checks_is_taken() -> None:
    for token in (signed(KEY), signed(RSA, "r", "RS256")):
        assert (await reader().principal(token)).subject == "li"
    only = key_set_of(described(KEY, None))
    assert (await reader(only).principal(signed(KEY, None))).subject == "li"


async def test_claims_may_have_other_names_and_stand_in_objects() -> None:
    named = Claims("preferred_username", "realm_access.roles", "https://hall.example/departments", "mandates")
    others: dict[str, object] = {
        "preferred_username": "wang",
        "realm_access": {"roles": ["supervisor"]},
        "https://hall.example/departments": "Local tax bureau",
    }
    found = await reader(claims_=named).principal(signed(KEY, **others))
    roles, departments = frozenset({Role.SUPERVISOR}), frozenset({"Local tax bureau"})
    assert (found.subject, found.roles, found.departments) == ("wang", roles, departments)
    assert (await reader().principal(signed(KEY, roles="designer operator"))).roles == {Role.DESIGNER, Role.OPERATOR}


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://another.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"exp": NOW - timedelta(minutes=1)},
        {"exp": None},
        {"iat": NOW + timedelta(minutes=10)},
        {"iat": None},
        {"nbf": NOW + timedelta(minutes=10)},
        {"sub": None},
        {"sub": 7},
        {"sub": ""},
        {"sub": "a\nb"},
        {"sub": "x" * 121},
    ],
)
async def test_a_token_that_is_not_for_us_now_from_them_is_refused(wrong: dict[str, object]) -> None:
    await refused(signed(KEY, **wrong))


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"iss": "https://another.example"}, CredentialFault.OTHER_ISSUER),
        ({"iss": None}, CredentialFault.OTHER_ISSUER),
        ({"aud": "another"}, CredentialFault.OTHER_AUDIENCE),
        ({"aud": None}, CredentialFault.OTHER_AUDIENCE),
        ({"exp": NOW - timedelta(minutes=1)}, CredentialFault.NOT_IN_TIME),
        ({"exp": None}, CredentialFault.NOT_IN_TIME),
        ({"nbf": NOW + timedelta(minutes=10)}, CredentialFault.NOT_IN_TIME),
        ({"sub": None}, CredentialFault.NOBODY),
        ({"typ": "ID"}, CredentialFault.OTHER_PURPOSE),
        ({"typ": "Refresh"}, CredentialFault.OTHER_PURPOSE),
        ({"at_hash": "x"}, CredentialFault.OTHER_PURPOSE),
        ({"events": {}}, CredentialFault.OTHER_PURPOSE),
    ],
)
async def test_why_a_token_is_refused_has_one_word(wrong: dict[str, object], fault: CredentialFault) -> None:
    with pytest.raises(UnauthenticatedError) as found:
        await reader().principal(signed(KEY, **wrong))
    assert found.value.fault is fault


async def test_a_token_for_something_else_is_refused_whoever_signed_it() -> None:
    for kind, taken in (("at+jwt", True), ("application/at+jwt", True), ("JWT", True), ("logout+jwt", False)):
        token = jwt.encode(claims(typ="Bearer"), KEY, "ES256", {"kid": "k", "typ": kind})
        if taken:
            assert (await reader().principal(token)).subject == "li"
        else:
            assert "another kind" in await refused(token)


async def test_a_token_names_how_its_bearer_signed_in_where_that_is_asked_for() -> None:
    strict = replace(reader(), sign_ins=frozenset({"urn:hall:two-factors", "urn:hall:card"}))
    assert (await strict.principal(signed(KEY, acr="urn:hall:card"))).subject == "li"
    for said in ({}, {"acr": "urn:hall:password"}, {"acr": ["urn:hall:card"]}):
        with pytest.raises(UnauthenticatedError) as found:
            await strict.principal(signed(KEY, **said))
        assert found.value.fault is CredentialFault.WEAK_SIGN_IN
    assert (await reader().principal(signed(KEY, acr="urn:hall:password"))).subject == "li"


async def test_clocks_may_differ_by_the_leeway() -> None:
    for near in ({"exp": timedelta(seconds=-5)}, {"nbf": timedelta(seconds=5)}):
        token = signed(KEY, **{name: datetime.now(UTC) + span for name, span in near.items()})
        assert (await reader().principal(token)).subject == "li"


async def test_a_token_that_anybody_could_make_is_refused() -> None:
    public = [
        KEY.public_key().public_bytes(how, PublicFormat.SubjectPublicKeyInfo) for how in (Encoding.DER, Encoding.PEM)
    ]
    forged = [
        jwt.encode(claims(), "", "none", {"kid": "k"}),
        *(signed_by_hand(each, "k") for each in public),
        signed_by_hand(b"secret-secret-secret-secret-secret", "o"),
        signed(curve_key()),
        signed(curve_key(), "another"),
        signed(RSA, "k", "RS256"),
        signed(RSA, "r", "PS256"),
        signed(RSA, "e", "RS256"),
        signed(KEY, None),
    ]
    for token in forged:
        await refused(token)


async def test_a_key_that_is_too_short_is_not_relied_on() -> None:
    with pytest.warns(jwt.warnings.InsecureKeyLengthWarning):
        token = signed(WEAK, "w", "RS256")
    await refused(token)


async def test_what_was_signed_cannot_be_changed() -> None:
    header, payload, signature = signed(KEY).split(".")
    more = encoded(json.dumps({**_plain(claims()), "roles": ["supervisor"]}).encode())
    await refused(f"{header}.{more}.{signature}")
    await refused(f"{header}.{payload}.")
    await refused(f"{header}.{payload}")


async def test_extensions_that_have_to_be_understood_are_refused() -> None:
    token = jwt.encode(claims(), KEY, "ES256", {"kid": "k", "crit": ["exp2"], "exp2": 1})
    await refused(token)


async def test_a_very_long_token_is_not_looked_at() -> None:
    assert "16384" in await refused(signed(KEY, more="x" * 20_000))


@given(token=some.text(max_size=200) | some.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
async def test_whatever_is_sent_is_refused_and_nothing_breaks(token: str) -> None:
    await refused(token)


@given(
    header=some.dictionaries(
        some.sampled_from(("alg", "kid", "typ", "b64", "crit")),
        some.none() | some.integers() | some.text(max_size=5) | some.lists(some.text(max_size=3), max_size=2),
        max_size=4,
    ),
    payload=some.recursive(some.none() | some.integers() | some.text(max_size=5), some.lists),
)
async def test_whatever_a_header_says_is_no_signature(header: dict[str, object], payload: object) -> None:
    parts = [encoded(json.dumps(part).encode()) for part in (header, payload, "x")]
    await refused(".".join(parts))


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    return {name: int(value.timestamp()) if isinstance(value, datetime) else value for name, value in said.items()}
