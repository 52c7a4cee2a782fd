"""From a drawing and its numbers to a lane."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import ValidationError

from workflows.definition.distributions import Distribution, Fixed
from workflows.definition.lane import Lane, Pool, Staff
from workflows.definition.places import Places, dotted
from workflows.definition.provenance import Title
from workflows.definition.references import problems_of
from workflows.definition.soundness import check_soundness
from workflows.definition.steps import ApplicantStep, StatutoryWait, Step, Task
from workflows.definition.units import TimeUnit
from workflows.errors import InvalidFileError, Place, Problem
from workflows.interchange.drawing import Drawing, Kind, Shape
from workflows.interchange.extension import kept_step
from workflows.interchange.findings import Findings, made_up, stated, titled
from workflows.interchange.graph_building import GraphBuilder
from workflows.interchange.names import Names
from workflows.interchange.parameters import ALWAYS, Parameters, always
from workflows.interchange.structuring import DEEPEST, Naming, levels, structured


def lane_of(drawing: Drawing, parameters: Parameters, findings: Findings, kept: Lane | None = None) -> Lane:
    """Put a drawing and its numbers together.

    Parameters
    ----------
    kept : the lane that the drawing was made from before somebody changed it; what is not drawn is taken from it

    Raises
    ------
    InvalidFileError
        With everything that a lane cannot do, or that is wrong with what came out of it.
    """
    _check_mentioned(drawing, parameters, findings)
    names = Names()
    builder = _Builder(drawing, parameters, findings, names, Names(*parameters.pools))
    process = names.of(drawing.process.id)
    body = builder.graph_of(drawing.process.id, process, None)
    findings.settle()
    if parameters.arrivals is None and kept is None:
        findings.miss(drawing.process.place, "how often a case arrives", "no arrivals")
    content = {
        **({} if kept is None else {field: getattr(kept, field) for field in Lane.model_fields}),
        "id": process if kept is None else kept.id,
        "title": titled(drawing.name, drawing.process.id) if kept is None else kept.title,
        "office": ALWAYS if kept is None else kept.office,
        "calendars": {**parameters.calendars, ALWAYS: always()},
        "pools": {**parameters.pools, **builder.pools},
        "attributes": parameters.attributes,
        "priorities": parameters.priorities,
        "arrivals": parameters.arrivals,
        "body": body,
    }
    try:
        lane = Lane.model_validate(content)
    except ValidationError as error:  # limits of a lane that a drawing can exceed, such as the number of nodes
        found = "; ".join(f"{dotted(tuple(each['loc']))}: {each['msg']}" for each in error.errors())[:500]
        problem = Problem("too_large", drawing.process.place, "what a lane can hold", found, "Split the model.")
        raise InvalidFileError([problem]) from error
    places = _DrawnPlaces(lane=lane, drawn=builder.places, otherwise=drawing.process.place)
    problems = problems_of(lane, places) or check_soundness(lane, places)
    if problems:
        raise InvalidFileError(problems)
    in_blocks = lane.model_copy(update={"body": structured(body, Naming(builder.titles, names.new))})
    # Blocks that could not be written down again, or that a lane has a rule against, are no help: the drawing is right.
    too_deep = levels(in_blocks.body) > DEEPEST
    return lane if too_deep or problems_of(in_blocks) or check_soundness(in_blocks) else in_blocks


def _check_mentioned(drawing: Drawing, parameters: Parameters, findings: Findings) -> None:
    """Refuse numbers of shapes and arrows that are not in the drawing."""
    known = {shape.id for shape in drawing.sheet.everything()}
    known |= {arrow.id for arrow in drawing.sheet.all_arrows()}
    known.add(drawing.process.id)
    for id_, place in parameters.mentioned.items():
        if id_ not in known:
            findings.refuse(
                "unknown_element", place, "an element of the drawing", repr(id_),
                "Take the parameters that belong to this model, or correct the id.",
            )  # fmt: skip


@dataclass(slots=True)
class _Builder:
    drawing: Drawing
    parameters: Parameters
    findings: Findings
    names: Names
    pool_names: Names
    pools: dict[str, Pool] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    titles: dict[str, Title] = field(default_factory=dict)

    def graph_of(self, id_: str, name: str, shape: Shape | None) -> Step:
        sheet = self.drawing.sheet if shape is None or shape.inside is None else shape.inside
        graph_name = self.names.new(f"{name}_steps") if shape is None else name
        builder = GraphBuilder(
            sheet, self.parameters, self.names, self.findings, self.places, self.titles, self._step_of,
            inner=shape is not None,
        )  # fmt: skip
        graph = builder.graph(graph_name, (self.drawing.name if shape is None else shape.name) or id_)
        self.places[graph_name] = self.drawing.process.place if shape is None else shape.element.place
        return graph

    def _step_of(self, shape: Shape) -> Step | None:
        id_ = self.names.of(shape.id)
        self.places[id_] = shape.element.place
        title = titled(shape.name, shape.id)
        if shape.kind is Kind.SUB_PROCESS:
            return self.graph_of(shape.id, id_, shape)
        kept = None if shape.id in self.parameters.tasks else kept_step(shape.element, id_)
        if kept is not None:
            return kept
        receives = shape.element.name == "receiveTask" and shape.id not in self.parameters.tasks
        if shape.kind is Kind.CATCH or (receives and shape.id in self.parameters.events):
            time = self._time_of(shape)
            if shape.answered or receives:
                return ApplicantStep(id=id_, title=title, time=time)
            return StatutoryWait(id=id_, title=title, time=time)
        numbers = self.parameters.tasks.get(shape.id)
        if numbers is not None:
            return Task(id=id_, title=title, pool=numbers.pool, service_time=numbers.time)
        self.findings.miss(shape.element.place, f"how long {shape.id} takes, and whom", "one hour")
        time = Fixed(value=1, unit=TimeUnit.HOURS, provenance=made_up(f"No time of {shape.id} is stated"))
        return Task(id=id_, title=title, pool=self._pool_of(shape), service_time=time)

    def _time_of(self, shape: Shape) -> Distribution:
        drawn = self.parameters.events.get(shape.id)
        if drawn is not None:
            return drawn
        if shape.timer is not None:
            basis = stated(shape.element.file, f"timer of {shape.id}, line {shape.element.line}")
            return Fixed(value=shape.timer, unit=TimeUnit.SECONDS, provenance=basis)
        self.findings.miss(shape.element.place, f"how long {shape.id} is waited for", "one day")
        return Fixed(value=1, unit=TimeUnit.DAYS, provenance=made_up(f"No time of {shape.id} is stated"))

    def _pool_of(self, shape: Shape) -> str:
        """The swimlane that it lies in; without swimlanes everybody does everything."""
        swimlane = self.drawing.swimlane_of.get(shape.id)
        element = self.drawing.process if swimlane is None else self.drawing.swimlanes[swimlane]
        id_ = self.pool_names.of(element.id)
        if id_ not in self.pools:
            self.findings.miss(element.place, f"how many members {element.id} has", "one member, round the clock")
            name = titled(element.attributes.get("name", "") or self.drawing.name, element.id)
            staff = Staff(count=1, provenance=made_up(f"No number of members of {element.id} is stated"))
            self.pools[id_] = Pool(title=name, department=name, calendar=ALWAYS, staff=(staff,))
        return id_


@dataclass(frozen=True, slots=True, kw_only=True)
class _DrawnPlaces(Places):
    """Where the parts of a lane were drawn: the place of the innermost part around a path that has one."""

    lane: Lane
    drawn: dict[str, Place]
    otherwise: Place

    def of(self, *path: str | int) -> Place:
        found: Place = self.otherwise
        at: object = self.lane
        for part in path:
            at = _inside(at, part)
            id_ = getattr(at, "id", None) or getattr(at, "source", None)
            found = self.drawn.get(str(id_), found)
        return found


def _inside(value: object, part: str | int) -> object:
    match value, part:
        case (tuple() | list(), int()) if part < len(value):
            return value[part]
        case dict(), _:
            return value.get(part)
        case _, str():
            return getattr(value, part, None)
        case _:
            return None
