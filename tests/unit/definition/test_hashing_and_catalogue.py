"""The hash that a case is pinned to, and how lanes are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.definition.examples import HEAD, block, lane, lane_text, sequence, task
from workflows.definition.catalogue import find_lane, lane_ids, shipped_lane, with_called_lanes
from workflows.definition.hashing import canonical_json, lane_hash
from workflows.definition.lane import Lane
from workflows.definition.loading import parse_lane
from workflows.errors import InvalidFileError, UnknownNameError

PINNED = "822df6c7e20b1d78379559b26bb5e9ccb000821fd3344bfcb70f15202cc47bd0"


def test_the_hash_of_an_unchanged_lane_never_changes() -> None:
    """A change of the model that changes this hash also orphans every case that is under way."""
    assert lane_hash(lane(task("review"))) == PINNED


def test_the_hash_survives_writing_and_reading() -> None:
    original = lane(task("review"))
    again = Lane.model_validate_json(original.model_dump_json(by_alias=True))
    from_canonical = Lane.model_validate(json.loads(canonical_json(original)))
    assert lane_hash(again) == lane_hash(from_canonical) == lane_hash(original)


def test_the_hash_does_not_depend_on_how_the_file_is_laid_out() -> None:
    first, *others = lane_text(task("review")).replace("mean: 1,", "mean: 1.0,").splitlines()
    other_way = "\n".join(["# the same lane", *others[-1:], *others[:-1], first])
    assert lane_hash(parse_lane(other_way, "other.yaml")) == lane_hash(lane(task("review")))


@pytest.mark.parametrize(
    "other", [task("review", ", visits: 1"), task("Review".lower() + "2"), sequence(task("review"))]
)
def test_the_hash_of_another_lane_differs(other: str) -> None:
    assert lane_hash(lane(other)) != lane_hash(lane(task("review")))


def test_shipped_lanes_are_found_by_id() -> None:
    assert "business_setup" in lane_ids()
    assert "assumptions" not in lane_ids()
    for id_ in lane_ids():
        assert shipped_lane(id_).id == id_
        assert find_lane(id_) is shipped_lane(id_)


def test_a_lane_that_is_not_shipped_is_refused_with_a_hint() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'business_setup'"):
        find_lane("busines_setup")


@pytest.mark.parametrize("id_", ["assumptions", "__init__", "..", ""])
def test_what_lies_beside_the_lanes_is_no_lane(id_: str) -> None:
    with pytest.raises(UnknownNameError):
        shipped_lane(id_)


def test_a_path_is_a_lane_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(lane_text(task("review")), encoding="utf-8")
    assert find_lane(str(file)).id == "example"
    with pytest.raises(InvalidFileError, match="unreadable_file"):
        find_lane(str(tmp_path / "other.yaml"))


def test_a_lane_comes_with_those_that_it_calls(tmp_path: Path) -> None:
    (tmp_path / "follow_up.yaml").write_text(
        lane_text(task("y"), HEAD.replace("id: example", "id: follow_up")), encoding="utf-8"
    )
    calling = lane(
        sequence(task("x"), block("call", "later", "lane: follow_up"), block("call", "setup", "lane: business_setup"))
    )
    assert list(with_called_lanes(calling, tmp_path)) == ["example", "follow_up", "business_setup"]
    with pytest.raises(InvalidFileError, match="unknown_lane"):
        with_called_lanes(calling)
