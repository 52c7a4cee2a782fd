"""No text misses a language, a place to fill in, or a reader."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from services.experiments.report.texts import TEXTS
from tests.architecture.sources import ROOT
from workflows.definition.provenance import Source
from workflows.measures.kpis import KPIS

REPORT = ROOT / "services" / "experiments"
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("key", TEXTS)
def test_a_text_is_written_in_both_languages(key: str) -> None:
    assert HAN.search(TEXTS[key].zh)
    assert TEXTS[key].en.strip()
    assert not HAN.search(TEXTS[key].en)


@pytest.mark.parametrize("key", TEXTS)
def test_both_languages_have_the_same_places_to_fill_in(key: str) -> None:
    zh, en = ({name for _, name, _, _ in Formatter().parse(words) if name} for words in TEXTS[key])
    assert zh == en


def test_every_key_that_is_asked_for_is_there_and_every_text_is_asked_for() -> None:
    files = [*REPORT.glob("report/*.py"), *REPORT.glob("report/templates/*.html"), REPORT / "tables.py"]
    source = "\n".join(file.read_text("utf-8") for file in files if file.name != "texts.py")
    asked = set(re.findall(r"""\b(?:text|t)\(\s*(?:"([a-z0-9_.]+)")(?!\s*~)""", source))
    asked |= set(re.findall(r'"((?:sentence|target)\.[a-z_.]+)"', source))
    beginnings = set(re.findall(r"""\b(?:text|t)\(\s*f"([a-z_.]+)\{""", source))
    beginnings |= set(re.findall(r"""\bt\("([a-z_.]+)" ~""", source))
    assert asked - set(TEXTS) == set()
    unread = {key for key in set(TEXTS) - asked if not key.startswith(tuple(beginnings))}
    assert unread == set()


def test_what_is_named_by_data_has_a_text() -> None:
    assert {f"source.{source}" for source in Source} <= set(TEXTS)
    assert {key.removeprefix("measure.") for key in TEXTS if key.startswith("measure.")} <= set(KPIS)
