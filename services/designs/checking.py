"""Look over a lane as it is being written."""

from __future__ import annotations

import json

from services.designs.problems import told
from services.designs.schemas import Draft, LaneCheck
from workflows.definition.catalogue import with_called_lanes
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.definition.loading import parse_lane
from workflows.errors import InvalidFileError

LANE = "lane"
"""What messages call a lane that came without a file."""


def checked(draft: Draft) -> LaneCheck:
    """Everything that is wrong with a lane: its form first, then what it refers to, then whether it is sound."""
    try:
        lane = read_lane(draft)
    except InvalidFileError as error:
        return LaneCheck(valid=False, hash=None, problems=told(error.problems, draft))
    return LaneCheck(valid=True, hash=lane_hash(lane), problems=())


def read_lane(draft: Draft) -> Lane:
    """A lane that came as JSON, checked as if it stood in a file, with the lanes that it calls.

    Raises
    ------
    InvalidFileError
        With all problems of the first stage that found any.
    """
    lane = parse_lane(as_text(draft), LANE)
    with_called_lanes(lane)
    return lane


def as_text(draft: Draft) -> str:
    """JSON as the text of a file; characters stay themselves, so that they can be looked at one by one."""
    return json.dumps(draft, ensure_ascii=False)
