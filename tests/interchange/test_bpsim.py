"""Numbers in BPSim 2.0, in a model and beside it, read and written."""

from __future__ import annotations

import re

import pytest

from tests.interchange.making import MODELS, STARTS_AT, Raw, codes, model
from tests.properties.simulations.runs import events
from workflows.definition.catalogue import shipped_lane
from workflows.definition.distributions import (
    Distribution,
    Empirical,
    Exponential,
    Fixed,
    LogNormal,
    Triangular,
    Uniform,
    Weibull,
)
from workflows.definition.further_distributions import Discrete, Gamma, Truncated
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Source
from workflows.definition.units import TimeUnit
from workflows.errors import InvalidFileError
from workflows.events.event import EventKind
from workflows.instants import HOUR
from workflows.interchange.bpmn_reading import Source as Text
from workflows.interchange.bpmn_reading import read_bpmn
from workflows.interchange.bpmn_writing import write_bpmn
from workflows.interchange.bpsim_distributions import said_of, spread_of, unit_said
from workflows.interchange.layout import faults
from workflows.interchange.xml_nodes import Element, read_xml

BASIS = Provenance(source=Source.ASSUMED, basis="a test")
IN: Raw = {"unit": TimeUnit.HOURS, "provenance": BASIS}

NUMBERS = (MODELS / "swimlanes.bpsim.xml").read_text("utf-8")


def read(numbers: str = NUMBERS) -> Lane:
    return read_bpmn(model("swimlanes"), Text(numbers, "numbers.xml")).lane


def test_durations_quantities_hours_and_arrivals_are_read() -> None:
    lane = read()
    assert {id_: (task.pool, task.service_time.mean, task.service_time.unit) for id_, task in lane.tasks.items()} == {
        "accept": ("window", 20, TimeUnit.MINUTES),
        "judge": ("experts", 3 * 3600, TimeUnit.SECONDS),
    }
    assert {id_: pool.members for id_, pool in lane.pools.items()} == {"window": 2, "experts": 1}
    assert lane.calendars["week"].hours == ("09:00-17:00",)
    assert lane.calendars["week"].weekday_hours.saturday == ()
    submitted = [(event.at - STARTS_AT) / HOUR for event in events(lane, 2) if event.kind is EventKind.SUBMITTED]
    assert [at - submitted[0] // 24 * 24 for at in submitted] == [15, 24 + 13]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (
            '<bpsim:NegativeExponentialDistribution mean="20"/>',
            '<bpsim:PoissonDistribution mean="20"/>',
            "distribution",
        ),
        ('baseTimeUnit="min"', 'baseTimeUnit="year"', "distribution"),
        ("<bpsim:ProcessingTime>", "<bpsim:SetUpTime>", "xml_syntax"),
        ("getResource('experts',1)", "getResource('experts',2)", "not_done"),
        ("getResource('experts',1)", "getResource('nobody',1)", "unknown_resource"),
        ('elementRef="Accept"', 'elementRef="Missing"', "unknown_element"),
        ('elementRef="window"', 'elementRef="door"', "unknown_element"),
        ('value="2" validFor', 'value="2.5" validFor', "amount"),
        ('validFor="week"/></bpsim:Quantity>', 'validFor="month"/></bpsim:Quantity>', "unknown_calendar"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=MONTHLY", "calendar"),
        ('<bpsim:Scenario id="s" name="now">', '<bpsim:Scenario id="s" inherits="t">', "several_scenarios"),
    ],
)
def test_what_a_lane_cannot_carry_is_refused(old: str, new: str, code: str) -> None:
    assert old in NUMBERS
    with pytest.raises(InvalidFileError) as refused:
        read(NUMBERS.replace(old, new, 1))
    assert code in {found for found, _, _ in codes(refused.value)}
    assert all(line for _, line, _ in codes(refused.value))


def test_priorities_and_times_of_other_kinds_are_refused_with_their_line() -> None:
    other = NUMBERS.replace(
        '<bpsim:ElementParameters elementRef="Accept">',
        '<bpsim:ElementParameters elementRef="Accept"><bpsim:PriorityParameters>\n'
        "<bpsim:Priority/></bpsim:PriorityParameters>",
    )
    with pytest.raises(InvalidFileError) as refused:
        read(other)
    assert ("not_done", 15, "Priority") in codes(refused.value)


SPREADS: tuple[Distribution, ...] = (
    Fixed(value=3, **IN),
    Exponential(mean=2.5, **IN),
    Uniform(low=1, high=4, **IN),
    Triangular(low=1, mode=2, high=6, **IN),
    LogNormal(mean=1, standard_deviation=1.42, **IN),
    Weibull(shape=0.8, scale=2, **IN),
    Gamma(mean=2, standard_deviation=1, **IN),
    Truncated(law="normal", law_mean=2, law_standard_deviation=3, **IN),
    Truncated(law="normal", law_mean=2, law_standard_deviation=3, low=1, high=6, **IN),
    Empirical(values=(1, 1, 2, 5), **IN),
    Discrete(values=(1, 2, 5), shares=(0.25, 0.5, 0.25), **IN),
)


@pytest.mark.parametrize("spread", SPREADS, ids=[f"{each.kind}-{at}" for at, each in enumerate(SPREADS)])
def test_a_distribution_comes_back_as_the_same_law(spread: Distribution) -> None:
    said = said_of(spread)
    assert said is not None
    name, numbers, points = said
    value = Element("b", name, {key: repr(number) for key, number in numbers.items()}, "x", 1)
    value.attributes["timeUnit"] = unit_said(spread)
    for at, chance in points:
        point = Element("b", "UserDistributionDataPoint", {"probability": repr(chance)}, "x", 1)
        point.children.append(Element("b", "FloatingParameter", {"value": repr(at)}, "x", 1))
        value.children.append(point)
    back = spread_of(value, None, BASIS)
    assert back.unit == spread.unit
    assert back.mean == pytest.approx(spread.mean)
    assert back.variance == pytest.approx(spread.variance)
    assert back.support == pytest.approx(spread.support)


def test_a_law_that_bpsim_has_no_word_for_is_told() -> None:
    assert said_of(Truncated(law="gamma", law_mean=2, law_standard_deviation=1, high=4, **IN)) is None


def test_an_exported_lane_states_its_numbers_for_other_tools_and_tells_what_it_cannot() -> None:
    """Without what only Greenlane reads, the same file says the same durations, people, hours and arrivals."""
    lane = read()
    exported = write_bpmn(lane, bpsim=True)
    assert exported.not_said == ()
    assert faults(exported.text) == ()
    bare = re.sub(r"<greenlane:(\w+)[^>]*(/>|>.*?</greenlane:\1>)", "", exported.text, flags=re.DOTALL)
    assert "<greenlane:" not in bare
    back = read_bpmn(Text(bare, "bare.bpmn")).lane
    assert {id_: task.service_time.mean for id_, task in back.tasks.items()} == {"accept": 20, "judge": 3 * 3600}
    assert sorted(pool.members for pool in back.pools.values()) == [1, 2]
    assert {pool.calendar for pool in back.pools.values()} <= set(back.calendars)
    assert back.arrivals is not None
    assert back.arrivals.gap is not None
    assert back.arrivals.gap.mean == 360


def test_what_bpsim_cannot_say_of_a_shipped_lane_is_told_with_its_place() -> None:
    exported = write_bpmn(shipped_lane("property_registration"), bpsim=True)
    assert {problem.place.path for problem in exported.not_said} >= {"calendars.office", "public_notice.working_days"}
    assert {problem.code for problem in exported.not_said} == {"not_said_in_bpsim"}


def test_chances_of_ways_are_stated() -> None:
    text = write_bpmn(shipped_lane("property_registration"), bpsim=True).text
    root = read_xml(text, "x.bpmn")
    chances = {
        element.attributes["elementRef"]: float(value.attributes["value"])
        for element in root.walk()
        if element.name == "ElementParameters"
        for probability in element.walk()
        if probability.name == "Probability"
        for value in probability.children
    }
    sources = {each.id: each.attributes["sourceRef"] for each in root.walk() if each.name == "sequenceFlow"}
    totals: dict[str, float] = {}
    for flow, chance in chances.items():
        totals[sources[flow]] = totals.get(sources[flow], 0) + chance
    assert totals
    assert all(total == pytest.approx(1) for total in totals.values())
