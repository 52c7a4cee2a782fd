"""The numbers of a lane by name: every shipped lane's can be told, and set, and nothing else changes."""

from __future__ import annotations

import pytest

from simulations.experiment import Model
from simulations.inputs import inputs_of, with_inputs
from workflows.definition.catalogue import find_lane, lane_ids
from workflows.definition.hashing import lane_hash
from workflows.errors import InvalidInputError, UnknownNameError


@pytest.mark.parametrize("id_", lane_ids())
def test_setting_what_it_is_changes_nothing(id_: str) -> None:
    lane = find_lane(id_)
    values = {name: each.value for name, each in inputs_of(lane).items() if each.value}
    same = with_inputs(Model(lane=lane), values).lane
    assert inputs_of(same).keys() == inputs_of(lane).keys()
    for name, each in inputs_of(same).items():
        assert each.value == pytest.approx(inputs_of(lane)[name].value), name


@pytest.mark.parametrize("id_", ["business_setup", "property_registration"])
def test_one_number_changes_nothing_else(id_: str) -> None:
    lane = find_lane(id_)
    known = inputs_of(lane)
    for name, each in known.items():
        low, high = each.usual_range
        value = high if high != each.value else low
        changed = with_inputs(Model(lane=lane), {name: value}).lane
        assert lane_hash(changed) != lane_hash(lane), name
        if name.startswith("attributes."):
            continue  # the other shares have what is left
        told = {other: of.value for other, of in inputs_of(changed).items()}
        assert told == {other: pytest.approx(value if other == name else of.value) for other, of in known.items()}


def test_whole_numbers_are_rounded() -> None:
    lane = find_lane("property_registration")
    changed = with_inputs(Model(lane=lane), {"first_review.limit": 12.4, "pools.registry_window.staff": 2.6}).lane
    assert inputs_of(changed)["first_review.limit"].value == 12
    assert changed.pools["registry_window"].members == 3


def test_a_published_figure_is_no_input() -> None:
    lane = find_lane("business_setup")
    assert lane.targets
    assert not [name for name in inputs_of(lane) if name.startswith("targets")]


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(UnknownNameError, match="first_review"):
        with_inputs(Model(lane=find_lane("property_registration")), {"first_revue.limit": 3})


def test_shares_that_come_to_more_than_the_whole() -> None:
    lane = find_lane("property_registration")
    name = "attributes.registration_kind.values[{}].share"
    with pytest.raises(InvalidInputError, match="expected numbers that the lane can have"):
        with_inputs(Model(lane=lane), {name.format(0): 0.8, name.format(1): 0.3})
    changed = inputs_of(with_inputs(Model(lane=lane), {name.format(1): 0.3}).lane)
    assert changed[name.format(0)].value == pytest.approx(0.7)
