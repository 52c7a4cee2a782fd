"""What a client has asked of the API, and what it knows of the answer: the history that a trial is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.security.policy import Action
from workflows.events.event import EventKind


class Deed(StrEnum):
    """What a request is to bring about."""

    START = "start"
    ANSWER = "answer"
    CLAIM = "claim"
    BEGIN = "begin"
    COMPLETE = "complete"
    WITHDRAW = "withdraw"
    EXPERIMENT = "experiment"
    """Have an experiment carried out; it is no case, and leaves no event."""


class Verdict(StrEnum):
    """What a client knows in the end of one request, over all attempts under its key."""

    ACKNOWLEDGED = "acknowledged"
    """It was told that it has taken effect."""
    REFUSED = "refused"
    """It was told that it will not."""
    UNKNOWN = "unknown"
    """It was never told."""


LEAVES: Final[Mapping[Deed, EventKind]] = MappingProxyType(
    {
        Deed.START: EventKind.SUBMITTED,
        Deed.ANSWER: EventKind.COMPLETED,
        Deed.CLAIM: EventKind.ASSIGNED,
        Deed.BEGIN: EventKind.STARTED,
        Deed.COMPLETE: EventKind.COMPLETED,
        Deed.WITHDRAW: EventKind.ENDED,
    }
)
"""The event that a deed leaves in its case, of those that are about one."""

ACTIONS: Final[Mapping[Deed, Action]] = MappingProxyType(
    {
        Deed.START: Action.START_CASE,
        Deed.ANSWER: Action.ANSWER_STEP,
        Deed.CLAIM: Action.DO_WORK,
        Deed.BEGIN: Action.DO_WORK,
        Deed.COMPLETE: Action.DO_WORK,
        Deed.WITHDRAW: Action.WITHDRAW_CASE,
        Deed.EXPERIMENT: Action.ASK_EXPERIMENT,
    }
)
"""What the trail calls a deed."""

_FIRST_REFUSAL, _FIRST_FAILURE, _TOO_MANY = 400, 500, 429


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sending of a request.

    Attributes
    ----------
    sent_at, over_at : seconds on the runner's clock; when it went out, and when its answer came or was given up
    status : of the answer, or none if the connection was lost or nothing came in time
    code : of the problem that was answered
    """

    sent_at: float
    over_at: float
    status: int | None
    code: str = ""

    @property
    def verdict(self) -> Verdict:
        """What it alone tells."""
        if self.status is None or self.status >= _FIRST_FAILURE or self.status == _TOO_MANY:
            return Verdict.UNKNOWN
        return Verdict.REFUSED if self.status >= _FIRST_REFUSAL else Verdict.ACKNOWLEDGED


@dataclass(frozen=True, slots=True)
class Asked:
    """One request with its key, however often it was sent.

    Attributes
    ----------
    subject : who sent it; of one item no two requests have the same subject and deed
    case : what it is about; of a start or an experiment, the id that was answered, or empty if none was
    outcome : how a step is to come out
    """

    deed: Deed
    subject: str
    key: str
    attempts: tuple[Attempt, ...]
    case: str = ""
    step: str = ""
    occurrence: int = 0
    outcome: str = ""

    @property
    def verdict(self) -> Verdict:
        """What the client knows: what the last attempt told, since earlier ones told nothing."""
        return self.attempts[-1].verdict if self.attempts else Verdict.UNKNOWN

    @property
    def told(self) -> str:
        """The request in a message to people."""
        where = f"{self.case}/{self.step}/{self.occurrence}" if self.step else self.case or "a new case"
        tries = ", ".join(str(each.status or "no answer") for each in self.attempts)
        return f"{self.deed} of {where} by {self.subject} ({tries})"
