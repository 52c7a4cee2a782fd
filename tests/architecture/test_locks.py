"""The locks pin everything by hash, agree with each other, and name no place to download from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, tracked

LOCKS = tracked("requirements/*.lock")


@pytest.mark.parametrize("lock", LOCKS, ids=[lock.stem for lock in LOCKS])
def test_a_lock_pins_by_hash_and_names_no_host(lock: Path) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert all("--hash=sha256:" in pinned for pinned in re.split(r"\n(?=[a-z0-9])", text))


def test_what_is_deployed_is_what_was_tested() -> None:
    tested = _pins("development")
    assert _pins("runtime") < tested
    assert _pins("bootstrap") < tested
    assert _pins("build") < tested


def _pins(lock: str) -> set[str]:
    text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    # Without the platforms that a pin is for: what only the tests need may want the same release on more of them.
    return set(re.findall(r"^(\S+==\S+)", text, re.MULTILINE))
