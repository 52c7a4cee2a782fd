"""What is made shorter, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.operations.compressing import compressed
from tests.operations.rules import ALERTMANAGER, RULES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rate(a_total[5m]) > 1", "rate(a_total[2500ms]) > 1"),
        ("a > (a offset 2h)", "a > (a offset 60000ms)"),
        ("increase(a_total[7d]) / 5", "increase(a_total[5040000ms]) / 5"),
        ("max_over_time(a[1h30m:1m])", "max_over_time(a[45000ms:500ms])"),
        ("for: 1h", "for: 30000ms"),
        ("group_wait: 30s", "group_wait: 250ms"),
        ("lane:a:ratio7d > 0.4 and time() - b < 86400", "lane:a:ratio7d > 0.4 and time() - b < 86400"),
        ('summary: "{{ $value }} for 2h"', 'summary: "{{ $value }} for 2h"'),
        ("for: 1ms", "for: 1ms"),
    ],
)
def test_durations_are_divided_and_nothing_else_is(text: str, expected: str) -> None:
    assert compressed(text, 120) == expected


@pytest.mark.parametrize("path", [*RULES, ALERTMANAGER], ids=lambda path: path.stem)
def test_shorter_files_have_the_same_rules_under_the_same_names(path: Path) -> None:
    text = path.read_text("utf-8")
    assert _names(yaml.safe_load(compressed(text, 120))) == _names(yaml.safe_load(text))
    assert compressed(text, 120) != text


def _names(found: object) -> object:
    """The shape of a document: its keys, and the names in it."""
    match found:
        case dict():
            return {key: value if key in {"alert", "record", "name"} else _names(value) for key, value in found.items()}
        case list():
            return [_names(each) for each in found]
        case _:
            return type(found)
