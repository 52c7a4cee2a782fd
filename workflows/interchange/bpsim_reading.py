"""BPSim 2.0 (WfMC): numbers beside a BPMN model, inside it or in a file of their own.

How long to simulate, how often and from when belongs to the experiment and is left to it. What else a scenario states
and a lane cannot is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from workflows.definition.distributions import Distribution
from workflows.definition.lane import ArrivalClock, Arrivals, Pool, Staff
from workflows.definition.values import Money, Proportion
from workflows.interchange.bpsim_calendars import spans_of_icalendar
from workflows.interchange.bpsim_distributions import UNITS, spread_of
from workflows.interchange.drawing import Drawing
from workflows.interchange.findings import Choice, Findings, listed, said, stated, titled
from workflows.interchange.names import Names
from workflows.interchange.parameters import ALWAYS, Parameters, TaskNumbers, always
from workflows.interchange.weekly import weekly_calendar
from workflows.interchange.xml_nodes import Element

_SPACE: Final = "bpsim.org"
_SELECTION: Final = re.compile(r"""\s*(?:bpsim:)?getResource\(\s*['"]([^'"]+)['"]\s*(?:,\s*1\s*)?\)\s*""")
_LEFT_ASIDE: Final = frozenset({"Start", "Duration", "Warmup"})
_DONE: Final = {
    "TimeParameters": frozenset({"ProcessingTime"}),
    "ControlParameters": frozenset({"Probability", "InterTriggerTimer", "TriggerCount"}),
    "ResourceParameters": frozenset({"Quantity", "Selection"}),
    "CostParameters": frozenset({"UnitCost"}),
}
_ROLES: Final = ("resourceRole", "performer", "humanPerformer", "potentialOwner")


def find_bpsim(root: Element) -> Element | None:
    """The numbers in a file, if it has some."""
    return next((each for each in root.walk() if each.name == "BPSimData" and _SPACE in each.space), None)


def read_bpsim(data: Element, drawing: Drawing, findings: Findings) -> Parameters:
    """Read the one scenario.

    Parameters
    ----------
    drawing : that it speaks of: who does a task may stand there
    """
    scenarios = data.all("Scenario")
    if len(scenarios) != 1 or "inherits" in scenarios[0].attributes:
        found = f"{len(scenarios)}, or one that inherits from another"
        remedy = "Keep one, with all its numbers."
        findings.refuse("several_scenarios", data.place, "one scenario", found, remedy)
        return Parameters(data.file)
    return _Reader(scenarios[0], drawing, findings).read()


@dataclass(slots=True)
class _Reader:
    scenario: Element
    drawing: Drawing
    findings: Findings
    base: str | None = None
    calendars: dict[str, str] = field(default_factory=dict)
    pools: dict[str, str] = field(default_factory=dict)
    times: dict[str, tuple[Distribution, Element]] = field(default_factory=dict)
    doers: dict[str, str] = field(default_factory=dict)

    def read(self) -> Parameters:
        parameters = Parameters(self.scenario.file, calendars={ALWAYS: always()})
        for stated_for_all in self.scenario.all("ScenarioParameters"):
            self.base = stated_for_all.attributes.get("baseTimeUnit", self.base)
            for child in stated_for_all.children:
                if child.name not in _LEFT_ASIDE:
                    self._refuse("not_done", child, "no parameters of the whole scenario", child.name)
        self._calendars(parameters)
        elements = self.scenario.all("ElementParameters")
        for element in elements:
            self._quantity(element, parameters)
        for element in elements:
            self._element(element, parameters)
        self._tasks(parameters)
        return parameters

    def _calendars(self, parameters: Parameters) -> None:
        names = Names(*parameters.calendars)
        for calendar in self.scenario.all("Calendar"):
            basis = stated(calendar.file, f"calendar {calendar.id}, line {calendar.line}")
            try:
                week = weekly_calendar(spans_of_icalendar(calendar.text), basis)
            except ValueError as error:
                self._refuse("calendar", calendar, "hours that are the same every week", said(error))
                continue
            self.calendars[calendar.id] = names.new(calendar.id)
            parameters.calendars[self.calendars[calendar.id]] = week

    def _quantity(self, element: Element, parameters: Parameters) -> None:
        """How many there are of a resource, or of a swimlane's people, each number with its hours."""
        id_ = _reference(element)
        quantities = [value for each in element.all("ResourceParameters") for value in each.all("Quantity")]
        if not quantities:
            return
        meant = next((each for each in self.drawing.root.walk() if each.attributes.get("id") == id_), None)
        if meant is None or meant.name not in ("resource", "lane", "participant"):
            self._refuse("unknown_element", element, "a resource or swimlane of the drawing", repr(id_))
            return
        staff: list[Staff] = []
        for value in (value for quantity in quantities for value in quantity.children):
            count = _number(value)
            if count is None or count < 1 or not count.is_integer():
                self._refuse("amount", value, "a whole number of members, at least 1", value.attributes.get("value"))
                continue
            calendar = self._valid_for(value)
            basis = stated(value.file, f"Quantity of {id_}, line {value.line}")
            staff.append(Staff(count=int(count), provenance=basis, calendar=calendar))
        if staff:
            self.pools[id_] = Names(*parameters.pools).new(id_)
            name = titled(meant.attributes.get("name", ""), id_)
            parameters.pools[self.pools[id_]] = Pool(
                title=name, department=name, calendar=staff[0].calendar or ALWAYS, staff=tuple(staff),
                cost_per_hour=self._cost(element),
            )  # fmt: skip

    def _valid_for(self, value: Element) -> str:
        wanted = value.attributes.get("validFor")
        if wanted is not None and wanted not in self.calendars:
            self._refuse("unknown_calendar", value, f"one of {listed(list(self.calendars))}", repr(wanted))
        return self.calendars.get(wanted or "", ALWAYS)

    def _cost(self, element: Element) -> Money | None:
        for value in (value for each in element.all("CostParameters") for value in each.all("UnitCost")):
            number = next((_number(each) for each in value.children), None)
            unit = UNITS.get(self.base or "")
            currency = next((each.attributes.get("currencyUnit", "CNY") for each in value.children), "CNY")
            if number is None or unit is None or currency != "CNY":
                expected = "a cost in yuan (CNY) by a baseTimeUnit"
                self._refuse("currency", value, expected, f"{number} {currency} by {self.base}")
                return None
            yuan = number * 3_600_000 / unit.milliseconds
            return Money(yuan=yuan, provenance=stated(value.file, f"UnitCost of {_reference(element)}"))
        return None

    def _element(self, element: Element, parameters: Parameters) -> None:
        id_ = _reference(element)
        for group in element.children:
            for value in group.children:
                if value.name not in _DONE.get(group.name, frozenset()):
                    expected = f"parameters that a lane can carry: {listed(sorted(set().union(*_DONE.values())))}"
                    self._refuse("not_done", value, expected, f"{value.name} of {id_}")
                    continue
                if value.name in ("Quantity", "UnitCost", "TriggerCount"):
                    continue
                parameters.mentioned[id_] = element.place
                self._value(id_, value, parameters)

    def _value(self, id_: str, value: Element, parameters: Parameters) -> None:
        stating = value.children[0] if len(value.children) == 1 else None
        if stating is None:
            self._refuse("wrong_form", value, "one parameter value", str(len(value.children)))
        elif value.name == "Probability":
            chance = _number(stating)
            if chance is None or not 0 <= chance <= 1:
                self._refuse("shares", stating, "a probability from 0 to 1", stating.attributes.get("value"))
            else:
                basis = stated(value.file, f"Probability of {id_}, line {value.line}")
                parameters.shares[id_] = Proportion(value=chance, provenance=basis)
        elif value.name == "Selection":
            chosen = _SELECTION.fullmatch(stating.attributes.get("value", ""))
            if chosen is None:
                found = stating.attributes.get("value", stating.name)
                self._refuse("not_done", stating, "bpsim:getResource('id', 1): one member of one resource", found)
            else:
                self.doers[id_] = chosen[1]
        else:
            self._time(id_, value, stating, parameters)

    def _time(self, id_: str, value: Element, stating: Element, parameters: Parameters) -> None:
        basis = stated(value.file, f"{value.name} of {id_}, line {value.line}")
        try:
            time = spread_of(stating, self.base, basis)
        except ValueError as error:
            self._refuse("distribution", stating, f"a distribution of {value.name} of {id_}", said(error))
            return
        shapes = {shape.id: shape for shape in self.drawing.sheet.shapes}
        if value.name == "ProcessingTime":
            self.times[id_] = time, value
        elif id_ in shapes and shapes[id_].element.name == "startEvent":
            calendar = self._valid_for(stating)
            self.findings.declare(Choice.ARRIVALS_IN_WORKING_TIME, stating.place)
            parameters.arrivals = Arrivals(gap=time, clock=ArrivalClock.WORKING_TIME, calendar=calendar)
        else:
            parameters.events[id_] = time

    def _tasks(self, parameters: Parameters) -> None:
        """Who does each task: whom the scenario selects, else whom the drawing names, else the swimlane's people."""
        shapes = {shape.id: shape for shape in self.drawing.sheet.everything()}
        for id_, (time, value) in self.times.items():
            shape = shapes.get(id_)
            if shape is None:
                continue  # refused with all other numbers of elements that are not drawn
            roles = [
                reference.text.strip().rpartition(":")[2]
                for name in _ROLES
                for role in shape.element.all(name)
                for reference in role.all("resourceRef")
            ]
            swimlane = self.drawing.swimlane_of.get(id_, "")
            doer = self.doers.get(id_) or next(iter(roles), swimlane)
            if len(roles) > 1 and id_ not in self.doers:
                self._refuse("not_done", value, f"one resource for {id_}", listed(roles))
            elif doer in self.pools:
                parameters.tasks[id_] = TaskNumbers(self.pools[doer], time, value.place)
            elif doer and doer != swimlane:
                self._refuse("unknown_resource", value, f"one of {listed(list(self.pools))}, with a Quantity", doer)
            elif shape.element.name.endswith("Event"):
                parameters.events[id_] = time
            else:
                self._refuse("no_resource", value, f"who does {id_}", "nobody")

    def _refuse(self, code: str, element: Element, expected: str, found: str | None) -> None:
        self.findings.refuse(code, element.place, expected, found or "none", "Correct it, or remove it.")


def _reference(element: Element) -> str:
    at = element.attributes
    return at.get("elementRef", at.get("elementId", "")).rpartition(":")[2]


def _number(value: Element) -> float | None:
    try:
        return float(value.attributes.get("value", ""))
    except ValueError:
        return None
