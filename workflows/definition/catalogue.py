"""The lanes that are shipped, by id, and lanes in files, by path."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from workflows.definition.lane import Lane
from workflows.definition.loading import load_lane, parse_lane
from workflows.definition.soundness.calls import call_problems, called_lanes
from workflows.errors import InvalidFileError, UnknownNameError

_PACKAGE: Final = "workflows.lanes"
_NO_LANES: Final = frozenset({"assumptions.yaml"})


def lane_ids() -> tuple[str, ...]:
    """Ids of the shipped lanes, sorted. A lane's file is called by its id."""
    names = (file.name for file in files(_PACKAGE).iterdir())
    return tuple(
        sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml") and name not in _NO_LANES)
    )


@lru_cache(maxsize=64)
def shipped_lane(id_: str) -> Lane:
    """A shipped lane; the same object each time.

    Raises
    ------
    UnknownNameError
        If no shipped lane is called so.
    """
    if id_ not in lane_ids():
        raise UnknownNameError("lane", id_, lane_ids())
    name = f"{id_}.yaml"
    return parse_lane((files(_PACKAGE) / name).read_text("utf-8"), name)


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


def _called(id_: str, folder: Path | None) -> Lane | None:
    if folder is not None and (path := folder / f"{id_}.yaml").is_file():
        return load_lane(path)
    return shipped_lane(id_) if id_ in lane_ids() else None
