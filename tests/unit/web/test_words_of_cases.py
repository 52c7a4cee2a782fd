"""What the API says in codes, the page says in words of both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from services.api.problems import _ERRORS, _REFUSALS
from workflows.definition.steps import Result, StopReason
from workflows.events.causes import Procedure
from workflows.measures.item_states import ItemState

TEXTS = Path(__file__).parents[3] / "services/web/page/src/texts"


def words(file: str, name: str) -> set[str]:
    """The codes for which a table of texts has words."""
    text = (TEXTS / file).read_text("utf-8")
    [table] = re.findall(rf"^export const {name}\b.*?= \{{\n(.*?)^\}}", text, re.DOTALL | re.MULTILINE)
    return set(re.findall(r"^  (\w+): \{", table, re.MULTILINE))


@pytest.mark.parametrize(
    ("file", "name", "codes"),
    [
        ("refusals.ts", "REFUSALS", set(_REFUSALS)),
        ("problems.ts", "PROBLEMS", {code for _, code, _ in _ERRORS.values()}),
        ("cases.ts", "STATES", {state.name.lower() for state in ItemState}),
        ("cases.ts", "RESULTS", {result.value for result in Result}),
        ("cases.ts", "REASONS", {reason.value for reason in (*StopReason, *Procedure)}),
    ],
)
def test_every_code_has_words(file: str, name: str, codes: set[str]) -> None:
    assert codes - words(file, name) == set()
