"""The numbers that BIMP and other tools on the QBP engine write into a BPMN file.

Spans are seconds; the time unit beside them is how an editor shows them. The gap between arrivals is counted in working
time of the default timetable.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

from workflows.definition.distributions import Distribution
from workflows.definition.lane import ArrivalClock, Arrivals, Pool, Staff
from workflows.definition.values import Money, Proportion
from workflows.interchange.findings import Choice, Findings, listed, said, stated, titled
from workflows.interchange.fitting import qbp_distribution
from workflows.interchange.names import Names
from workflows.interchange.parameters import ALWAYS, Parameters, TaskNumbers, always
from workflows.interchange.weekly import minutes_of, spans_of, weekdays_between, weekly_calendar
from workflows.interchange.xml_nodes import Element

_SPACE: Final = "qbp-simulator.com"
_YUAN: Final = frozenset({"", "CNY", "RMB"})
_OF_ELEMENT: Final = frozenset({"durationDistribution", "resourceIds"})
_TRIMMING: Final = ("trimStartProcessInstances", "trimEndProcessInstances")
_SECTIONS: Final = frozenset({
    "arrivalRateDistribution", "timetables", "resources", "elements", "sequenceFlows", "statsOptions", "errors",
})  # fmt: skip


def find_qbp(root: Element) -> Element | None:
    """The numbers in a BPMN file, if it has some."""
    return next((each for each in root.walk() if each.name == "processSimulationInfo" and _SPACE in each.space), None)


def read_qbp(info: Element, findings: Findings) -> Parameters:
    """Read them."""
    return _Reader(info, findings).read()


@dataclass(slots=True)
class _Reader:
    info: Element
    findings: Findings
    timetables: dict[str, str] = field(default_factory=dict)
    pools: dict[str, str] = field(default_factory=dict)

    def read(self) -> Parameters:
        parameters = Parameters(self.info.file, calendars={ALWAYS: always()})
        for section in self.info.children:
            if section.name not in _SECTIONS:
                self._refuse("unknown_section", section, f"one of {listed(sorted(_SECTIONS))}", section.name)
        self._timetables(parameters)
        self._resources(parameters)
        self._elements(parameters)
        for flow in self._parts("sequenceFlows", "sequenceFlow"):
            id_, chance = flow.attributes.get("elementId", ""), self._number(flow, "executionProbability")
            parameters.mentioned[id_] = flow.place
            if 0 <= chance <= 1:
                basis = stated(self.info.file, f"executionProbability of {id_}, line {flow.line}")
                parameters.shares[id_] = Proportion(value=chance, provenance=basis)
            else:
                self._refuse("shares", flow, "a probability from 0 to 1", f"{chance:g}")
        self._arrivals(parameters)
        options = self.info.one("statsOptions")
        if options is not None and any(self._number(options, name, 0.0) > 0 for name in _TRIMMING):
            self.findings.declare(Choice.NO_TRIMMING, options.place)
        return parameters

    def _parts(self, section: str, name: str) -> list[Element]:
        holder = self.info.one(section)
        return [] if holder is None else holder.all(name)

    def _timetables(self, parameters: Parameters) -> None:
        names = Names(*parameters.calendars)
        for timetable in self._parts("timetables", "timetable"):
            spans = []
            for rule in (rule for rules in timetable.all("rules") for rule in rules.all("rule")):
                at = rule.attributes
                days = weekdays_between(at.get("fromWeekDay", ""), at.get("toWeekDay", at.get("fromWeekDay", "")))
                begin, end = minutes_of(at.get("fromTime", "")), minutes_of(at.get("toTime", ""))
                if days is None or begin is None or end is None:
                    found = " ".join(at.values())
                    self._refuse("calendar", rule, "weekdays and times in whole minutes", found)
                else:
                    spans += spans_of(days, begin, end)
            if not spans:
                self._refuse("calendar", timetable, "some open hours", "none")
                continue
            id_ = timetable.id
            self.timetables[id_] = names.new(id_)
            basis = stated(self.info.file, f"timetable {id_}, line {timetable.line}")
            parameters.calendars[self.timetables[id_]] = weekly_calendar(spans, basis)

    def _resources(self, parameters: Parameters) -> None:
        names = Names()
        for resource in self._parts("resources", "resource"):
            amount, timetable = self._number(resource, "totalAmount"), resource.attributes.get("timetableId", "")
            if amount < 1 or not amount.is_integer():
                self._refuse("amount", resource, "a whole number of members, at least 1", f"{amount:g}")
                continue
            if timetable and timetable not in self.timetables:
                self._refuse("unknown_calendar", resource, f"one of {listed(list(self.timetables))}", repr(timetable))
                continue
            id_ = resource.id
            self.pools[id_] = names.new(id_)
            name = titled(resource.attributes.get("name", ""), id_)
            basis = stated(self.info.file, f"totalAmount of {id_}, line {resource.line}")
            parameters.pools[self.pools[id_]] = Pool(
                title=name,
                department=name,
                calendar=self.timetables.get(timetable, ALWAYS),
                staff=(Staff(count=int(amount), provenance=basis),),
                cost_per_hour=self._cost(resource),
            )

    def _cost(self, resource: Element) -> Money | None:
        cost = self._number(resource, "costPerHour", 0.0)
        currency = self.info.attributes.get("currency", "").upper()
        if cost <= 0:
            return None
        if currency not in _YUAN:
            self._refuse("currency", resource, "a cost in yuan (CNY)", f"{cost:g} {currency}")
        return Money(yuan=cost, provenance=stated(self.info.file, f"costPerHour of {resource.id}, {resource.line}"))

    def _elements(self, parameters: Parameters) -> None:
        for element in self._parts("elements", "element"):
            id_ = element.attributes.get("elementId", "")
            parameters.mentioned[id_] = element.place
            for name in ("fixedCost", "costThreshold", "durationThreshold"):
                if self._number(element, name, 0.0) > 0:
                    self._refuse("not_done", element, f"no {name}", element.attributes[name])
            for child in element.children:
                if child.name not in _OF_ELEMENT:
                    self._refuse("unknown_section", child, f"one of {listed(sorted(_OF_ELEMENT))}", child.name)
            stating = element.one("durationDistribution")
            time = None if stating is None else self._distribution(stating, f"durationDistribution of {id_}")
            if time is None:
                continue
            done_by = [each.text.strip() for ids in element.all("resourceIds") for each in ids.all("resourceId")]
            if not done_by:
                parameters.events[id_] = time
            elif len(done_by) > 1 or done_by[0] not in self.pools:
                expected = f"one resource, of {listed(list(self.pools))}"
                self._refuse("unknown_resource", element, expected, listed(done_by))
            else:
                parameters.tasks[id_] = TaskNumbers(self.pools[done_by[0]], time, element.place)

    def _arrivals(self, parameters: Parameters) -> None:
        stating = self.info.one("arrivalRateDistribution")
        gap = None if stating is None else self._distribution(stating, "arrivalRateDistribution")
        if gap is None:
            return
        timetables = self._parts("timetables", "timetable")
        default = next((each for each in timetables if each.attributes.get("default") == "true"), None)
        chosen = default or next(iter(timetables), None)
        calendar = ALWAYS if chosen is None else self.timetables.get(chosen.id, ALWAYS)
        assert stating is not None  # it has stated the gap
        self.findings.declare(Choice.ARRIVALS_IN_WORKING_TIME, stating.place)
        parameters.arrivals = Arrivals(gap=gap, clock=ArrivalClock.WORKING_TIME, calendar=calendar)

    def _distribution(self, stating: Element, where: str) -> Distribution | None:
        basis = stated(self.info.file, f"{where}, line {stating.line}")
        mean, first, second = (self._number(stating, name, 0.0) for name in ("mean", "arg1", "arg2"))
        try:
            found = qbp_distribution(stating.attributes.get("type", ""), mean, first, second, basis)
        except ValueError as error:
            self._refuse("distribution", stating, f"a distribution of {where}", said(error))
            return None
        self.findings.declare_cut_off(found, mean, stating.place)
        return found

    def _number(self, element: Element, name: str, otherwise: float = math.nan) -> float:
        """A number; tools write NaN where one is not used."""
        text = element.attributes.get(name, "").strip()
        try:
            number = float(text) if text else otherwise
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return number
        if text.lower() == "nan" and math.isfinite(otherwise):
            return otherwise
        self._refuse("wrong_form", element, f"a number {name}", repr(text))
        return 0.0 if math.isnan(otherwise) else otherwise

    def _refuse(self, code: str, element: Element, expected: str, found: str) -> None:
        self.findings.refuse(code, element.place, expected, found, "Correct it in the tool that wrote the file.")
