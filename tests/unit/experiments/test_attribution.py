"""Who is introduced when a scenario or a package is taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.experiments.attribution import attribute_named
from services.experiments.questions import together
from services.experiments.subjects import find_subject
from services.experiments.taking_apart import reform_of, taken_apart
from simulations.attribution.limit_gap import Effort
from simulations.experiment import Design
from workflows.definition.catalogue import find_lane
from workflows.errors import InvalidInputError
from workflows.levers.scenario import shipped_scenarios
from workflows.levers.stages import stages_of

OTHER = """
format: 1
id: other_reform
title: {zh: 许可, en: Licence}
base: commitment_approval
levers:
  - lever: one_time_notification
"""

PACKAGE = """
format: 1
id: together
title: {zh: 一揽子, en: Together}
scenarios: [property_registration_after, other.yaml]
"""

PRINCIPLES = """
principles:
  - id: once
    title: {zh: 一次, en: Once}
    levers: [one_time_notification, one_window_intake, share_document]
    provenance: {source: assumed, basis: test}
  - id: quickly
    title: {zh: 快, en: Quickly}
    levers: [handle_in_parallel, cut_time_limit, promise_limit]
    provenance: {source: assumed, basis: test}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "other.yaml").write_text(OTHER, encoding="utf-8")
    path = tmp_path / "package.yaml"
    path.write_text(PACKAGE, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", [id_ for id_, scenario in shipped_scenarios().items() if scenario.levers])
def test_levers_are_introduced_as_the_waterfall_has_them(name: str) -> None:
    scenario = shipped_scenarios()[name]
    reform, stages = reform_of(taken_apart(find_subject(name))), stages_of(scenario)
    assert [(player.id, player.called) for player in reform.players] == [(stage.id, stage.called) for stage in stages]
    for count, stage in enumerate(stages, start=1):
        assert reform.model((1 << count) - 1) == together(stage.lanes, scenario.overrides)


def test_without_principles_each_lane_of_a_package_is_introduced_as_a_whole(package: Path) -> None:
    reform = reform_of(taken_apart(find_subject(str(package))))
    assert [player.id for player in reform.players] == ["property_registration", "commitment_approval"]
    assert [len(player.uses) for player in reform.players] == [6, 1]
    old, new = reform.model(0b00), reform.model(0b10)
    assert old.lane == new.lane
    assert old.beside != new.beside


def test_principles_are_introduced_in_all_lanes_at_once(package: Path) -> None:
    package.write_text(PACKAGE + PRINCIPLES, encoding="utf-8")
    reform = reform_of(taken_apart(find_subject(str(package))))
    assert [player.id for player in reform.players] == ["once", "quickly"]
    assert [each.levers for each in reform.model(0b01).measured] == [
        ("one_time_notification", "one_window_intake", "share_document"),
        ("one_time_notification",),
    ]
    assert not reform.can_form(0b10), "what is handled in parallel needs the one window"


def test_the_gap_is_that_to_the_figure_that_is_promised() -> None:
    design = Design(replications=2, cases=4)
    found = attribute_named("property_registration_after", design, 2, effort=Effort(additions=1, levers=1))
    assert found.gap is not None
    assert found.gap.gap.target.working_days == 2
    assert found.applied == 6
    assert len(found.gap.members) <= 1
    assert len(found.gap.levers) <= 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("property_registration", "found lane 'property_registration'"),
        ("construction_permit_to_permit_before", "has no levers"),
        ("property_registration_aftr", "property_registration_after"),
    ],
)
def test_what_has_no_levers_cannot_be_taken_apart(name: str, said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        reform_of(taken_apart(find_subject(name)))


def test_nothing_is_missing_where_nothing_was_published(tmp_path: Path) -> None:
    bare = find_lane("commitment_approval").model_copy(update={"id": "bare", "targets": ()})
    (tmp_path / "bare.yaml").write_text(bare.model_dump_json(by_alias=True, exclude_none=True), "utf-8")
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(OTHER.replace("base: commitment_approval", "base: bare.yaml"), "utf-8")
    assert attribute_named(str(scenario), Design(replications=1, cases=2), 2).gap is None
