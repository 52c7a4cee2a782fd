"""Load loses nothing; what is measured of it is counted from the instant at which a request was to be sent."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from random import Random

import pytest

from tests.load.people import LANE, Kind, Request, Town
from tests.load.phases import READ_WITHIN, WRITE_WITHIN, Asking, normal_after, overload
from tests.load.sending import Sample, instants, latency

SOON = READ_WITHIN / 2


def read(at: float, took: float = SOON, status: int | None = 200, *, told_when: bool = False) -> Sample:
    return Sample(Kind.READ, at, took, status, told_when)


@pytest.mark.quiet
@pytest.mark.timeout(400)
def test_too_much_is_refused_with_when_to_try_again_and_nothing_else_goes_wrong(tmp_path: Path) -> None:
    told: list[str] = []
    figures = {each.what: each for each in asyncio.run(overload(Asking(tmp_path, 15.0, seed=7), told.append))}
    assert figures["neither granted nor shed"].value == 0
    assert figures["granted"].value > 0
    # How soon all is well again is promised of a machine that does nothing else: `python -m tests.load overload`.
    assert figures["granted"].value + figures["shed"].value == figures["requests"].value


def test_requests_come_whether_or_not_others_have_been_answered() -> None:
    planned, again = ([*instants(40.0, 100.0, Random(1))] for _ in range(2))  # noqa: S311 - nobody is to guess anything
    assert planned == again
    assert planned == sorted(planned)
    assert 3_700 < len(planned) < 4_300
    assert all(0 < at < 100 for at in planned)


def test_latencies_are_of_what_was_granted() -> None:
    samples = [read(number, number / 100) for number in range(100)]
    refused = [read(number, 1_000.0, 503) for number in range(100)]
    assert latency([*samples, *refused], 0.99) == 0.99
    assert latency(refused, 0.99) == 0.0


@pytest.mark.parametrize(
    ("bad", "seconds"),
    [
        ((), 0.0),
        ((read(0.1, SOON, 503, told_when=True),), 0.0),
        (tuple(read(3 + number / 100, SOON, 503, told_when=True) for number in range(50)), 5.0),
        (tuple(read(12 + number / 100, 2 * READ_WITHIN) for number in range(50)), 15.0),
        (tuple(read(59 + number / 100, SOON, None) for number in range(50)), float("inf")),
    ],
    ids=["never bad", "one alone", "shed", "late", "to the end"],
)
def test_all_is_as_before_once_no_window_is_out_of_the_ordinary(bad: tuple[Sample, ...], seconds: float) -> None:
    good = [read(number / 20) for number in range(20 * 60)]
    assert normal_after([*good, *bad]) == seconds


def test_what_does_something_may_take_longer_than_what_looks() -> None:
    took = (READ_WITHIN + WRITE_WITHIN) / 2
    assert normal_after([Sample(Kind.DECIDE, number / 20, took, 200) for number in range(1_200)]) == 0.0
    assert normal_after([read(number / 20, took) for number in range(1_200)]) == float("inf")


def test_nothing_is_done_twice_nor_anything_that_nobody_has_seen_open() -> None:
    town, asked = Town(Random(3), most=4), list[Request]()  # noqa: S311 - nobody is to guess anything
    for number in range(400):
        request = town.next()
        asked.append(request)
        if request.kind is Kind.START:
            town.hears(request, json.dumps({"id": f"{LANE}-{number}"}).encode())
        elif request.kind is Kind.READ:
            item = {"step": "check", "occurrence": 0, "actor": "officer", "outcomes": ["refused", "granted"]}
            town.hears(request, json.dumps({"result": None, "items": [item]}).encode())
        assert town.open <= 4
    decided = [each for each in asked if each.kind is Kind.DECIDE]
    seen = {each.case for each in asked if each.kind is Kind.READ}
    assert len(decided) == 4
    assert {each.case for each in decided} <= seen
    assert all(each.body is not None and each.body["outcome"] == "granted" for each in decided)
    assert len({each.key for each in asked if each.key}) == sum(bool(each.key) for each in asked)
