"""Keys are fetched from real servers when they are needed, not whenever anybody asks, and from nowhere else."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from services.security.issuer_keys import FRESH, MOST, STALE, IssuerKeys, key_set
from services.security.issuers import DEVELOPMENT, issuer_of, keys_of
from services.settings import Settings
from tests.unit.security.signing import curve_key, described, key_set_of, published
from workflows.errors import InvalidInputError, ServerUnavailableError

FIRST, SECOND = curve_key(), curve_key()
ELSEWHERE = "https://issuer.example"
DISCOVERY = "/.well-known/openid-configuration"


class Issuer:
    """What it publishes, how often it was asked, and what time it is."""

    def __init__(self) -> None:
        self.published = key_set_of(described(FIRST, "first"))
        self.asked = 0
        self.now = 0.0
        self.answers = True

    async def fetch(self) -> bytes:
        self.asked += 1
        await asyncio.sleep(0)
        if not self.answers:
            raise ServerUnavailableError("no answer")
        return self.published

    def keys(self, pause: float = 30) -> IssuerKeys:
        return IssuerKeys(self.fetch, pause, lambda: self.now)


async def test_a_key_is_fetched_once_however_many_ask_at_once() -> None:
    issuer = Issuer()
    keys = issuer.keys()
    found = await asyncio.gather(*(keys.find("first") for _ in range(20)))
    assert issuer.asked == 1
    assert all(key is found[0] for key in found)


async def test_a_new_key_is_found_and_unknown_ones_do_not_wear_the_issuer_out() -> None:
    issuer = Issuer()
    keys = issuer.keys()
    assert await keys.find("first") is not None
    issuer.published = key_set_of(described(FIRST, "first"), described(SECOND, "second"))
    issuer.now = 31
    assert await keys.find("second") is not None
    assert issuer.asked == 2
    for number in range(100):
        assert await keys.find(f"nobody-{number}") is None
    assert issuer.asked == 2
    issuer.now = 62
    assert await keys.find("nobody") is None
    assert issuer.asked == 3


async def test_a_key_that_was_withdrawn_is_forgotten() -> None:
    issuer = Issuer()
    keys = issuer.keys()
    assert await keys.find("first") is not None
    issuer.published = key_set_of(described(SECOND, "second"))
    issuer.now = FRESH + 1
    assert await keys.find("first") is None


async def test_keys_serve_while_the_issuer_is_silent_but_not_for_ever() -> None:
    issuer = Issuer()
    keys = issuer.keys()
    assert await keys.find("first") is not None
    issuer.answers = False
    issuer.now = FRESH + 1
    assert await keys.find("first") is not None
    asked = issuer.asked
    assert await keys.find("first") is not None
    assert issuer.asked == asked
    issuer.now = STALE + 1
    with pytest.raises(ServerUnavailableError):
        await keys.find("first")
    issuer.answers, issuer.now = True, issuer.now + 31
    assert await keys.find("first") is not None


async def test_without_any_keys_nobody_is_turned_away_as_a_stranger() -> None:
    issuer = Issuer()
    issuer.answers = False
    with pytest.raises(ServerUnavailableError):
        await issuer.keys().find("first")


async def test_a_token_without_a_key_id_means_the_only_key() -> None:
    issuer = Issuer()
    assert await issuer.keys().find(None) is not None
    issuer.published = key_set_of(described(FIRST, "first"), described(SECOND, "second"))
    assert await issuer.keys().find(None) is None


@pytest.mark.parametrize(
    "document",
    [b"", b"[]", b"{}", b'{"keys": 1}', b"\xff", b"[" * 100_000, json.dumps({"keys": [{}] * (MOST + 1)}).encode()],
)
def test_what_is_no_key_set_is_told(document: bytes) -> None:
    with pytest.raises(ServerUnavailableError, match="RFC 7517"):
        key_set(document)


def test_keys_that_are_for_something_else_are_passed_over() -> None:
    usable = described(FIRST, "first")
    others = [1, None, {}, {"kty": "RSA"}, {"kty": "oct", "k": "AAAA", "kid": "o"}, described(SECOND, "e", use="enc")]
    others += [described(SECOND, "a", alg="none"), described(SECOND, "b", alg="HS256"), {"kty": "EC", "crv": 1}]
    assert set(key_set(json.dumps({"keys": [*others, usable]}).encode())) == {"first"}


def settings(folder: Path, **others: str) -> Settings:
    return Settings(data_directory=folder, **others)  # type: ignore[arg-type]


async def test_an_issuer_is_found_by_its_discovery_document(tmp_path: Path) -> None:
    documents = {
        DISCOVERY: b'{"issuer": "ADDRESS", "jwks_uri": "ADDRESS/keys"}',
        "/keys": key_set_of(described(FIRST, "first")),
    }
    with published(documents) as address:
        found = settings(tmp_path, token_issuer=address)
        assert issuer_of(found) == address
        assert await keys_of(found).find("first") is not None
        direct = settings(tmp_path, token_issuer=ELSEWHERE, token_keys=f"{address}/keys")
        assert await keys_of(direct).find("first") is not None


@pytest.mark.parametrize(
    ("document", "keys"),
    [
        (b'{"issuer": "https://another.example", "jwks_uri": "ADDRESS/keys"}', None),
        (b'{"issuer": "ADDRESS", "jwks_uri": "http://another.example/keys"}', None),
        (b'{"issuer": "ADDRESS", "jwks_uri": "file:///etc/passwd"}', None),
        (b'{"issuer": "ADDRESS", "jwks_uri": "ADDRESS/none"}', None),
        (b'{"issuer": "ADDRESS", "jwks_uri": "ADDRESS/keys"}', b"-> ADDRESS/moved"),
        (b'{"issuer": "ADDRESS", "jwks_uri": "ADDRESS/keys"}', b" " * 300_000),
        (b'{"issuer": "ADDRESS"}', None),
        (b"<html>", None),
        (b"[" * 100_000, None),
    ],
)
async def test_keys_that_come_from_anywhere_else_are_not_taken(
    tmp_path: Path, document: bytes, keys: bytes | None
) -> None:
    documents = {
        DISCOVERY: document,
        "/moved": key_set_of(described(FIRST, "first")),
        **({"/keys": keys} if keys else {}),
    }
    with published(documents) as address, pytest.raises(ServerUnavailableError):
        await keys_of(settings(tmp_path, token_issuer=address)).find("first")


async def test_an_issuer_that_is_not_there_is_told(tmp_path: Path) -> None:
    with published({}) as address:
        pass
    with pytest.raises(ServerUnavailableError):
        await keys_of(settings(tmp_path, token_issuer=address)).find("first")


@pytest.mark.parametrize("address", ["http://issuer.example", "issuer.example", "ftp://127.0.0.1/", "http://"])
def test_keys_do_not_come_over_a_network_that_anybody_can_change_them_on(tmp_path: Path, address: str) -> None:
    with pytest.raises(InvalidInputError, match="GREENLANE_TOKEN_ISSUER"):
        keys_of(settings(tmp_path, token_issuer=address))


async def test_keys_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_bytes(key_set_of(described(FIRST, "first")))
    found = settings(tmp_path, token_issuer=ELSEWHERE, token_keys=str(tmp_path / "keys.json"))
    assert await keys_of(found).find("first") is not None


async def test_the_development_issuer_has_no_keys_before_they_are_made(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert issuer_of(found) == DEVELOPMENT
    with pytest.raises(ServerUnavailableError):
        await keys_of(found).find("first")
