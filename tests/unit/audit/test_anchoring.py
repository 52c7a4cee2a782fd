"""A head that a supervisor keeps: whatever is done to the real trail afterwards is noticed, and the head itself too."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest
from sqlalchemy import Connection, Engine, text

from services.audit.anchoring import SignedHead, read_head, signed_head, verified_head, written_head
from services.audit.chain import EMPTY, Entry, Head, Outcome, Row, chained
from services.audit.keeping import append, kept_rows
from services.cli.main import run
from services.secrets.key_file import change_ring, ensure_ring, fresh_key, read_ring
from services.secrets.keys import KeyRing, added, put_first, retired
from services.store.database import writing
from workflows.errors import InvalidInputError

ROWS, KEPT = 6, 4
CUT: Final = "DELETE FROM audit WHERE sequence >= 4"
RING: Final = KeyRing(keys=(fresh_key(),))


def entry(at: int) -> Entry:
    return Entry(
        at, "li", ("officer",), "token", "do_work", (("case", "c-1"), ("step", "审查")), Outcome.DONE, "d" * 64
    )


def written(store: Engine, first: int, last: int) -> None:
    with writing(store) as connection:
        for at in range(first, last + 1):
            append(connection, entry(at))


def without_triggers(connection: Connection) -> None:
    """As somebody would who owns the database."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        return
    for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def cut_and_grown(connection: Connection) -> None:
    """The end is cut off before the head, and as many other rows are put there, rightly chained."""
    connection.execute(text(CUT))
    for at in range(KEPT, ROWS + 1):
        append(connection, replace(entry(at), subject="wang"))


def made_anew(connection: Connection) -> None:
    """The whole chain with one name exchanged, every hash as it has to be."""
    head, rows = EMPTY, list[Row]()
    for row in kept_rows(connection):
        rows.append(chained(head, replace(row.entry, subject="wang") if row.sequence == 1 else row.entry))
        head = Head(rows[-1].sequence, rows[-1].hash)
    connection.execute(text("DELETE FROM audit"))
    for row in rows:
        append(connection, row.entry)


def by(*statements: str) -> Callable[[Connection], None]:
    def change(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    return change


ATTACKS: Final[Mapping[str, tuple[Callable[[Connection], None], str, bool]]] = MappingProxyType(
    {
        "a row is taken out": (by("DELETE FROM audit WHERE sequence = 2"), "missing", True),
        "a row is changed": (by("UPDATE audit SET subject = 'wang' WHERE sequence = 3"), "changed", True),
        "two rows are exchanged": (
            by(
                "UPDATE audit SET sequence = 99 WHERE sequence = 2",
                "UPDATE audit SET sequence = 2 WHERE sequence = 3",
                "UPDATE audit SET sequence = 3 WHERE sequence = 99",
            ),
            "unchained",
            True,
        ),
        "the end is cut off": (by(CUT), "cut_off", False),
        "the end is cut off and grown again": (cut_and_grown, "made_anew", False),
        "everything is taken out": (by("DELETE FROM audit"), "cut_off", False),
        "the whole is made anew": (made_anew, "made_anew", False),
    }
)
"""What is done, what is found, and whether the chain alone would find it."""


@pytest.fixture
def installation(store: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A trail of some rows after a head was exported, and the command line pointed at it."""
    monkeypatch.setenv("GREENLANE_DATABASE_URL", store.url.render_as_string(hide_password=False))
    monkeypatch.setenv("GREENLANE_KEY_RING", str(tmp_path / "ring.json"))
    ensure_ring(tmp_path / "ring.json")
    written(store, 1, KEPT)
    assert run(["audit", "head", "--to", str(tmp_path / "head.json")]) == 0
    written(store, KEPT + 1, ROWS)
    return store


def verified(*arguments: str) -> int:
    return run(["audit", "verify", *arguments])


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_done_to_the_trail_is_noticed(
    installation: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str], attack: str
) -> None:
    change, fault, by_the_chain_alone = ATTACKS[attack]
    head = ("--head", str(tmp_path / "head.json"))
    assert verified(*head) == 0
    with installation.begin() as connection:
        without_triggers(connection)
        change(connection)
    assert verified() == (4 if by_the_chain_alone else 0)
    capsys.readouterr()
    assert verified(*head, "--json") == 4
    told = json.loads(capsys.readouterr().out)
    assert (told["whole"], told["fault"]) == (False, fault)
    [kept] = told["heads"]
    assert (kept["rows"], kept["known"]) == (KEPT, True)


def test_it_is_told_in_both_languages_and_by_the_exit_code(
    installation: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = ["audit", "verify", "--head", str(tmp_path / "head.json")]
    capsys.readouterr()
    for language, whole in (("en", f"{KEPT} rows, "), ("zh-CN", f"{KEPT} 条，")):
        assert run(["--lang", language, *head]) == 0
        assert whole in capsys.readouterr().out
    with installation.begin() as connection:
        without_triggers(connection)
        by(CUT)(connection)
    for language, broken in (("en", "broken at row 4 (the end was cut off)"), ("zh-CN", "断裂于第 4 条（末尾被截去）")):
        assert run(["--lang", language, *head]) == 4
        assert broken in capsys.readouterr().out


def test_an_exported_trail_is_held_against_a_head_without_the_ring(
    installation: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert installation.dialect.name in {"sqlite", "postgresql"}
    trail, head = tmp_path / "trail.ndjson", tmp_path / "head.json"
    assert run(["audit", "export", "--to", str(trail)]) == 0
    monkeypatch.setenv("GREENLANE_KEY_RING", str(tmp_path / "none.json"))
    capsys.readouterr()
    assert verified("--from", str(trail), "--head", str(head)) == 0
    assert "compare" in capsys.readouterr().out
    lines = trail.read_text("utf-8").splitlines(keepends=True)
    trail.write_text("".join(lines[: KEPT - 1]), "utf-8")
    assert verified("--from", str(trail), "--head", str(head)) == 4
    trail.write_text("".join(lines[KEPT + 1 :]), "utf-8")  # a part in which the row is not: that is no yes
    assert verified("--from", str(trail), "--head", str(head)) == 3


def test_a_head_outlives_the_key_that_signed_it(tmp_path: Path) -> None:
    path, file = tmp_path / "ring.json", tmp_path / "head.json"
    ensure_ring(path)
    file.write_text(written_head(signed_head(Head(7, "a" * 64), read_ring(path), 5)), "utf-8")
    new = fresh_key()
    ring = change_ring(path, lambda before: put_first(added(before, new), new.id))
    kept = read_head(file, ring)
    assert (kept.signed.head, kept.signed.taken_at, kept.known) == (Head(7, "a" * 64), 5, True)
    assert not read_head(file, retired(ring, kept.signed.key)).known
    assert not read_head(file, None).known


@pytest.mark.parametrize(
    "change",
    [
        {"rows": 8},
        {"hash": "b" * 64},
        {"taken_at": 6},
        {"key": "key-00000000"},
        {"public_key": "A" * 43 + "="},
        {"signature": "A" * 86 + "=="},
    ],
)
def test_a_head_that_was_changed_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InvalidInputError, match="signature"):
        verified_head(signed_head(Head(7, "a" * 64), RING, 5).model_copy(update=change), RING)


def test_a_head_of_somebody_elses_key_under_the_name_of_ours_is_refused() -> None:
    other = KeyRing(keys=(fresh_key().model_copy(update={"id": RING.first.id}),))
    with pytest.raises(InvalidInputError, match="another key"):
        verified_head(signed_head(Head(7, "a" * 64), other, 5), RING)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[" * 100_000, b"null", b'{"rows": -1}', b"7" * 20_000])
def test_what_is_no_head_is_refused_with_its_file(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "head.json"
    file.write_bytes(content)
    with pytest.raises(InvalidInputError, match=r"head\.json"):
        read_head(file, RING)
    with pytest.raises(InvalidInputError, match="none"):
        read_head(tmp_path / "none", RING)


def test_the_example_is_of_the_form() -> None:
    [example] = SignedHead.model_json_schema()["examples"]
    assert SignedHead.model_validate_json(json.dumps(example)).rows == example["rows"]
