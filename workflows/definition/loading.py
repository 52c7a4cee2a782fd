"""From a file to a checked model: all that is wrong with it at once, each with its line and its mend.

The order is form (YAML, fields, types), then references and quantities, then soundness; a stage is only looked at when
the one before it found nothing, because its findings would be echoes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from workflows.definition.assumptions import Assumptions, assumptions_of, refers, with_assumptions
from workflows.definition.form_problems import form_problems
from workflows.definition.lane import Lane
from workflows.definition.places import Places
from workflows.definition.references import problems_of
from workflows.definition.soundness import check_soundness
from workflows.definition.yaml_nodes import MAXIMUM_BYTES, read_yaml
from workflows.errors import MOST_PROBLEMS, InvalidFileError, Place, Problem

_Model = TypeVar("_Model", bound=BaseModel)
_BYTE_ORDER_MARKS: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Loaded(Generic[_Model]):
    """A model and where its parts stand in its file.

    Parameters
    ----------
    places : for problems that are found in the model later
    """

    model: _Model
    places: Places


def parse_model(text: str, file: str, model: type[_Model], assumptions: Assumptions | None = None) -> Loaded[_Model]:
    """Read YAML text into any frozen model.

    Parameters
    ----------
    file : how the text is called in messages
    assumptions : entries for ``{assumed: id}`` beside the text's own, which come first; none given, the shipped ones

    Raises
    ------
    InvalidFileError
        With everything that is wrong with the text's form.
    """
    written = read_yaml(text, file)
    shared = (shipped_assumptions() if refers(written) else {}) if assumptions is None else assumptions
    root, unknown = with_assumptions(written, {**shared, **assumptions_of(written)})
    try:
        # By way of JSON, strict mode still reads lists as tuples and texts as dates, but no text as a number.
        value = model.model_validate_json(json.dumps(root.plain()), strict=True)
    except ValidationError as error:
        problems = islice(form_problems(error, model, root, incomplete=unknown), MOST_PROBLEMS + 1)
        raise InvalidFileError([*unknown.values(), *problems]) from error
    if unknown:
        raise InvalidFileError([*unknown.values()])
    return Loaded(value, Places(root))


def load_lane(path: Path) -> Lane:
    """Read a lane and check it.

    Raises
    ------
    InvalidFileError
        With all problems of the first stage that found any.
    """
    return parse_lane(read_text(path), str(path))


def parse_lane(text: str, file: str, assumptions: Assumptions | None = None) -> Lane:
    """Read a lane from YAML text and check it; as :func:`load_lane`."""
    loaded = parse_model(text, file, Lane, assumptions)
    problems = problems_of(loaded.model, loaded.places) or check_soundness(loaded.model, loaded.places)
    if problems:
        raise InvalidFileError(problems)
    return loaded.model


@lru_cache(maxsize=1)
def shipped_assumptions() -> Assumptions:
    """The entries of the shipped lanes' assumptions, by id."""
    file = files("workflows.lanes") / "assumptions.yaml"
    return assumptions_of(read_yaml(file.read_text("utf-8"), "assumptions.yaml"))


def read_text(path: Path) -> str:
    """Read a text file, but not more than a lane can be long.

    Raises
    ------
    InvalidFileError
        If it cannot be read, is too large or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise _unreadable("unreadable_file", path, "a file that can be read", reason, "Check the path.") from error
    if len(content) > MAXIMUM_BYTES:
        raise _unreadable(
            "file_too_large", path, f"at most {MAXIMUM_BYTES} bytes", "more", "Split the file or shorten it."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        encoding = _BYTE_ORDER_MARKS.get(content[:2], f"the byte 0x{content[error.start]:02x}")
        raise _unreadable(
            "encoding", path, "text in UTF-8", encoding, "Save the file as UTF-8 (not GBK, GB18030 or UTF-16).", line
        ) from error


def _unreadable(
    code: str, path: Path, expected: str, found: str, remedy: str, line: int | None = None
) -> InvalidFileError:
    return InvalidFileError([Problem(code, Place(str(path), line), expected, found, remedy)])
