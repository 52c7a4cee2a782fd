"""YAML is read as people write it, and what could hurt is refused with its line."""

from __future__ import annotations

import math
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.definition.yaml_nodes import MAXIMUM_BYTES, MAXIMUM_DEPTH, MAXIMUM_SCALAR, read_yaml
from workflows.errors import InvalidFileError


def read(text: str) -> object:
    return read_yaml(text, "file.yaml").plain()


def refused(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(InvalidFileError) as refusal:
        read(text)
    return [(problem.code, problem.place.line) for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("1:30", "1:30"),
        ("190:20:30", "190:20:30"),
        ("2024-02-10", "2024-02-10"),
        ("007", "007"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("-12", -12),
        ("0", 0),
        ("1e3", 1000.0),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5e-2", -0.005),
        ("1.2.3", "1.2.3"),
        ("'5'", "5"),
        ('"true"', "true"),
        (".inf", math.inf),
        ("1234567890123456789012", "1234567890123456789012"),
        ("企业", "企业"),
    ],
)
def test_plain_scalars_are_read_as_yaml_1_2_reads_them(written: str, meant: object) -> None:
    assert read(f"value: {written}") == {"value": meant}


def test_not_a_number_is_read_as_such() -> None:
    value = read("[.nan]")
    assert isinstance(value, list)
    assert math.isnan(value[0])


def test_keys_are_texts_whatever_they_look_like() -> None:
    assert read("on: 1\n2: 3\ntrue: 4") == {"on": 1, "2": 3, "true": 4}


def test_a_value_remembers_the_line_of_its_key() -> None:
    root = read_yaml("first: 1\n\nsecond:\n  - a\n  - b: c\n", "file.yaml")
    assert isinstance(root.content, dict)
    second = root.content["second"]
    assert (root.content["first"].line, second.line) == (1, 3)
    assert isinstance(second.content, tuple)
    assert [item.line for item in second.content] == [4, 5]


def test_an_alias_repeats_a_value_at_its_own_line() -> None:
    root = read_yaml("a: &hours [1, 2]\nb: *hours\n", "file.yaml")
    assert root.plain() == {"a": [1, 2], "b": [1, 2]}
    assert isinstance(root.content, dict)
    assert root.content["b"].line == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\nb: 2\na: 3", [("duplicate_key", 3)]),
        ("a: {b: 1, b: 2}\nc: {d: 1, d: 1}", [("duplicate_key", 1), ("duplicate_key", 2)]),
        ("a: 1\nb: !!python/object/apply:os.system [ls]", [("tag", 2)]),
        ("a: !secret x", [("tag", 1)]),
        ("a: &x {b: 1}\nc: {<<: *x}", [("merge_key", 2)]),
        ("a: 1\n? [b]\n: 2", [("key_not_plain", 2)]),
        ("a: *nothing", [("unknown_anchor", 1)]),
        ("a: &a [*a]", [("unknown_anchor", 1)]),
        ("a: 1\n---\nb: 2", [("several_documents", 2)]),
        ("", [("empty_file", None)]),
        ("# nothing but a comment", [("empty_file", None)]),
        ("a: [1, 2\nb: 3", [("yaml_syntax", 2)]),
        ("a:\n\t- b", [("yaml_syntax", 2)]),
        ("a: b: c", [("yaml_syntax", 1)]),
        ("a: 1\nb: \x00", [("unprintable_character", 2)]),
        ("a: \ud800", [("unprintable_character", 1)]),
        ('a: "\\x07"', [("unprintable_character", 1)]),
        (f"a: {'x' * (MAXIMUM_SCALAR + 1)}", [("text_too_long", 1)]),
        ("x" * (MAXIMUM_BYTES + 1), [("file_too_large", None)]),
        ("[" * (MAXIMUM_DEPTH + 1), [("nested_too_deeply", 1)]),
        ("{a: " * 200_000, [("nested_too_deeply", 1)]),
        ("- 1\n" * 60_000, [("too_many_values", 50_000)]),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_cannot_be_meant_is_refused_with_its_line(text: str, found: list[tuple[str, int | None]]) -> None:
    assert refused(text) == found


def test_a_billion_laughs_are_cut_short() -> None:
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert refused("\n".join(lines)) == [("too_many_values", 5)]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Anything but a refusal would come out of here."""
    with suppress(InvalidFileError):
        read(text)
