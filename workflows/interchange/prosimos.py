"""The JSON file of numbers that Prosimos reads beside a BPMN model.

What it documents is matched; where its program does something else, the documents count (see
``docs/decisions/0015-interchange.md``). All spans are seconds, and the gap between arrivals runs on the wall
clock, from where an arrival was moved to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from workflows.definition.lane import ArrivalClock, Arrivals
from workflows.definition.values import Proportion
from workflows.errors import Place
from workflows.interchange.findings import Choice, Findings, stated
from workflows.interchange.json_values import Value, read_json
from workflows.interchange.names import Names
from workflows.interchange.parameters import ALWAYS, Parameters, always
from workflows.interchange.prosimos_attributes import read_attributes, read_conditions
from workflows.interchange.prosimos_form import check_form
from workflows.interchange.prosimos_people import read_people
from workflows.interchange.prosimos_times import distribution_of, read_week

_READ: Final = frozenset({
    "resource_profiles", "resource_calendars", "task_resource_distribution", "arrival_time_distribution",
    "arrival_time_calendar", "gateway_branching_probabilities", "event_distribution", "case_attributes",
    "branch_rules", "prioritisation_rules", "model_type", "granule_size",
})  # fmt: skip
_NOT_DONE: Final = {
    "batch_processing": "Remove it, or draw the collecting of cases; a lane does each case by itself.",
    "event_attributes": "Turn what decides a way into a case attribute or a probability.",
    "global_attributes": "Turn what decides a way into a case attribute or a probability.",
    "multitask": "Remove it; a member does one task at a time.",
}


def read_prosimos(text: str, file: str, findings: Findings) -> Parameters:
    """Read a Prosimos file.

    Parameters
    ----------
    findings : takes what a lane cannot do

    Raises
    ------
    InvalidFileError
        If the file has not the form of such a file.
    """
    return _Reader(read_json(text, file), file, findings).read()


@dataclass(slots=True)
class _Reader:
    root: Value
    file: str
    findings: Findings
    names: Names = field(default_factory=Names)

    def read(self) -> Parameters:
        parameters = Parameters(self.file, calendars={ALWAYS: always()})
        self._check_sections()
        check_form(self.root, self.findings)
        read_people(self.root, self.file, parameters, self.findings)
        read_attributes(self.root, self.file, parameters, self.findings)
        self._events(parameters)
        self._gateways(parameters)
        self._arrivals(parameters)
        return parameters

    def _check_sections(self) -> None:
        for name in self.root.fields():
            section = self.root.field(name)
            if name in _NOT_DONE:
                if section.node.content not in ((), {}, None):
                    self._refuse("section_not_done", section.place, "a section that a lane can carry", name)
            elif name not in _READ:
                self._refuse("unknown_section", section.place, f"one of {', '.join(sorted(_READ))}", name)
        if self.root.has("model_type") and self.root.field("model_type").text().upper() == "FUZZY":
            place = self.root.field("model_type").place
            self._refuse("section_not_done", place, "calendars that are open or closed", "FUZZY, open by chance")

    def _refuse(self, code: str, place: Place, expected: str, found: str) -> None:
        self.findings.refuse(code, place, expected, found, _NOT_DONE.get(found, "Remove it from the file."))

    def _events(self, parameters: Parameters) -> None:
        if not self.root.has("event_distribution"):
            return
        for event in self.root.field("event_distribution").items():
            id_ = event.field("event_id").text()
            parameters.mentioned[id_] = event.place
            time = distribution_of(event, self.file, f"event_distribution of {id_}", self.findings)
            if time is not None:
                parameters.events[id_] = time

    def _gateways(self, parameters: Parameters) -> None:
        conditions = read_conditions(self.root, parameters, self.findings)
        if not self.root.has("gateway_branching_probabilities"):
            return
        for gateway in self.root.field("gateway_branching_probabilities").items():
            id_ = gateway.field("gateway_id").text()
            parameters.mentioned[id_] = gateway.place
            paths = gateway.field("probabilities").items()
            known = [path.field("value").number() for path in paths if path.has("value")]
            # Paths that state no chance share what the others leave.
            left = (1 - sum(known)) / (len(paths) - len(known)) if len(known) < len(paths) else 0.0
            for path in paths:
                flow = path.field("path_id").text()
                parameters.mentioned[flow] = path.place
                chance = path.field("value").number() if path.has("value") else max(left, 0.0)
                if 0 <= chance <= 1:
                    basis = stated(self.file, f"probability of {flow} out of {id_}")
                    parameters.shares[flow] = Proportion(value=chance, provenance=basis)
                else:
                    remedy = "Correct the probability."
                    self.findings.refuse("shares", path.place, "a probability from 0 to 1", f"{chance:g}", remedy)
                if path.has("condition_id"):
                    rule = path.field("condition_id")
                    if rule.text() in conditions:
                        parameters.conditions[flow] = conditions[rule.text()]
                    elif not self.findings.problems:
                        found = repr(rule.text())
                        remedy = "Add the rule, or remove condition_id."
                        self.findings.refuse("unknown_rule", rule.place, "a rule of branch_rules", found, remedy)

    def _arrivals(self, parameters: Parameters) -> None:
        if not self.root.has("arrival_time_distribution"):
            return
        stating = self.root.field("arrival_time_distribution")
        calendar = ALWAYS
        if self.root.has("arrival_time_calendar"):
            periods = self.root.field("arrival_time_calendar")
            week = read_week(periods, stated(self.file, "arrival_time_calendar"), self.findings)
            if week is not None:
                calendar = next(name for name in map(Names(*parameters.calendars).new, ["arrivals"]))
                parameters.calendars[calendar] = week
        gap = distribution_of(stating, self.file, "arrival_time_distribution", self.findings)
        if gap is not None:
            self.findings.declare(Choice.ARRIVALS_FROM_ARRIVAL, stating.place)
            parameters.arrivals = Arrivals(gap=gap, clock=ArrivalClock.WALL_CLOCK_FROM_ARRIVAL, calendar=calendar)
