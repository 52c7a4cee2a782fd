"""Reading OCEL 2.0 in its JSON form, of this program and of others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from workflows.events.formats.foreign import Columns
from workflows.events.formats.intake import Problems, Taken
from workflows.events.formats.object_parts import Ocel
from workflows.events.formats.object_taking import taken_of
from workflows.events.order import Breach

_PARTS: Final = ("eventTypes", "objectTypes", "events", "objects")


def is_ocel(document: object) -> bool:
    """Whether a JSON document is meant to be an OCEL 2.0 log."""
    return isinstance(document, Mapping) and "objectTypes" in document


def read_ocel(text: str, file: str, columns: Columns | None = None) -> Taken:
    """Read a log.

    Parameters
    ----------
    file : how it is called in messages
    columns : of another tool's log: its type of object that is the case, and names of attributes of events

    Raises
    ------
    InvalidFileError
        With everything that is wrong with it, but not more than the first twenty problems.
    """
    problems = Problems(file)
    return taken_of(_parsed(text, problems), problems, columns or Columns(), "events[{}]".format)


def _parsed(text: str, problems: Problems) -> Ocel:
    try:
        return Ocel.model_validate(json.loads(text, parse_constant=_no_number))
    except json.JSONDecodeError as error:
        breach = Breach("json", "JSON", f"{error.msg} (column {error.colno})", "Write the file again.")
        problems.add(breach, error.lineno)
    except RecursionError:
        problems.add(Breach("json_depth", "JSON as OCEL has it", "far too many brackets", "Check the file."))
    except ValidationError as error:
        for each in error.errors(include_url=False):
            remedy = f"OCEL 2.0 has {', '.join(_PARTS)}; mend it as its JSON schema says."
            where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in each["loc"])
            found = "none" if each["type"] == "missing" else _short(each["input"])
            problems.add(Breach("ocel", each["msg"], found, remedy), path=where.lstrip("."))
    except ValueError as error:
        # Raised by _no_number, and for whole numbers of thousands of digits.
        problems.add(Breach("json_number", "finite numbers", str(error), "Leave the value out."))
    raise problems.error()


def _no_number(text: str) -> float:
    raise ValueError(text)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) < 80 else f"{text[:80]}…"
