"""The numbers of a lane in BPSim 2.0 (WfMC), beside its drawing, for tools that know nothing of lanes.

BPSim knows one scenario of durations, quantities, chances, arrivals and weekly calendars. What it has no words for is
told, and stands in the lane that the file carries all the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from workflows.definition.conditions import AttributeIs, Condition, OutcomeIs
from workflows.definition.distributions import Distribution
from workflows.definition.lane import ArrivalClock, Arrivals, Lane
from workflows.definition.steps import ApplicantStep, Call, StatutoryWait, Step, Task, ThirdPartyStep
from workflows.errors import Place, Problem
from workflows.interchange.bpsim_calendars import icalendar_of
from workflows.interchange.bpsim_distributions import said_of, unit_said
from workflows.interchange.markup import Line, Page, extended, tag, text
from workflows.interchange.names import Names


def scenario_of(lane: Lane, page: Page, root: str, names: Names, language: str) -> tuple[str, str, tuple[Problem, ...]]:
    """A scenario, the resources that it speaks of, and what it does not say.

    Parameters
    ----------
    page : the drawing, whose ids it uses
    root : id of the file's definitions
    """
    writer = _Writer(lane, page, root, names)
    scenario = writer.scenario()
    resources = [
        tag("bpmn:resource", {"id": writer.resources[id_], "name": pool.title.in_language(language)})
        for id_, pool in lane.pools.items()
    ]
    return scenario, "".join(resources), tuple(writer.not_said)


@dataclass(slots=True)
class _Writer:
    lane: Lane
    page: Page
    root: str
    names: Names
    resources: dict[str, str] = field(default_factory=dict)
    calendars: dict[str, str] = field(default_factory=dict)
    not_said: list[Problem] = field(default_factory=list)

    def scenario(self) -> str:
        for id_ in self.lane.pools:
            self.resources[id_] = self.names.new(f"resource_{id_}")
        used = {staff.calendar or pool.calendar for pool in self.lane.pools.values() for staff in pool.staff}
        if self.lane.arrivals is not None:
            used.add(self.lane.arrivals.calendar)
        calendars = [self._calendar(id_) for id_ in self.lane.calendars if id_ in used]
        parts = [
            tag("bpsim:ScenarioParameters", {"baseTimeUnit": "hour"}),
            *(self._pool(id_) for id_ in self.lane.pools),
            *self._page(self.page),
            *self._arrivals(self.lane.arrivals),
            *calendars,
        ]
        attributes = {"id": self.names.new("scenario"), "name": self.lane.title.en}
        data = tag("bpsim:BPSimData", None, [tag("bpsim:Scenario", attributes, parts)])
        between = [tag(f"bpmn:{end}", None, [text(self.root)]) for end in ("source", "target")]
        return tag("bpmn:relationship", {"type": "BPSimData"}, [extended(data), *between])

    def _calendar(self, id_: str) -> str:
        self.calendars[id_] = self.names.new(f"calendar_{id_}")
        written, exact = icalendar_of(self.lane.calendars[id_])
        if not exact:
            self._unsaid(("calendars", id_), "public holidays, make-up days, leave or extra days")
        return tag("bpsim:Calendar", {"id": self.calendars[id_], "name": id_}, [text(written)])

    def _pool(self, id_: str) -> str:
        pool = self.lane.pools[id_]
        groups = [
            tag(
                "bpsim:NumericParameter",
                {"value": str(staff.count), "validFor": self.calendars[staff.calendar or pool.calendar]},
            )
            for staff in pool.staff
        ]
        inside = [tag("bpsim:ResourceParameters", None, [tag("bpsim:Quantity", None, groups)])]
        if pool.cost_per_hour is not None:
            cost = {"value": repr(pool.cost_per_hour.yuan), "currencyUnit": "CNY"}
            unit = tag("bpsim:UnitCost", None, [tag("bpsim:FloatingParameter", cost)])
            inside.append(tag("bpsim:CostParameters", None, [unit]))
        return tag("bpsim:ElementParameters", {"elementRef": self.resources[id_]}, inside)

    def _page(self, page: Page) -> list[str]:
        parts = []
        for item in page.items.values():
            step = self.lane.steps.get(item.id)
            if step is not None:
                parts += self._step(item.id, step)
            if item.sheet is not None:
                parts += self._page(item.sheet)
        for line in page.lines:
            parts += self._chance(page, line)
        return parts

    def _step(self, id_: str, step: Step) -> list[str]:
        inside = []
        match step:
            case Task(service_time=time, pool=pool):
                inside += self._time("ProcessingTime", (id_, "service_time"), time)
                chosen = {"value": f"bpsim:getResource('{self.resources[pool]}',1)"}
                selection = tag("bpsim:Selection", None, [tag("bpsim:ExpressionParameter", chosen)])
                inside.append(tag("bpsim:ResourceParameters", None, [selection]))
                if step.circulation is not None:
                    self._unsaid((id_, "circulation_time"), "time in which papers travel and nobody is busy")
                if step.variations or step.priority:
                    self._unsaid((id_,), "what differs by case, or goes first")
            case ApplicantStep(time=time) | ThirdPartyStep(time=time):
                inside += self._time("ProcessingTime", (id_, "time"), time)
            case StatutoryWait(time=time) if time is not None:
                inside += self._time("ProcessingTime", (id_, "time"), time)
            case StatutoryWait():
                self._unsaid((id_, "working_days"), "working days of the law")
            case Call(lane=lane):
                self._unsaid((id_,), f"the case of {lane} that it opens")
            case _:
                pass
        return [tag("bpsim:ElementParameters", {"elementRef": id_}, inside)] if inside else []

    def _time(self, name: str, path: tuple[str, ...], time: Distribution) -> list[str]:
        value = self._value(path, time, {})
        return [tag("bpsim:TimeParameters", None, [tag(f"bpsim:{name}", None, [value])])] if value else []

    def _value(self, path: tuple[str, ...], time: Distribution, more: dict[str, str]) -> str:
        said = said_of(time)
        if said is None:
            self._unsaid(path, f"a {time.kind} distribution")
            return ""
        name, numbers, points = said
        attributes = {**{key: repr(number) for key, number in numbers.items()}, "timeUnit": unit_said(time), **more}
        inside = [
            tag(
                "bpsim:UserDistributionDataPoint",
                {"probability": repr(chance)},
                [tag("bpsim:FloatingParameter", {"value": repr(value)})],
            )
            for value, chance in points
        ]
        return tag(f"bpsim:{name}", attributes, inside)

    def _chance(self, page: Page, line: Line) -> list[str]:
        splits = [other for other in page.lines if other.source == line.source]
        if page.items[line.source].tag not in ("exclusiveGateway", "inclusiveGateway") or len(splits) < 2:
            return []
        chances = [self._likely(other) for other in splits]
        stated = [chance for chance in chances if chance is not None]
        plain = [other for other in splits if other.data.when is None and other.data.share is None]
        exclusive = page.items[line.source].tag == "exclusiveGateway"
        if len(stated) < len(splits) - len(plain) or (len(stated) > 1 and not self._apart(splits)):
            if line is splits[0]:
                self._unsaid((line.source,), "how often each way is taken, which the lane does not state as numbers")
            return []
        chance = self._likely(line)
        if chance is None:
            chance = max(1 - math.fsum(stated), 0.0) if exclusive else 0.0
        value = tag("bpsim:FloatingParameter", {"value": repr(chance)})
        control = tag("bpsim:ControlParameters", None, [tag("bpsim:Probability", None, [value])])
        return [tag("bpsim:ElementParameters", {"elementRef": line.id}, [control])]

    def _likely(self, line: Line) -> float | None:
        """How often a flow's own condition holds, over all cases; none if it has none or that is no plain number."""
        if line.data.share is not None:
            return line.data.share.value
        match line.data.when:
            case AttributeIs(attribute=name, in_=values):
                attribute = self.lane.attributes[name]
                return math.fsum(each.share.value for each in attribute.values if each.value in values)
            case OutcomeIs(outcome_of=id_, in_=values):
                step = self.lane.steps[id_]
                if isinstance(step, Task | ApplicantStep | ThirdPartyStep):
                    shares = self.lane.outcome_shares(step)
                    return math.fsum(share for outcome, share in shares if outcome in values)
            case _:
                pass
        return None

    def _apart(self, lines: list[Line]) -> bool:
        """Whether the chances of flows do not depend on which of them is asked first."""
        asked = [line.data.when for line in lines if line.data.when is not None]
        named = {_asked_of(condition) for condition in asked}
        values = [value for condition in asked for value in getattr(condition, "in_", ())]
        alike = len(named) < 2 and len(values) == len(set(values))
        return alike and (not asked or all(line.data.share is None for line in lines))

    def _arrivals(self, arrivals: Arrivals | None) -> list[str]:
        start = next(item.id for item in self.page.items.values() if item.tag == "startEvent")
        if arrivals is None or arrivals.gap is None:
            self._unsaid(("arrivals",), "arrivals other than one by one")
            return []
        if arrivals.clock is not ArrivalClock.WORKING_TIME:
            self._unsaid(("arrivals", "clock"), "a gap on the wall clock; it is written as one in working time")
        value = self._value(("arrivals", "gap"), arrivals.gap, {"validFor": self.calendars[arrivals.calendar]})
        trigger = tag("bpsim:InterTriggerTimer", None, [value])
        control = tag("bpsim:ControlParameters", None, [trigger])
        return [tag("bpsim:ElementParameters", {"elementRef": start}, [control])] if value else []

    def _unsaid(self, path: tuple[str, ...], what: str) -> None:
        place = Place(self.lane.id, None, ".".join(path))
        remedy = "It stands in the lane that the file carries; other tools do not see it."
        self.not_said.append(Problem("not_said_in_bpsim", place, "something that BPSim can say", what, remedy))


def _asked_of(condition: Condition) -> str:
    match condition:
        case AttributeIs(attribute=name):
            return f"attribute {name}"
        case OutcomeIs(outcome_of=name):
            return f"outcome of {name}"
        case _:
            return repr(condition)
