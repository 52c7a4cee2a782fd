"""The palette: every lever, with words in both languages and enough of a schema for a form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from services.designs.groups import GROUP_OF
from services.designs.palette import palette
from services.designs.parameters import title_of_parameter
from services.designs.texts_of_parameters import PARAMETERS, PARTS
from services.designs.texts_of_values import VALUES
from workflows.definition.lane import Lane
from workflows.levers.catalogue import LEVERS
from workflows.levers.scenario import shipped_scenarios
from workflows.levers.sweep import lever_meant

REFERENCES = {"step", "task", "pool", "document", "attribute", "calendar", "outcome", "lane", "new"}


def properties() -> Iterator[tuple[str, dict[str, Any]]]:
    shown = palette()
    for lever in shown.levers:
        fields: Any = lever.parameters["properties"]
        yield from ((f"{lever.id}.{name}", field) for name, field in fields.items())
    for model, definition in shown.definitions.items():
        assert isinstance(definition, dict)
        parts: Any = definition.get("properties", {})
        yield from ((f"{model}.{name}", field) for name, field in parts.items())


def test_every_lever_is_in_one_group() -> None:
    assert sorted(lever.id for lever in palette().levers) == sorted(LEVERS) == sorted(GROUP_OF)


def test_every_parameter_has_a_title_in_both_languages() -> None:
    for name, field in properties():
        title = field["x-title"]
        assert any("\u4e00" <= each <= "\u9fff" for each in title["zh"]), name
        assert title["en"].isascii(), name
        reference = field.get("x-reference")
        assert reference is None or reference.removesuffix("_or_new") in REFERENCES, name


def test_every_id_says_of_what_it_is() -> None:
    """A field that takes an identifier is a reference, or nobody could choose what to put there."""
    for name, field in properties():
        if "^[a-z][a-z0-9_]{0,62}$" in str(field):
            assert "x-reference" in field, name


def test_every_value_to_choose_has_a_title() -> None:
    for name, definition in palette().definitions.items():
        assert isinstance(definition, dict)
        if "enum" in definition:
            assert definition["x-values"], name


def test_no_word_is_left_over() -> None:
    used = {name for name, _ in properties()}
    plain = {name.partition(".")[2] for name in used}
    assert [name for name in (*PARAMETERS, *PARTS) if name not in used and name not in plain] == []
    assert all(words[0] and words[1] for words in VALUES.values())


def test_references_lead_within_the_definitions() -> None:
    shown = palette()
    text = shown.model_dump_json()
    for part in text.split('"#/$defs/')[1:]:
        assert part.partition('"')[0] in shown.definitions


def test_definitions_mean_the_same_in_every_lever() -> None:
    """They are sent once: two models of one name would be one on the page."""
    known: dict[str, object] = {}
    for kind in LEVERS.values():
        for name, shape in kind.model_json_schema().get("$defs", {}).items():
            assert known.setdefault(name, shape) == shape, name
    assert Lane.__name__ not in known


@pytest.mark.parametrize(
    ("lever", "path", "english"),
    [
        ("change_staff", "add", "People added or taken away"),
        ("incentive_pay", "speed.value", "Factor on the working time"),
        ("agent_staffing", "retained.items", "Retained items · Items"),
        ("channel_mix", "channels.0.share.value", "Channels and their shares · no. 1 · Share"),
        ("change_staff", "made.up", "made · up"),
    ],
)
def test_a_number_within_a_lever_is_called_by_its_titles(lever: str, path: str, english: str) -> None:
    assert title_of_parameter(lever, path).en == english


def test_the_sweeps_of_shipped_reforms_are_told_without_a_path() -> None:
    sweeps = [(scenario, scenario.sweep) for scenario in shipped_scenarios().values() if scenario.sweep is not None]
    assert sweeps
    for scenario, sweep in sweeps:
        lever = scenario.levers[lever_meant(sweep, scenario.levers)].lever
        assert not set(sweep.parameter.split(".")) & set(title_of_parameter(lever, sweep.parameter).en.split(" · "))
