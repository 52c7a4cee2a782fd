"""The development issuer: a key that nobody else can read, and tokens that the API takes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from services.errors import UnauthenticatedError
from services.security.development import ensure_issuer, issue
from services.security.issuers import issuer_of, keys_of
from services.security.principal import EVERY, Principal, Role
from services.security.tokens import Claims, TokenReader
from services.settings import Settings
from workflows.errors import InvalidInputError, OperationFailedError
from workflows.instants import CHINA

WHO = Principal(
    subject="李四",
    roles=frozenset({Role.OFFICER, Role.AGENT}),
    departments=frozenset({"地方税务局", EVERY}),
    mandates=frozenset({"firm"}),
)
HOUR = timedelta(hours=1)
ELSEWHERE, HALL = "https://issuer.example", "hall"


def reader(settings: Settings) -> TokenReader:
    claims = Claims(settings.subject_claim, settings.roles_claim, settings.departments_claim, settings.mandates_claim)
    return TokenReader(keys_of(settings), issuer_of(settings), settings.token_audience, 0, claims)


async def test_what_is_issued_is_taken_and_says_the_same(tmp_path: Path) -> None:
    for settings in (
        Settings(data_directory=tmp_path),
        Settings(data_directory=tmp_path, token_audience=HALL, roles_claim="realm_access.roles", subject_claim="name"),
    ):
        assert await reader(settings).principal(issue(settings, WHO, datetime.now(CHINA), HOUR)) == WHO


async def test_it_is_not_taken_after_its_time_or_by_another_installation(tmp_path: Path) -> None:
    here, there = Settings(data_directory=tmp_path / "a"), Settings(data_directory=tmp_path / "b")
    ensure_issuer(there)
    for settings, at in ((here, datetime.now(CHINA) - 2 * HOUR), (there, datetime.now(CHINA))):
        with pytest.raises(UnauthenticatedError):
            await reader(settings).principal(issue(here, WHO, at, HOUR))


def test_its_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(data_directory=tmp_path)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: ensure_issuer(settings), range(8)))
    key, public = tmp_path / "issuer/key.pem", tmp_path / "issuer/keys.json"
    assert key.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in key.parent.iterdir()) == ["key.pem", "keys.json"]
    before = key.read_bytes(), public.read_bytes()
    ensure_issuer(settings)
    assert (key.read_bytes(), public.read_bytes()) == before
    assert b'"d"' not in public.read_bytes()
    public.unlink()
    ensure_issuer(settings)
    assert public.read_bytes() == before[1]


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_key_that_cannot_be_used_is_told(tmp_path: Path, content: bytes) -> None:
    settings = Settings(data_directory=tmp_path)
    ensure_issuer(settings)
    key = tmp_path / "issuer/key.pem"
    key.write_bytes(content)
    with pytest.raises(OperationFailedError, match=r"key\.pem"):
        ensure_issuer(settings)
    key.chmod(0o644)
    with pytest.raises(OperationFailedError, match="mode 644"):
        ensure_issuer(settings)


def test_where_it_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "issuer").write_bytes(b"a file")
    with pytest.raises(OperationFailedError, match="GREENLANE_DATA_DIRECTORY"):
        ensure_issuer(Settings(data_directory=tmp_path))


def test_where_there_is_another_issuer_none_is_issued_and_no_key_is_made(tmp_path: Path) -> None:
    settings = Settings(data_directory=tmp_path, token_issuer=ELSEWHERE)
    ensure_issuer(settings)
    with pytest.raises(InvalidInputError, match=r"issuer\.example"):
        issue(settings, WHO, datetime.now(CHINA), HOUR)
    assert list(tmp_path.iterdir()) == []
