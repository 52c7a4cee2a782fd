"""Key rings, and the files that they stand in."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from services.errors import KeyRingError, UnknownKeyError
from services.secrets.key_file import KeyFile, change_ring, ensure_ring, fresh_key, read_ring
from services.secrets.keys import KeyRing, added, new_key, put_first, retired
from services.secrets.pseudonyms import pseudonym
from workflows.errors import InvalidInputError, OperationFailedError, UnknownNameError


def a_ring(*letters: bytes) -> KeyRing:
    """A ring of keys that are repetitions of letters, the first one the oldest."""
    return KeyRing(keys=tuple(new_key(letter.__mul__, at) for at, letter in enumerate(letters)))


def test_a_new_key_is_made_of_random_bytes_and_its_id_tells_nothing_of_them() -> None:
    key = fresh_key()
    assert len(key.secret) == 32
    assert key.secret != fresh_key().secret
    assert key.id.removeprefix("key-") not in key.secret.hex()


def test_the_first_key_of_a_ring_can_be_changed_and_no_key_gets_lost() -> None:
    ring = a_ring(b"a", b"b")
    later = added(ring, a_ring(b"c").first)
    assert later.first == ring.first
    assert put_first(later, later.keys[2].id).keys == (later.keys[2], *ring.keys)
    assert retired(later, later.keys[1].id).keys == (later.keys[0], later.keys[2])


def test_the_key_that_seals_is_not_retired() -> None:
    ring = a_ring(b"a", b"b")
    with pytest.raises(InvalidInputError, match="is the one that seals"):
        retired(ring, ring.first.id)


def test_a_key_that_is_not_there_is_named_beside_those_that_are() -> None:
    ring = a_ring(b"a", b"b")
    with pytest.raises(
        UnknownKeyError, match=r"expected key 'gone' in the key ring; it has key-61616161, key-62626262"
    ):
        ring.find("gone")
    for change in (put_first, retired):
        with pytest.raises(UnknownNameError, match="no key is called 'gone'"):
            change(ring, "gone")


def test_a_ring_survives_its_file_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "ring.json"
    assert ensure_ring(path)
    assert path.stat().st_mode & 0o777 == 0o600
    before = read_ring(path)
    assert not ensure_ring(path)
    assert read_ring(path) == before


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o660, 0o601])
def test_a_ring_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "ring.json"
    ensure_ring(path)
    path.chmod(mode)
    with pytest.raises(KeyRingError, match=f"its mode is {mode:04o}.*chmod 600"):
        read_ring(path)


def test_a_mounted_ring_may_be_readable_by_a_group(tmp_path: Path) -> None:
    path = tmp_path / "ring.json"
    ensure_ring(path)
    path.chmod(0o440)
    assert read_ring(path).keys


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"keys": []}',
        '{"keys": [{"id": "key-1", "made_at": 0, "secret": "c2hvcnQtYW5kLXNlY3JldA=="}]}',
        '{"keys": [{"id": "key-1", "made_at": 0, "secret": "not base64 but secret!"}]}',
        "x" * 1_000_001,
    ],
)
def test_a_ring_that_is_none_is_refused_without_quoting_secrets(tmp_path: Path, content: str) -> None:
    path = tmp_path / "ring.json"
    path.touch(0o600)
    path.write_text(content)
    with pytest.raises(KeyRingError, match="expected a key ring at") as refused:
        read_ring(path)
    assert "secret!" not in str(refused.value)
    assert "c2hvcnQ" not in str(refused.value)


def test_a_ring_that_is_missing_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(KeyRingError, match=r"greenlane up.*GREENLANE_KEY_RING"):
        KeyFile(tmp_path / "ring.json")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OperationFailedError, match="cannot write in"):
        ensure_ring(tmp_path / "file" / "ring.json")


def test_two_who_change_a_ring_at_once_lose_no_key(tmp_path: Path) -> None:
    path = tmp_path / "ring.json"
    ensure_ring(path)
    changing = [
        threading.Thread(target=change_ring, args=(path, lambda ring: added(ring, fresh_key()))) for _ in range(20)
    ]
    for each in changing:
        each.start()
    for each in changing:
        each.join()
    assert len(read_ring(path).keys) == 21
    assert [found.name for found in tmp_path.glob(".ring.json-*")] == []


def test_a_process_sees_what_became_of_its_ring(tmp_path: Path) -> None:
    path = tmp_path / "ring.json"
    ensure_ring(path)
    keys = KeyFile(path)
    key = fresh_key()
    change_ring(path, lambda ring: put_first(added(ring, key), key.id))
    assert keys.ring().first == key


def test_a_process_goes_on_with_what_it_has_if_its_ring_becomes_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "ring.json"
    ensure_ring(path)
    keys = KeyFile(path)
    ring = keys.ring()
    path.write_text("{")
    assert keys.ring() == ring
    path.unlink()
    assert keys.ring() == ring


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "ring.json"
    ensure_ring(path)
    assert "secret" not in repr(read_ring(path))


def test_a_pseudonym_stays_when_a_newer_key_seals_and_differs_between_rings() -> None:
    ring = a_ring(b"a", b"b")
    assert pseudonym(ring, "王芳") == pseudonym(put_first(ring, ring.keys[1].id), "王芳")
    assert pseudonym(ring, "王芳") != pseudonym(ring, "李娜")
    assert pseudonym(ring, "王芳") != pseudonym(a_ring(b"c"), "王芳")
