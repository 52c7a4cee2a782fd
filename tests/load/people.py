"""What a city asks of its approvals: some start cases, most look at them, officers open their inboxes and decide.

Nobody waits for an answer before the next one asks, so what can be decided is known from what was read: a case that
something was done in is read again, and what is open in it then can be done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from pydantic import BaseModel, JsonValue

from services.security.principal import Principal
from tests.killing.sending import founder, key_from, officer

LANE: Final = "property_registration"
_DECLARED: Final[Mapping[str, JsonValue]] = MappingProxyType({"registration_kind": "general"})
_PEOPLE: Final = 50
"""Applicants, and as many officers: a rate is for one principal, and a city is not one."""


class Kind(StrEnum):
    """What is asked."""

    START = "start"
    READ = "read"
    INBOX = "inbox"
    DECIDE = "decide"


READS: Final = frozenset({Kind.READ, Kind.INBOX})
SHARES: Final[Mapping[Kind, float]] = MappingProxyType(
    {Kind.START: 0.1, Kind.READ: 0.4, Kind.INBOX: 0.2, Kind.DECIDE: 0.3}
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request.

    Attributes
    ----------
    key : idempotency key; "" where nothing is to happen
    case : that it is about; "" where it is about none
    """

    kind: Kind
    who: Principal
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, JsonValue] | None = None
    key: str = ""
    case: str = ""


class _Item(BaseModel):
    step: str
    occurrence: int
    actor: str
    outcomes: tuple[str, ...]


class _Started(BaseModel):
    id: str


class _View(BaseModel):
    result: str | None
    items: tuple[_Item, ...]


class Town:
    """Everybody who asks, and what they know of their cases.

    Parameters
    ----------
    chance : of who asks what
    most : cases that may be open; while there are as many, nobody starts another one
    """

    def __init__(self, chance: Random, most: int | None = None) -> None:
        self._chance = chance
        self._most = most
        self._applicants = [founder(f"founder-{number}") for number in range(_PEOPLE)]
        self._officers = [officer(f"officer-{number}") for number in range(_PEOPLE)]
        self._owners: dict[str, Principal] = {}
        self._open: dict[str, None] = {}
        self._unread: deque[str] = deque()
        self._can_be_done: deque[tuple[str, _Item]] = deque()
        self._known: set[tuple[str, str, int]] = set()

    @property
    def open(self) -> int:
        """Cases that have begun and not ended, as far as anybody knows."""
        return len(self._open)

    def next(self) -> Request:
        """What is asked next; whoever has nothing to decide or to read starts something."""
        [kind] = self._chance.choices(list(SHARES), list(SHARES.values()))
        if kind is Kind.DECIDE:
            return self._decision() or self._look()
        if kind is Kind.READ:
            return self._look()
        if kind is Kind.INBOX:
            return Request(kind, self._chance.choice(self._officers), "/work-items", query={"limit": "50"})
        return self.start() if self._most is None or self.open < self._most else self._look()

    def start(self) -> Request:
        """Somebody starts a case."""
        who = self._chance.choice(self._applicants)
        body: dict[str, JsonValue] = {"lane": LANE, "attributes": dict(_DECLARED)}
        return Request(Kind.START, who, "/cases", body=body, key=self._key())

    def hears(self, request: Request, answer: bytes) -> None:
        """Take in what was answered to a request that was granted."""
        if request.kind is Kind.START:
            case = _Started.model_validate_json(answer).id
            self._owners[case] = request.who
            self._open[case] = None
            self._unread.append(case)
        elif request.kind is Kind.DECIDE:
            self._unread.append(request.case)
        elif request.kind is Kind.READ:
            self._sees(request.case, _View.model_validate_json(answer))

    def _sees(self, case: str, view: _View) -> None:
        if view.result is not None:
            self._open.pop(case, None)
            return
        for item in view.items:
            place = (case, item.step, item.occurrence)
            if place not in self._known:
                self._known.add(place)
                self._can_be_done.append((case, item))

    def _look(self) -> Request:
        if not self._owners:
            return self.start()
        case = self._unread.popleft() if self._unread else self._chance.choice(list(self._open or self._owners))
        return Request(Kind.READ, self._owners[case], _path(case), case=case)

    def _decision(self) -> Request | None:
        if not self._can_be_done:
            return None
        case, item = self._can_be_done.popleft()
        at = _path(case)
        body: dict[str, JsonValue] = {"occurrence": item.occurrence, "outcome": item.outcomes[-1]}
        if item.actor == "applicant":
            who, path = self._owners[case], f"{at}/answers/{item.step}"
        else:
            who, path = self._chance.choice(self._officers), f"{at}/work-items/{item.step}/complete"
        return Request(Kind.DECIDE, who, path, body=body, key=self._key(), case=case)

    def _key(self) -> str:
        return key_from(self._chance.getrandbits(128))


def _path(case: str) -> str:
    return f"/cases/{quote(case, safe='')}"
