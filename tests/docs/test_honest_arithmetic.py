"""The arithmetic that the page on honesty shows is that of the lane."""

from __future__ import annotations

import math
import re

from docs.generate.pages import DOCS
from workflows.definition.catalogue import find_lane
from workflows.definition.limits import critical_path, items, serial_sum, stage_maxima
from workflows.definition.provenance import Source
from workflows.levers.scenario import shipped_scenarios

LANE = find_lane("construction_permit")
DEFAULT = "行政许可法 art. 42"
ROWS = re.findall(r"^\| (.+) \| (\d+) \|$", (DOCS / "explanation/honesty.md").read_text("utf-8"), re.MULTILINE)


def test_the_items_add_up_by_their_sources() -> None:
    by_source = dict.fromkeys(("default", "local", "knowledge", "assumed", "named"), 0)
    for name, days in items(LANE).items():
        limit = LANE.tasks[name].limit
        assert limit is not None
        source = limit.provenance.source
        # The official form that gives a fire review its days names the item, although it is a local one.
        named = source is Source.STATUTE or limit.provenance.basis.startswith("Official form")
        kind = "default" if limit.provenance.basis.startswith(DEFAULT) else "named" if named else source.value
        by_source[kind] += days
    shown = [int(days) for _, days in ROWS[:7]]
    sourced = sum(by_source.values()) - by_source["assumed"]
    order = ("named", "default", "local", "knowledge", "assumed")
    assert shown == [sourced, *(by_source[kind] for kind in order), serial_sum(LANE)]


def test_the_ways_to_arrange_them_come_to_what_is_shown() -> None:
    [target] = {limit.working_days for limit in LANE.targets if limit.provenance.basis == "DD-001"} - {serial_sum(LANE)}
    maxima = stage_maxima(LANE).values()
    cut = sum(math.ceil(days * 2 / 5) for days in maxima)
    assert [int(days) for _, days in ROWS[7:]] == [serial_sum(LANE), critical_path(LANE), sum(maxima), cut, target]


def test_the_published_figure_is_the_one_that_the_reform_promises() -> None:
    [promise] = [one for one in shipped_scenarios()["construction_permit_after"].levers if one.lever == "promise_limit"]
    assert promise.lever == "promise_limit"
    assert promise.working_days == int(ROWS[-1][1])
