"""Lane data do not change, and copies of them know nothing of what was found out about the original."""

from __future__ import annotations

from simulations.experiment import Model
from workflows.definition.catalogue import shipped_lane
from workflows.definition.steps import Task


def test_a_changed_copy_of_a_model_is_another_model() -> None:
    model = Model(lane=shipped_lane("property_registration"))
    assert model.key == Model(lane=shipped_lane("property_registration")).key
    other = model.model_copy(update={"lane": shipped_lane("business_setup")})
    assert other.key == Model(lane=shipped_lane("business_setup")).key != model.key


def test_a_changed_copy_of_a_lane_has_the_steps_of_its_own_body() -> None:
    lane = shipped_lane("property_registration")
    task = next(iter(lane.tasks.values()))
    assert isinstance(task, Task)
    assert set(lane.model_copy(update={"body": task}).steps) == {task.id}
