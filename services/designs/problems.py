"""What is wrong with a lane that came as JSON: where in it, at which step, and what kind of fault in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pydantic import JsonValue

from services.api.faults import DesignProblem, PathInBody
from services.designs.texts_of_problems import title_of
from workflows.errors import Problem

_PART: Final = re.compile(r"([^.\[\]]+)|\[(\d{1,9})\]")


def told(problems: Iterable[Problem], sent: JsonValue) -> tuple[DesignProblem, ...]:
    """Problems as a page shows them.

    Parameters
    ----------
    sent : what they are about
    """
    return tuple(_told(problem, sent) for problem in problems)


def path_of(written: str | None) -> PathInBody:
    """A path as messages write it, e.g. ``body.steps[3].service_time``, in its parts."""
    return tuple(name or int(number) for name, number in _PART.findall(written or ""))


def step_around(sent: JsonValue, path: PathInBody) -> str | None:
    """Id of the innermost step around a value; none if there is none, or it has no id yet."""
    found = None
    for value in _along(sent, path):
        if isinstance(value, dict) and "kind" in value and isinstance(value.get("id"), str):
            found = str(value["id"])
    return found


def _along(sent: JsonValue, path: PathInBody) -> Iterator[JsonValue]:
    """The values on the way from a lane's body to a path; only steps lie there."""
    value = sent
    if path[:1] != ("body",):
        return
    for part in path:
        match value, part:
            case dict() as fields, str() if part in fields:
                value = fields[part]
            case list() as items, int() if part < len(items):
                value = items[part]
            case _:
                return
        yield value


def _told(problem: Problem, sent: JsonValue) -> DesignProblem:
    path = path_of(problem.place.path)
    return DesignProblem(
        code=problem.code,
        path=path,
        step=step_around(sent, path),
        title=title_of(problem.code),
        expected=problem.expected,
        found=problem.found,
        remedy=problem.remedy,
    )
