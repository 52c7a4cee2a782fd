"""Models of other tools, by the names of their files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workflows.definition.lane import Lane
from workflows.definition.loading import read_text
from workflows.errors import InvalidFileError

if TYPE_CHECKING:  # loaded only by who names a model: most name a lane
    from workflows.interchange.bpmn_reading import Imported

MODEL_ENDINGS: Final = (".bpmn", ".bpmn2", ".xml")
_NAME: Final = re.compile(r"(?P<model>.+?\.(?:bpmn2?|xml))(?:\+(?P<numbers>.+))?", re.IGNORECASE)


def is_model(name: str) -> bool:
    """Whether a name is that of a model file, alone or as ``MODEL.bpmn+PARAMETERS.json``."""
    return _NAME.fullmatch(name) is not None


def named_with(name: str, parameters: str | None) -> str:
    """The name of a model with a file of numbers; any other name stays what it is."""
    match = _NAME.fullmatch(name)
    return name if parameters is None or match is None or match["numbers"] else f"{name}+{parameters}"


def imported(name: str) -> Imported:
    """What comes out of a model file, and of the numbers named with it.

    Raises
    ------
    InvalidFileError
        With everything that a lane cannot do.
    """
    from workflows.interchange.bpmn_reading import Source, read_bpmn  # noqa: PLC0415 - a lane needs none of it

    match = _NAME.fullmatch(name)
    if match is None:
        raise ValueError(f"expected the name of a model file; was {name!r}")
    numbers = match["numbers"]
    return read_bpmn(
        Source(read_text(Path(match["model"])), match["model"]),
        None if numbers is None else Source(read_text(Path(numbers)), numbers),
    )


def model_lane(name: str) -> Lane:
    """The lane of a model all of whose numbers are stated.

    Raises
    ------
    InvalidFileError
        With everything that a lane cannot do, or with the numbers that are missing.
    """
    found = imported(name)
    if found.missing:
        raise InvalidFileError(found.missing)
    return found.lane
