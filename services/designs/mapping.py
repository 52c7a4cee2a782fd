"""Draw a lane as it is being written, and tell what its shapes are."""

from __future__ import annotations

from hashlib import sha256

from services.designs.elements import element_of
from services.designs.problems import told
from services.designs.schemas import Draft, LaneMap
from services.designs.sketching import sketched
from services.errors import DesignRefusedError
from workflows.errors import InvalidFileError
from workflows.interchange.map_drawing import draw_map


def mapped(draft: Draft, language: str) -> LaneMap:
    """A lane as a drawing.

    Raises
    ------
    DesignRefusedError
        If its steps cannot be told.
    """
    try:
        lane = sketched(draft)
    except InvalidFileError as error:
        raise DesignRefusedError(told(error.problems, draft)) from error
    drawing = draw_map(lane, language)
    return LaneMap(
        hash=sha256(drawing.xml.encode()).hexdigest(),
        xml=drawing.xml,
        width=drawing.width,
        height=drawing.height,
        elements=tuple(element_of(lane, drawn, drawing.colours) for drawn in drawing.steps),
    )
