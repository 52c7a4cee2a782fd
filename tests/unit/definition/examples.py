"""A small lane to make mistakes in."""

from __future__ import annotations

from workflows.definition.lane import Lane
from workflows.definition.loading import parse_lane
from workflows.errors import InvalidFileError, Problem

BY = "provenance: {source: measured, basis: log}"
TITLE = "title: {zh: 甲, en: A}"
HOUR = f"{{kind: exponential, mean: 1, unit: hours, {BY}}}"

HEAD = f"""\
format: 1
id: example
{TITLE}
office: office
calendars:
  office: {{base: weekdays, hours: ["09:00-17:00"], {BY}}}
pools:
  desk: {{{TITLE}, department: {{zh: 乙, en: B}}, calendar: office, staff: [{{count: 1, {BY}}}]}}
documents:
  form: {{{TITLE}, defect_share: {{value: 0.1, {BY}}}}}
attributes:
  risk:
    {TITLE}
    values:
      - {{value: low, {TITLE}, share: {{value: 0.75, {BY}}}}}
      - {{value: high, {TITLE}, share: {{value: 0.25, {BY}}}}}
"""


def task(id_: str, rest: str = "") -> str:
    """A task in flow style; `rest` begins with a comma."""
    return f"{{kind: task, id: {id_}, {TITLE}, pool: desk, service_time: {HOUR}{rest}}}"


def checked(id_: str) -> str:
    """A task that comes out as ``passed`` or ``failed``."""
    return task(id_, f", outcomes: [{{id: passed, {TITLE}}}, {{id: failed, {TITLE}, share: {{value: 0.5, {BY}}}}}]")


def end(id_: str) -> str:
    return f"{{kind: end, id: {id_}, {TITLE}, result: approved}}"


def milestone(id_: str) -> str:
    return f"{{kind: milestone, id: {id_}, {TITLE}, mark: decided}}"


def block(kind: str, id_: str, rest: str) -> str:
    return f"{{kind: {kind}, id: {id_}, {TITLE}, {rest}}}"


def sequence(*steps: str) -> str:
    return f"{{kind: sequence, steps: [{', '.join(steps)}]}}"


def graph(nodes: str, flows: str, start: str = "a") -> str:
    return block("graph", "drawing", f"start: {start}, nodes: [{nodes}], flows: [{flows}]")


def flow(source: str, target: str, rest: str = "") -> str:
    """A flow in flow style; `rest` begins with a comma."""
    return f"{{source: {source}, target: {target}{rest}}}"


def way(step: str, rest: str) -> str:
    """A path of a choice, or an item of an ordered block."""
    return f"{{step: {step}, {rest}}}"


def lane_text(body: str, head: str = HEAD) -> str:
    return f"{head}body: {body}\n"


def lane(body: str, head: str = HEAD) -> Lane:
    return parse_lane(lane_text(body, head), "example.yaml")


def problems(text: str) -> tuple[Problem, ...]:
    """Everything that loading finds wrong with a file."""
    try:
        parse_lane(text, "example.yaml")
    except InvalidFileError as error:
        return error.problems
    return ()


def found_in(body: str, head: str = HEAD) -> list[tuple[str, str | None]]:
    """Code and path of each problem of a lane with this body."""
    return [(problem.code, problem.place.path) for problem in problems(lane_text(body, head))]
