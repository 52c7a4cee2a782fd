"""`greenlane check`: what a file is, and whether it can be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from services.cli.log_files import LOG_ENDINGS, is_log_file, read_log
from services.experiments.models import MODEL_ENDINGS, imported, is_model
from services.experiments.subjects import find_scenario
from workflows.definition.catalogue import with_called_lanes
from workflows.definition.hashing import lane_hash
from workflows.definition.loading import parse_lane, read_text
from workflows.definition.provenance import Frozen, Title
from workflows.definition.yaml_nodes import read_yaml
from workflows.errors import InvalidFileError, InvalidInputError, Place, Problem
from workflows.levers.checking import check_package, check_scenario
from workflows.levers.package import read_package
from workflows.levers.scenario import read_scenario

_PACKAGE: Final = frozenset({"scenarios", "principles"})
"""Fields of a package that neither a lane nor a scenario has."""
_SCENARIO: Final = frozenset({"base", "levers", "scope", "beside", "sweep"})
"""Fields of a scenario that no lane has, but for the levers that a derived one tells of."""


class Checked(Frozen):
    """A file that can be used.

    Parameters
    ----------
    kind : ``lane``, ``model``, ``scenario``, ``package`` or ``event_log``
    id : of the lane, model, scenario or package
    counts : how many of what it has
    hash : of the lane's content; of the lane after the reform, for a scenario; none for a package, which has several
    """

    valid: bool = True
    file: str
    kind: str
    id: str | None = None
    title: Title | None = None
    counts: dict[str, int]
    hash: str | None = None


class FoundWrong(Frozen):
    """One thing that is wrong with a file; its parts are unknown where it shows only when the file is used."""

    message: str
    code: str | None = None
    file: str | None = None
    line: int | None = None
    path: str | None = None
    expected: str | None = None
    found: str | None = None
    remedy: str | None = None


class Refused(Frozen):
    """A file that cannot be used."""

    valid: bool = False
    file: str
    problems: tuple[FoundWrong, ...]


def check_file(path: Path) -> Checked:
    """Find out what a file is, and check it as that.

    Raises
    ------
    InvalidInputError
        If it cannot be used, or is of no kind that can be read.
    """
    if is_model(str(path)):
        return _check_model(path)
    kind = _check_log if is_log_file(path) else _KINDS.get(path.suffix.lower())
    if kind is not None:
        return kind(path)
    read = ", ".join((*_KINDS, *MODEL_ENDINGS))
    expected = f"a lane, model, scenario or package ({read}) or an event log ({', '.join(LOG_ENDINGS)})"
    raise _refusal(
        path, "unknown_format", expected, f"the ending {path.suffix!r}", "Give the file an ending that says what it is."
    )


def refused(file: Path, error: InvalidInputError) -> Refused:
    """The problems of a file, as data."""
    if isinstance(error, InvalidFileError):
        return Refused(file=str(file), problems=tuple(_found(problem) for problem in error.problems))
    return Refused(file=str(file), problems=(FoundWrong(message=str(error)),))


def _check_yaml(path: Path) -> Checked:
    text = read_text(path)
    root = read_yaml(text, str(path)).plain()
    fields = set(root) if isinstance(root, Mapping) else set()
    if "body" in fields:
        return _check_lane(path, text)
    if fields & _PACKAGE:
        return _check_package(path, text)
    return _check_scenario(path, text) if fields & _SCENARIO else _check_lane(path, text)


def _check_lane(path: Path, text: str) -> Checked:
    lane = parse_lane(text, str(path))
    with_called_lanes(lane, path.parent)
    return Checked(
        file=str(path),
        kind="lane",
        id=lane.id,
        title=lane.title,
        counts={"steps": len(lane.steps), "pools": len(lane.pools)},
        hash=lane_hash(lane),
    )


def _check_model(path: Path) -> Checked:
    found = imported(str(path))
    lane, missing = found.lane, len(found.missing)
    with_called_lanes(lane, path.parent)
    return Checked(
        file=str(path),
        kind="model",
        id=lane.id,
        title=lane.title,
        counts={"steps": len(lane.steps), "pools": len(lane.pools), "numbers_missing": missing},
        hash=lane_hash(lane),
    )


def _check_scenario(path: Path, text: str) -> Checked:
    loaded = read_scenario(text, str(path))
    scenario = loaded.model
    derived, *beside = check_scenario(loaded)
    counts = {"levers": len(scenario.levers), "steps": len(derived.steps)}
    if beside:
        counts["lanes_beside"] = len(beside)
    if scenario.sweep is not None:
        counts["values"] = len(scenario.sweep.values)
    return Checked(
        file=str(path),
        kind="scenario",
        id=scenario.id,
        title=scenario.title,
        counts=counts,
        hash=lane_hash(derived),
    )


def _check_package(path: Path, text: str) -> Checked:
    loaded = read_package(text, str(path))
    package = loaded.model
    lanes = check_package(loaded, find_scenario)
    return Checked(
        file=str(path),
        kind="package",
        id=package.id,
        title=package.title,
        counts={"scenarios": len(package.scenarios), "lanes": len(lanes), "principles": len(package.principles)},
    )


def _check_log(path: Path) -> Checked:
    log = read_log(path).log
    return Checked(file=str(path), kind="event_log", counts={"cases": len(log.cases), "events": len(log)})


_KINDS: Final[Mapping[str, Callable[[Path], Checked]]] = MappingProxyType({".yaml": _check_yaml, ".yml": _check_yaml})


def _found(problem: Problem) -> FoundWrong:
    place = problem.place
    return FoundWrong(
        message=str(problem),
        code=problem.code,
        file=place.file,
        line=place.line,
        path=place.path,
        expected=problem.expected,
        found=problem.found,
        remedy=problem.remedy,
    )


def _refusal(path: Path, code: str, expected: str, found: str, remedy: str) -> InvalidFileError:
    return InvalidFileError([Problem(code, Place(str(path)), expected, found, remedy)])
