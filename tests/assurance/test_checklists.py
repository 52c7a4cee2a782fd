"""Checklists of security are whole, and what they point at is there."""

from __future__ import annotations

import pytest

from docs.generate.checklists import State, ids_of, read_checklist
from docs.generate.pages import ROOT

ASVS = """
V1.1 2, V1.2 9, V1.3 11, V1.4 3, V1.5 2, V2.1 3, V2.2 3, V2.3 4, V2.4 1, V3.2 2, V3.3 4, V3.4 6, V3.5 5, V3.7 2,
V4.1 3, V4.2 1, V4.3 2, V4.4 4, V5.1 1, V5.2 3, V5.3 2, V5.4 3, V6.1 3, V6.2 12, V6.3 4, V6.4 4, V6.5 5, V6.6 3, V6.8 4,
V7.1 3, V7.2 4, V7.3 2, V7.4 5, V7.5 2, V7.6 2, V8.1 2, V8.2 3, V8.3 1, V8.4 1, V9.1 3, V9.2 4, V10.1 2, V10.2 2,
V10.3 4, V10.4 11, V10.5 5, V10.6 2, V10.7 3, V11.1 2, V11.2 3, V11.3 3, V11.4 4, V11.5 1, V11.6 1, V12.1 3, V12.2 2,
V12.3 4, V13.1 1, V13.2 5, V13.3 2, V13.4 5, V14.1 2, V14.2 4, V14.3 3, V15.1 3, V15.2 3, V15.3 7, V16.1 1, V16.2 5,
V16.3 4, V16.4 3, V16.5 3, V17.1 1, V17.2 4, V17.3 2
"""
"""Section to how many requirements it has up to level 2; they come before those of level 3."""

LISTS = {
    "asvs": [
        f"{section}.{number}"
        for section, count in (each.split() for each in ASVS.split(","))
        for number in range(1, int(count) + 1)
    ],
    "api-top-10": [f"API{number}" for number in range(1, 11)],
}


@pytest.mark.parametrize("name", LISTS)
def test_every_requirement_is_answered_once(name: str) -> None:
    assert [id_ for each in read_checklist(name) for id_ in ids_of(each)] == LISTS[name]


def test_the_standard_has_as_many_as_it_says() -> None:
    assert len(LISTS["asvs"]) == 253


@pytest.mark.parametrize("name", LISTS)
def test_what_is_pointed_at_is_there(name: str) -> None:
    missing = [
        f"{each.id}: {path}" for each in read_checklist(name) for path in each.evidence if not (ROOT / path).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("name", LISTS)
def test_something_tests_whatever_is_met_or_it_is_code(name: str) -> None:
    places = ("tests/", "services/", "workflows/", "deploy/", "docs/", "requirements/", "pyproject.toml")
    for each in read_checklist(name):
        assert each.why
        assert each.state is not State.MET or all(path.startswith(places) for path in each.evidence), each.id
