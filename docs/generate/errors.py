"""The page on errors, exit codes and HTTP statuses."""

from __future__ import annotations

import inspect
from typing import Final

from docs.generate.docstrings import ruled_table
from docs.generate.models import table
from services import errors as services_errors
from services.api import problems
from services.cli import main
from workflows import errors

_INTRODUCTION: Final = """\
# Errors and exit codes

A message says what was expected, what was found, where, and what to do about it. A file is reported with all of its
problems at once; each ends with a code in brackets, and `greenlane check FILE --json` gives the same as data.

## Exit codes of the command line"""


def errors_page() -> str:
    """The page, made from the trees of errors and the tables that give them codes."""
    statuses = [
        (f"`{code}`", f"{int(status)} {status.phrase}", title)
        for status, code, title in dict.fromkeys(problems._ERRORS.values())  # noqa: SLF001 - the one table there is
    ]
    refusals = [
        (f"`{code}`", f"{int(status)} {status.phrase}", title)
        for code, (status, title) in problems._REFUSALS.items()  # noqa: SLF001 - the one table there is
    ]
    parts = [
        _INTRODUCTION,
        f"```text\n{ruled_table(main)}\n```",
        "## The tree",
        f"```text\n{_drawn(errors)}\n```",
        "And those that only what runs can have:",
        f"```text\n{_drawn(services_errors)}\n```",
        "## Problems of the API",
        "Every error is a problem as RFC 9457 has it, of type `urn:greenlane:problem:` followed by the code.",
        table(("code", "status", "title"), statuses),
        "What a case may say to a message that does not fit it:",
        table(("code", "status", "title"), refusals),
    ]
    return "\n\n".join(parts) + "\n"


def _drawn(module: object) -> str:
    """The tree in a module's docstring."""
    lines = (inspect.getdoc(module) or "").splitlines()
    first = next(number for number, line in enumerate(lines) if line.strip() == "GreenlaneError")
    last = max(number for number, line in enumerate(lines) if "──" in line)
    return inspect.cleandoc("\n".join(lines[first : last + 1]))
