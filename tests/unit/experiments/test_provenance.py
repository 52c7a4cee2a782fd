"""Every source in a lane is found, and every assumption is said."""

from __future__ import annotations

import pytest

from services.experiments.provenance import assumptions_of, counts_by_source, provenances
from services.experiments.result import grounds_of
from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.definition.provenance import Source


def sources_in(value: object) -> int:
    """Count sources in plain data: mappings of exactly a source and its basis."""
    match value:
        case {"source": _, "basis": _, **rest} if not rest:
            return 1
        case dict():
            return sum(map(sources_in, value.values()))
        case list():
            return sum(map(sources_in, value))
        case _:
            return 0


@pytest.mark.parametrize("id_", lane_ids())
def test_as_many_sources_are_found_as_stand_in_the_data(id_: str) -> None:
    lane = shipped_lane(id_)
    found = provenances(lane)
    assert len(found) == sources_in(lane.model_dump(mode="json", by_alias=True)) > 10
    assert len({sourced.place for sourced in found}) == len(found)


@pytest.mark.parametrize("id_", lane_ids())
def test_every_quantity_is_said_in_words(id_: str) -> None:
    said = [sourced.quantity for sourced in provenances(shipped_lane(id_))]
    assert [quantity.en for quantity in said if quantity.en.startswith("{")] == []


def test_a_quantity_is_found_by_its_step_and_field() -> None:
    found = {sourced.place: sourced for sourced in provenances(shipped_lane("commitment_approval"))}
    check = found["check_licence.service_time"]
    assert (check.of.en, check.quantity.en, check.quantity.zh) == (
        "Form check: licence",
        "20 to 60 minutes, mostly 30",
        "20–60 分钟，多为 30",
    )
    assert found["check_licence.limit"].quantity.en == "5 working days"
    assert found["attributes.safety_related.values[0].share"].of.en == "Bears on production safety: Yes"


def test_an_assumption_used_in_many_places_is_listed_once_with_all_of_them() -> None:
    lane = shipped_lane("construction_permit")
    assumptions = assumptions_of([lane, lane])
    places = [place for assumption in assumptions for place in assumption.places]
    assumed = [sourced for sourced in provenances(lane) if sourced.provenance.is_assumption]
    assert sorted(places) == sorted(f"{lane.id}: {sourced.place}" for sourced in assumed)
    assert len({(each.quantity.en, each.provenance) for each in assumptions}) == len(assumptions)
    assert all(each.provenance.source in (Source.ASSUMED, Source.KNOWLEDGE) for each in assumptions)


def test_counts_add_up_over_sources() -> None:
    lane = shipped_lane("business_setup")
    counts = counts_by_source([lane, lane])
    assert sum(counts.values()) == len(provenances(lane))
    assert list(counts) == [source for source in Source if source in counts]


def test_grounds_hold_the_published_arithmetic_of_construction() -> None:
    lane = shipped_lane("construction_permit")
    grounds = grounds_of("as_is", [lane], [lane])
    assert grounds.paper_before.serial == 283
    assert grounds.paper_before == grounds.paper_after
    assert [calendar.calendar for calendar in grounds.calendars] == sorted(lane.calendars)
