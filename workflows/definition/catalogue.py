"""The lanes that are shipped, by id, and lanes in files, by path."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from workflows.definition.lane import Lane
from workflows.definition.loading import load_lane, parse_lane
from workflows.definition.soundness.calls import call_problems, called_lanes
from workflows.errors import InvalidFileError, UnknownNameError

_PACKAGE: Final = "workflows.lanes"
_NO_LANES: Final = frozenset({"assumptions.yaml"})
_SUFFIX: Final = ".yaml"


class LaneGroup(StrEnum):
    """What a shipped lane is for; told by the folder that its file lies in."""

    APPROVAL = "approval"
    """Somebody asks an authority for something."""
    SUPERVISION = "supervision"
    """The authority looks after itself, or after those whom it has let go ahead."""


def lane_groups() -> dict[LaneGroup, tuple[str, ...]]:
    """Ids of the shipped lanes by group, sorted."""
    return {
        group: tuple(
            sorted(
                file.name.removesuffix(_SUFFIX)
                for file in _folder(group).iterdir()
                if file.name.endswith(_SUFFIX) and file.name not in _NO_LANES
            )
        )
        for group in LaneGroup
    }


def lane_ids() -> tuple[str, ...]:
    """Ids of the shipped lanes, whatever they are for, sorted. A lane's file is called by its id."""
    return tuple(sorted(id_ for ids in lane_groups().values() for id_ in ids))


def group_of(id_: str) -> LaneGroup:
    """What a shipped lane is for.

    Raises
    ------
    UnknownNameError
        If no shipped lane is called so.
    """
    for group, ids in lane_groups().items():
        if id_ in ids:
            return group
    raise UnknownNameError("lane", id_, lane_ids())


def lane_file(id_: str) -> Traversable:
    """The file of a shipped lane.

    Raises
    ------
    UnknownNameError
        If no shipped lane is called so.
    """
    return _folder(group_of(id_)) / f"{id_}{_SUFFIX}"


@lru_cache(maxsize=128)
def shipped_lane(id_: str) -> Lane:
    """A shipped lane; the same object each time.

    Raises
    ------
    UnknownNameError
        If no shipped lane is called so.
    """
    file = lane_file(id_)
    return parse_lane(file.read_text("utf-8"), file.name)


def find_lane(name_or_path: str) -> Lane:
    """A shipped lane by its id, or a lane in a file by its path.

    Parameters
    ----------
    name_or_path : taken as a path if it ends in ``.yaml`` or ``.yml`` or contains a slash

    Raises
    ------
    UnknownNameError
        If it is no path and no shipped lane is called so.
    InvalidFileError
        If the file cannot be used.
    """
    if name_or_path.endswith((".yaml", ".yml")) or "/" in name_or_path or "\\" in name_or_path:
        return load_lane(Path(name_or_path))
    return shipped_lane(name_or_path)


def with_called_lanes(lane: Lane, folder: Path | None = None) -> dict[str, Lane]:
    """A lane and every lane that a run of it can open, by id.

    Parameters
    ----------
    folder : where called lanes are looked for, as ``<id>.yaml``, before the shipped ones are

    Raises
    ------
    InvalidFileError
        If a called lane does not exist, or lanes call each other in a circle.
    """
    lanes = {lane.id: lane}
    waiting = list(called_lanes(lane))
    while waiting:
        id_ = waiting.pop(0)
        if id_ not in lanes and (found := _called(id_, folder)) is not None:
            lanes[id_] = found
            waiting += called_lanes(found)
    problems = [problem for each in lanes.values() for problem in call_problems(each, lanes)]
    if problems:
        raise InvalidFileError(problems)
    return lanes


def _folder(group: LaneGroup) -> Traversable:
    lanes = files(_PACKAGE)
    return lanes if group is LaneGroup.APPROVAL else lanes / group.value


def _called(id_: str, folder: Path | None) -> Lane | None:
    if folder is not None and (path := folder / f"{id_}.yaml").is_file():
        return load_lane(path)
    return shipped_lane(id_) if id_ in lane_ids() else None
