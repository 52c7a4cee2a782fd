"""A token's signature is checked once; its time, and whether its key still counts, every time that it comes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.clock import present_time
from services.errors import UnauthenticatedError
from services.security import tokens
from services.security.issuer_keys import FRESH, IssuerKeys
from services.security.tokens import Claims, TokenReader
from tests.unit.security.signing import AUDIENCE, ISSUER, curve_key, described, key_set_of, signed

KEY, NEXT = curve_key(), curve_key()
CLAIMS = Claims("sub", "roles", "departments", "mandates")


class _Issuer:
    """Gives its keys, and may give others later."""

    def __init__(self) -> None:
        self.keys = key_set_of(described(KEY, "k"))
        self.now = 0.0

    async def fetch(self) -> bytes:
        return self.keys

    def reader(self) -> TokenReader:
        return TokenReader(IssuerKeys(self.fetch, 0, lambda: self.now), ISSUER, AUDIENCE, 30, CLAIMS)


async def test_a_token_that_was_checked_is_known_and_nothing_of_it_is_kept_in_clear() -> None:
    reader, token = _Issuer().reader(), signed(KEY)
    assert await reader.principal(token) is await reader.principal(token)
    assert token not in repr(reader.checked)
    head, body, signature = token.split(".")
    with pytest.raises(UnauthenticatedError):
        await reader.principal(f"{head}.{body}.{signature[::-1]}")


async def test_a_token_whose_time_is_over_is_known_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, token = _Issuer().reader(), signed(KEY)
    known = await reader.principal(token)
    over = present_time() + timedelta(days=365)
    monkeypatch.setattr(tokens, "present_time", lambda: over)
    assert await reader.principal(token) is not known, "it is checked anew, by the whole of the check"


async def test_a_token_is_refused_once_its_issuer_has_given_up_its_key() -> None:
    issuer = _Issuer()
    reader, token = issuer.reader(), signed(KEY)
    await reader.principal(token)
    issuer.keys, issuer.now = key_set_of(described(NEXT, "k")), FRESH + 1
    with pytest.raises(UnauthenticatedError):
        await reader.principal(token)


async def test_no_more_tokens_are_known_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_MOST_CHECKED", 2)
    reader = _Issuer().reader()
    for subject in ("a", "b", "c"):
        await reader.principal(signed(KEY, sub=subject))
    assert len(reader.checked) == 1
