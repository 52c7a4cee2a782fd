"""Everything that the command line says is said in both languages, and with the same places to fill in."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from services.cli import main
from services.cli.texts import LANGUAGES, TEXTS, say

SOURCES = sorted(Path(main.__file__).parent.glob("*.py"))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_no_key_misses_a_language(key: str) -> None:
    text = TEXTS[key]
    assert places(text.zh) == places(text.en)
    assert text.zh.strip()
    assert text.en.isascii()
    filled = dict.fromkeys(places(text.en), "x")
    assert len({say(language, key, **filled) for language in LANGUAGES}) == len({text.zh, text.en})


def test_every_key_that_is_said_is_there() -> None:
    said = {key for source in SOURCES for key in re.findall(r'say\([^,()]+, "([^"{}]+)"', source.read_text("utf-8"))}
    helped = {key for source in SOURCES for key in re.findall(r'help="([^"]+)"', source.read_text("utf-8"))}
    assert said
    assert helped
    assert (said | helped) - set(TEXTS) == set()
