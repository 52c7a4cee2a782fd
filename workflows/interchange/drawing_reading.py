"""From the elements of a BPMN 2.0 file to a drawing; whatever a lane cannot do is refused here, with its place.

What says nothing about who does what when (notes, data, how an engine would carry it out) is left aside by name; an
element that is on no list is refused rather than left aside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from workflows.errors import InvalidFileError, Problem
from workflows.interchange.called_processes import DEEPEST, CalledProcesses, is_kept
from workflows.interchange.drawing import Arrow, Drawing, Kind, Shape, Sheet
from workflows.interchange.durations import seconds_of
from workflows.interchange.findings import Findings, listed
from workflows.interchange.xml_nodes import Element

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"

_TASKS: Final = frozenset({
    "task", "userTask", "serviceTask", "manualTask", "businessRuleTask", "sendTask", "receiveTask", "scriptTask",
})  # fmt: skip
_GATEWAYS: Final = {
    "exclusiveGateway": Kind.EXCLUSIVE,
    "parallelGateway": Kind.PARALLEL,
    "inclusiveGateway": Kind.INCLUSIVE,
    "eventBasedGateway": Kind.EVENT_BASED,
}
_ROLES: Final = frozenset({"resourceRole", "performer", "humanPerformer", "potentialOwner"})
_NOTES: Final = frozenset({"documentation", "extensionElements", "auditing", "monitoring"})
_DATA: Final = frozenset({
    "ioSpecification", "property", "dataObject", "dataObjectReference", "dataStoreReference", "dataInputAssociation",
    "dataOutputAssociation", "dataInput", "dataOutput", "inputSet", "outputSet",
})  # fmt: skip
_PICTURES: Final = frozenset({"textAnnotation", "association", "group"})
_IN_PROCESS: Final = _NOTES | _DATA | _PICTURES | _ROLES | {"laneSet", "supportedInterfaceRef"}
_IN_ACTIVITY: Final = _NOTES | _DATA | _ROLES | {"incoming", "outgoing", "script"}
_IN_EVENT: Final = _NOTES | _DATA | {"incoming", "outgoing"}
_AT_TOP: Final = _NOTES | {
    "process", "collaboration", "message", "signal", "error", "escalation", "itemDefinition", "category", "dataStore",
    "import", "resource", "relationship", "interface", "partnerEntity", "partnerRole", "extension", "endPoint",
}  # fmt: skip
_EVENTS: Final = {
    "startEvent": frozenset({"message", "signal", "conditional", "timer"}),
    "endEvent": frozenset({"message", "terminate"}),
    "intermediateThrowEvent": frozenset({"message"}),
    "intermediateCatchEvent": frozenset({"timer", "message", "signal", "conditional"}),
    "boundaryEvent": frozenset({"timer"}),
}
"""Events, and what may define them; nothing may, too."""
_TRUE: Final = frozenset({"true", "1"})
_FALSE: Final = frozenset({"false", "0"})
_DEFINITION: Final = "EventDefinition"
_LONGEST_ID: Final = 200
_MOST_SHAPES: Final = 1_000
_MOST_ARROWS: Final = 2_000
"""Of a process or a sub-process: twice as many nodes as a lane's graph may have, and as many flows."""


def read_drawing(root: Element, findings: Findings) -> Drawing:
    """Read the one process of a file, with those that it calls.

    Parameters
    ----------
    findings : takes what cannot be done

    Raises
    ------
    InvalidFileError
        If there is no process that could be read at all.
    """
    if root.space != BPMN or root.name != "definitions":
        problem = Problem(
            "no_bpmn", root.place, f"definitions of {BPMN}", f"{root.name} of {root.space or 'no namespace'}",
            "Save the model as BPMN 2.0.",
        )  # fmt: skip
        raise InvalidFileError([problem])
    _only(root, _AT_TOP, findings)
    processes = CalledProcesses({each.id: each for each in root.all("process") if _is_drawn(each)})
    process = _calling(root, processes, findings)
    swimlanes, swimlane_of = _swimlanes(processes.drawn.values())
    name = _participant(root, process, findings) or process.attributes.get("name", "")
    sheet = _Reader(process, findings, processes, (process.id,)).sheet(_IN_PROCESS)
    swimlane_of |= {copy: swimlane_of[id_] for copy, id_ in processes.copies.items() if id_ in swimlane_of}
    called = tuple(each for each in processes.drawn.values() if each is not process)
    return Drawing(root, process, sheet, swimlanes, swimlane_of, name, processes.copies, called)


def _calling(root: Element, processes: CalledProcesses, findings: Findings) -> Element:
    """The process that no other one calls."""
    drawn = processes.drawn
    if not drawn:
        problem = Problem("no_process", root.place, "a process with something in it", "none", "Draw the process.")
        raise InvalidFileError([problem])
    called = processes.called()
    calling = [process for id_, process in drawn.items() if id_ not in called] or list(drawn.values())[:1]
    for process in calling[1:]:
        findings.refuse(
            "several_processes", process.place, "one process in which something happens, and those that it calls",
            f"{len(calling)} that none calls: {listed([each.id for each in calling])}", "Keep one of them in the file.",
        )  # fmt: skip
    return calling[0]


def _is_drawn(process: Element) -> bool:
    return any(child.space == BPMN and child.name not in _IN_PROCESS for child in process.children)


def _participant(root: Element, process: Element, findings: Findings) -> str:
    for collaboration in root.all("collaboration"):
        for participant in collaboration.all("participant"):
            if participant.attributes.get("processRef", "").rpartition(":")[2] == process.id:
                if multiple := participant.one("participantMultiplicity"):
                    findings.refuse(
                        "several_instances", multiple.place, "one participant", "several at once",
                        "Remove the multiplicity; cases arrive one by one.",
                    )  # fmt: skip
                return participant.attributes.get("name", "")
    return ""


def _swimlanes(processes: Iterable[Element]) -> tuple[dict[str, Element], dict[str, str]]:
    """The swimlanes that hold shapes; of those inside each other the inner ones come later and count."""
    lanes: dict[str, Element] = {}
    holding: dict[str, str] = {}
    for element in (element for process in processes for element in process.walk()):
        if element.space == BPMN and element.name == "lane":
            for reference in element.all("flowNodeRef"):
                lanes[element.id] = element
                holding[reference.text.strip()] = element.id
    return lanes, holding


def _only(element: Element, known: frozenset[str], findings: Findings) -> None:
    """Refuse children that are on no list."""
    for child in element.children:
        if child.space == BPMN and child.name not in known:
            findings.refuse(
                "element_not_done", child.place, "something that a lane can do", f"{child.name} in {element.id}",
                "Remove it, or draw what it stands for with tasks, gateways and timers.",
            )  # fmt: skip


@dataclass(slots=True)
class _Reader:
    """Reads one process or the inside of one sub-process.

    Attributes
    ----------
    calling : ids of the process that it belongs to and of those that call it
    depth : sub-processes and calls around it
    """

    around: Element
    findings: Findings
    processes: CalledProcesses
    calling: tuple[str, ...]
    depth: int = 0
    shapes: dict[str, Shape] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    timers: list[Shape] = field(default_factory=list)

    def sheet(self, known: frozenset[str]) -> Sheet:
        for element in self.around.children:
            if element.space == BPMN and element.name not in known:
                self._read(element)
        self._check_size()
        for timer in self.timers:
            self._attach(timer)
        self._check_ends()
        return Sheet(self._start(), tuple(self.shapes.values()), tuple(self.arrows))

    def _check_size(self) -> None:
        shapes, arrows = len(self.shapes) + len(self.timers), len(self.arrows)
        if shapes > _MOST_SHAPES or arrows > _MOST_ARROWS:
            self.findings.refuse(
                "too_large", self.around.place, f"at most {_MOST_SHAPES} shapes and {_MOST_ARROWS} arrows beside each "
                f"other", f"{shapes} and {arrows} in {self.around.id}", "Split the model, or draw sub-processes.",
            )  # fmt: skip
            self.findings.settle()

    def _read(self, element: Element) -> None:
        name = element.name
        if "id" not in element.attributes:
            self.findings.refuse("no_id", element.place, f"an id of the {name}", "none", "Give it an id.")
        elif len(element.id) > _LONGEST_ID:
            expected = f"an id of at most {_LONGEST_ID} characters"
            self.findings.refuse("no_id", element.place, expected, f"{len(element.id)}", "Give it a shorter one.")
        elif name == "sequenceFlow":
            asks = element.one("conditionExpression") is not None
            source, target = (element.attributes.get(end, "") for end in ("sourceRef", "targetRef"))
            self.arrows.append(Arrow(element.id, source, target, element, asks))
        elif name in _TASKS or name == "subProcess":
            self._activity(element)
        elif name == "callActivity":
            self._call(element)
        elif name in _GATEWAYS:
            _only(element, _NOTES | {"incoming", "outgoing"}, self.findings)
            self._refuse_if(element, "instantiate", "a gateway that a case comes to")
            self._add(element, _GATEWAYS[name])
        elif name in _EVENTS:
            self._event(element)
        else:
            self.findings.refuse(
                "element_not_done", element.place, "something that a lane can do", name,
                "Draw what it stands for with tasks, sub-processes, gateways and timers.",
            )  # fmt: skip

    def _activity(self, element: Element) -> None:
        self._refuse_if(element, "isForCompensation", "an activity that a case comes to")
        self._refuse_if(element, "instantiate", "an activity that a case comes to")
        if element.name != "subProcess":
            _only(element, _IN_ACTIVITY, self.findings)
            self._add(element, Kind.TASK)
            return
        self._refuse_if(element, "triggeredByEvent", "a sub-process that a case comes to")
        for loop in (child for child in element.children if child.name.endswith("LoopCharacteristics")):
            _only(element, frozenset(each.name for each in element.children if each is not loop), self.findings)
        known = _IN_PROCESS | _IN_ACTIVITY | {"standardLoopCharacteristics", "multiInstanceLoopCharacteristics"}
        if self._is_too_deep(element):
            return
        inside = _Reader(element, self.findings, self.processes, self.calling, self.depth + 1).sheet(known)
        self._add(element, Kind.SUB_PROCESS, inside=inside)

    def _is_too_deep(self, element: Element) -> bool:
        if self.depth < DEEPEST:
            return False
        expected = f"at most {DEEPEST} sub-processes and calls within each other"
        self.findings.refuse("nested_too_deeply", element.place, expected, "more", "Split the model.")
        return True

    def _call(self, element: Element) -> None:
        self._refuse_if(element, "isForCompensation", "an activity that a case comes to")
        _only(element, _IN_ACTIVITY, self.findings)
        if is_kept(element):
            self._add(element, Kind.TASK)
            return
        called = self.processes.find(element, self.calling, self.findings)
        inside = None
        if called is not None and not self._is_too_deep(element):
            sheet = self.processes.sheets.get(called.id)
            if sheet is None:
                reader = _Reader(called, self.findings, self.processes, (*self.calling, called.id), self.depth + 1)
                sheet = reader.sheet(_IN_PROCESS)
            inside = self.processes.placed(element, sheet, self.depth, self.findings)
        self._add(element, Kind.SUB_PROCESS, inside=inside)

    def _event(self, element: Element) -> None:
        definitions = [child for child in element.children if child.name.endswith(_DEFINITION)]
        _only(element, _IN_EVENT | {child.name for child in definitions}, self.findings)
        kinds = [definition.name.removesuffix(_DEFINITION) for definition in definitions]
        allowed = _EVENTS[element.name]
        if len(kinds) > 1 or not allowed.issuperset(kinds) or (element.name == "boundaryEvent" and not kinds):
            found = f"{element.name} defined by {listed(kinds)}"
            expected = f"{element.name} defined by one of {', '.join(sorted(allowed))}"
            self.findings.refuse("event_not_done", element.place, expected, found, "Draw it another way.")
            return
        timer = self._timer(definitions[0]) if kinds == ["timer"] and element.name != "startEvent" else None
        match element.name:
            case "intermediateCatchEvent":
                self._add(element, Kind.CATCH, timer=timer, answered=kinds != ["timer"])
            case "boundaryEvent":
                self.timers.append(Shape(element.id, Kind.CATCH, element.attributes.get("name", ""), element, timer))
            case _:
                self._add(element, Kind.TERMINATE if kinds == ["terminate"] else Kind.PASS)

    def _attach(self, timer: Shape) -> None:
        """Put a timer on the edge of what it stands on."""
        element = timer.element
        id_ = element.attributes.get("attachedToRef", "")
        host = self.shapes.get(id_)
        if host is None:
            self._unknown(element, "attachedToRef", id_)
        elif host.kind not in (Kind.TASK, Kind.SUB_PROCESS):
            self.findings.refuse(
                "timer_on_no_activity", element.place, "a timer on the edge of a task or a sub-process",
                f"{element.id} on {id_}, a {host.element.name}",
                "Put it on an activity, or draw an event-based gateway.",
            )  # fmt: skip
        elif (cancels := element.attributes.get("cancelActivity", "true")) in _FALSE:
            self.shapes[id_] = replace(host, beside=(*host.beside, timer))
        elif cancels in _TRUE:
            self.shapes[id_] = replace(host, timers=(*host.timers, timer))
        else:
            remedy = "Write whether the timer interrupts."
            self.findings.refuse("wrong_form", element.place, "cancelActivity true or false", repr(cancels), remedy)

    def _timer(self, definition: Element) -> float | None:
        duration = definition.one("timeDuration")
        if duration is None:
            other = next((child.name for child in definition.children if child.name.startswith("time")), "nothing")
            if other != "nothing":
                self.findings.refuse(
                    "timer_not_done", definition.place, "a timeDuration", other,
                    "State how long it takes from when it is begun.",
                )  # fmt: skip
            return None
        return seconds_of(duration.text)

    def _add(
        self,
        element: Element,
        kind: Kind,
        *,
        timer: float | None = None,
        answered: bool = False,
        inside: Sheet | None = None,
    ) -> None:
        name, default = element.attributes.get("name", ""), element.attributes.get("default")
        shape = Shape(element.id, kind, name, element, timer, answered, inside, default=default)
        self.shapes[element.id] = shape

    def _check_ends(self) -> None:
        known = {*self.shapes, *(timer.id for timer in self.timers)}
        for arrow in self.arrows:
            for end, id_ in (("sourceRef", arrow.source), ("targetRef", arrow.target)):
                if id_ not in known and not self.findings.problems:
                    self._unknown(arrow.element, end, id_)

    def _unknown(self, element: Element, attribute: str, id_: str) -> None:
        found = f"{attribute}={id_!r}"
        remedy = "Draw the connection again."
        self.findings.refuse("unknown_shape", element.place, f"a shape of {self.around.id}", found, remedy)

    def _start(self) -> str:
        """Where a token begins: the one start event, or the one shape to which nothing leads."""
        led_to = {arrow.target for arrow in self.arrows}
        begun = [shape for shape in self.shapes.values() if shape.id not in led_to]
        starts = [shape for shape in self.shapes.values() if shape.element.name == "startEvent"] or begun[:1]
        for shape in begun if len(starts) == 1 else starts:
            if len(starts) > 1 or shape.id != starts[0].id:
                self.findings.refuse(
                    "several_starts", shape.element.place, f"one place at which {self.around.id} begins",
                    f"{shape.id}, to which nothing leads", "Lead a flow to it, or remove it.",
                )  # fmt: skip
        if not starts:
            place = self.around.place
            self.findings.refuse("no_start", place, "a place to begin", "none", "Draw a start event.")
        return starts[0].id if starts else ""

    def _refuse_if(self, element: Element, attribute: str, expected: str) -> None:
        if element.attributes.get(attribute, "false") not in _FALSE:
            found = f"{attribute}={element.attributes[attribute]}"
            self.findings.refuse("element_not_done", element.place, expected, found, "Draw it another way.")
