"""What ``greenlane doctor`` finds."""

from __future__ import annotations

from enum import StrEnum

from services.cli.texts import say
from workflows.definition.provenance import Frozen


class State(StrEnum):
    """How it is with one of the things that are needed."""

    PRESENT = "present"
    MISSING = "missing"
    NOTE = "note"
    """Not as it might be, but no reason not to start."""


class Finding(Frozen):
    """How it is with one of the things that are needed.

    Parameters
    ----------
    what : it is about, in words
    remedy : what to do; empty if nothing needs to be done
    """

    what: str
    state: State
    detail: str
    remedy: str = ""


class Findings(Frozen):
    """How it is with everything that is needed."""

    healthy: bool
    findings: tuple[Finding, ...]


def well(language: str, key: str, detail: str, **values: object) -> Finding:
    """Something is as it should be."""
    return Finding(what=say(language, f"doctor.{key}", **values), state=State.PRESENT, detail=detail)


def wrong(
    language: str, key: str, detail: str, remedy: str | None = None, state: State = State.MISSING, **values: object
) -> Finding:
    """Something is not as it should be.

    Parameters
    ----------
    remedy : key of what to do, that of the finding itself if absent
    """
    return Finding(
        what=say(language, f"doctor.{key}", **values),
        state=state,
        detail=detail,
        remedy=say(language, f"doctor.{remedy or key + '.remedy'}", **values),
    )
