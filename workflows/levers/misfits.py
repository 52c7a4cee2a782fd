"""From what does not fit to the line of the file that asked for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from workflows.definition.places import Places
from workflows.errors import InvalidFileError, InvalidInputError, LeverRefusedError, Place, Problem, UnknownNameError

_SAID: Final = re.compile(
    r"(?:.*?: )?expected (?P<expected>.+?); found (?P<found>.+?)\. (?P<remedy>[A-Z].*)", re.DOTALL
)


@contextmanager
def at_place(places: Places | None, *path: str | int) -> Iterator[None]:
    """Have what is refused inside be told with its place in a file.

    Parameters
    ----------
    places : of the file; none if there is no file, so that what is refused is told as it is
    path : of the part of the file that asks for what is done inside

    Raises
    ------
    InvalidFileError
        For anything about the input that is refused inside.
    """
    try:
        yield
    except InvalidFileError:
        raise
    except InvalidInputError as error:
        if places is None:
            raise
        raise InvalidFileError([misfit(error, places.of(*path))]) from error


def misfit(error: InvalidInputError, place: Place) -> Problem:
    """What was refused, as a problem of the place that asked for it."""
    if isinstance(error, UnknownNameError):
        remedy = str(error).partition(". ")[2]
        return Problem("unknown_name", place, f"the name of a {error.kind}", repr(error.name), remedy)
    code = "lever_refused" if isinstance(error, LeverRefusedError) else "does_not_fit"
    said = _SAID.fullmatch(str(error))
    if said is None:
        return Problem(code, place, "something that fits", str(error), "Change it.")
    return Problem(code, place, said["expected"], said["found"], said["remedy"])
