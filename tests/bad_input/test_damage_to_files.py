"""Whatever happens to a good file on its way, it is taken or refused: anything else is a defect of its reader."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bad_input.damage import damaged
from tests.bad_input.readers import READERS
from workflows.errors import InvalidInputError

QUICK = 8
MANY = 1_500


def try_damage(kind: str, times: int) -> None:
    reader = READERS[kind]
    content = damaged(reader.good())

    @settings(
        max_examples=times, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(content)
    def taken_or_refused(hurt: bytes) -> None:
        with suppress(InvalidInputError):
            reader.read(hurt)

    taken_or_refused()


@pytest.mark.parametrize("kind", READERS)
def test_good_files_are_taken(kind: str) -> None:
    for good in READERS[kind].good()[:1]:
        READERS[kind].read(good)


@pytest.mark.parametrize("kind", READERS)
def test_damaged_files_are_taken_or_refused(kind: str) -> None:
    try_damage(kind, QUICK)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", READERS)
def test_many_damaged_files_are_taken_or_refused(kind: str) -> None:
    try_damage(kind, MANY)


@given(st.data())
@settings(max_examples=20, derandomize=True, database=None, deadline=None)
def test_damage_is_done(data: st.DataObject) -> None:
    """The files that are tried are not the good ones: nearly all are changed."""
    good = (b"id: a\ncount: 3\n" * 20,)
    assert any(data.draw(damaged(good)) != good[0] for _ in range(3))
