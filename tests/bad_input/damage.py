"""Damage to good files: bytes flipped, parts lost, doubled or swapped, and numbers and words that nobody expects."""

from __future__ import annotations

import re
from typing import Final

from hypothesis import strategies as st

_NUMBER: Final = re.compile(rb"-?\d+(\.\d+)?([eE][-+]?\d+)?")
_WORD: Final = re.compile(rb"[A-Za-z_][A-Za-z_0-9.:-]*")
STRANGE: Final = (
    *(b"", b"0", b"-1", b"-0.0", b"1e400", b"-1e400", b"1e-400", b"NaN", b"Infinity", b".inf", b".nan", b"9" * 400),
    *(
        b"null",
        b"true",
        b"[]",
        b"{}",
        b'""',
        b"'",
        b'"',
        b"[",
        b"{",
        b"<",
        b"</",
        b"&x;",
        b"&#0;",
        b"<!DOCTYPE a>",
        b"*a",
    ),
    *(
        b"&a ",
        b"!!python/name:os.system",
        b"<<: ",
        b"\0",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        "\u202e甲".encode(),
        b"\n",
        b"\t",
    ),
    *(
        b"../../etc/passwd",
        b"%00",
        b"a" * 3_000,
        b"2026-03-02T09:00:00+08:00",
        b"0001-01-01",
        b"9999-12-31",
        b",",
        b": ",
    ),
    *(b"P999999999Y", b"-PT1H", b"kind", b"body", b"id", b"\x80" * 8, b"\xff\xff\xff\x7f", b"\x00\x00\x00\x80"),
)


@st.composite
def damaged(draw: st.DrawFn, good: tuple[bytes, ...]) -> bytes:
    """A good file after some things have happened to it."""
    content = draw(st.sampled_from(good))
    for _ in range(draw(st.integers(1, 5))):
        content = _hurt(draw, content)
    return content


def _hurt(draw: st.DrawFn, content: bytes) -> bytes:
    at, end = sorted((draw(st.integers(0, len(content))), draw(st.integers(0, len(content)))))
    end = min(end, at + draw(st.sampled_from((1, 8, 60, 1_000))))
    match draw(st.sampled_from(("flip", "lose", "double", "insert", "number", "word", "line", "swap"))):
        case "flip" if content:
            at = min(at, len(content) - 1)
            return content[:at] + bytes([content[at] ^ (1 << draw(st.integers(0, 7)))]) + content[at + 1 :]
        case "lose":
            return content[:at] + content[end:]
        case "double":
            return content[:end] + content[at:end] * draw(st.sampled_from((1, 1, 40))) + content[end:]
        case "insert":
            return content[:at] + draw(st.sampled_from(STRANGE)) + content[at:]
        case "number":
            return _instead(draw, content, _NUMBER, draw(st.sampled_from(STRANGE)))
        case "word":
            words = _WORD.findall(content[: 1 << 16])
            return _instead(draw, content, _WORD, draw(st.sampled_from(words or [b"x"])))
        case "line":
            lines = content.splitlines(keepends=True) or [b""]
            chosen = draw(st.integers(0, len(lines) - 1))
            other = draw(st.integers(0, len(lines) - 1))
            return b"".join((*lines[:chosen], lines[other], *lines[chosen:]))
        case _:
            middle = (at + end) // 2
            return content[:at] + content[middle:end] + content[at:middle] + content[end:]


def _instead(draw: st.DrawFn, content: bytes, what: re.Pattern[bytes], new: bytes) -> bytes:
    found = list(what.finditer(content[: 1 << 16]))
    if not found:
        return content
    chosen = found[draw(st.integers(0, len(found) - 1))]
    return content[: chosen.start()] + new + content[chosen.end() :]
