"""People at work on a whole system, so that there is something to see of everything that is measured."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx

from services.security.principal import EVERY, Principal, Role
from services.settings import Settings
from tests.acceptance.counters import LICENCE_ATTRIBUTES
from tests.acceptance.tokens import bearer, principal
from workflows.instants import CHINA
from workflows.temporal.ratings import Level

FIRM: Final = principal("91210100MA0000001X", Role.APPLICANT)
OFFICER: Final = principal("li", Role.OFFICER, departments={EVERY})
SUPERVISOR: Final = principal("chen", Role.SUPERVISOR, departments={EVERY})
DESIGNER: Final = principal("designer", Role.DESIGNER, departments={EVERY})
CROWD: Final = principal("crowd", Role.OFFICER, departments={EVERY})

OVERLOADED_POOL: Final = "transaction_counter"
"""The pool to which :func:`coming` brings more than anybody there does."""
_GENERAL: Final = {"registration_kind": "general"}
_LANES: Final[dict[str, dict[str, str]]] = {"business_setup": {}, "property_registration": _GENERAL}

_MOST: Final = 200
"""Steps of a case, and requests of a crowd: a guard against going on for ever."""
_PATIENCE: Final = 60.0
"""Seconds; a guard against hanging for ever."""
_TEMPORARY: Final = {httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.TOO_MANY_REQUESTS}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the API, and comes again when told to."""

    http: httpx.Client

    def post(self, path: str, body: Mapping[str, object] | None = None) -> dict[str, Any]:
        """Send something; it has to be taken."""
        deadline = time.monotonic() + _PATIENCE
        key = {"Idempotency-Key": uuid4().hex}
        while (answer := self.http.post(path, json=body or {}, headers=key)).status_code in _TEMPORARY:
            _come_again(answer, deadline)
        assert answer.is_success, f"{path}: {answer.text}"
        found: dict[str, Any] = answer.json()
        return found

    def get(self, path: str, **asked: str) -> dict[str, Any]:
        """Look at something."""
        deadline = time.monotonic() + _PATIENCE
        while (answer := self.http.get(path, params=asked)).status_code in _TEMPORARY:
            _come_again(answer, deadline)
        assert answer.is_success, f"{path}: {answer.text}"
        found: dict[str, Any] = answer.json()
        return found


def _come_again(answer: httpx.Response, deadline: float) -> None:
    """Wait for as long as an answer asks for."""
    assert time.monotonic() < deadline, answer.text
    time.sleep(float(answer.headers["Retry-After"]))


@dataclass(frozen=True, slots=True)
class Hall:
    """Where people meet: the API of a system, and who they are."""

    address: str
    settings: Settings

    @contextmanager
    def person(self, who: Principal) -> Iterator[Person]:
        """Somebody."""
        headers = bearer(self.settings, who)
        with httpx.Client(base_url=self.address, trust_env=False, timeout=30, headers=headers) as http:
            yield Person(http)


def hall_of(address: str, data: str) -> Hall:
    """The hall of a system that runs over a data directory."""
    return Hall(address, Settings(data_directory=Path(data)))


def go_on(hall: Hall, case: str, until: str = "", *, at: datetime | None = None) -> str | None:
    """Do what is open in a case, one step after the other.

    Parameters
    ----------
    until : step at which to stop
    at : when the first step is done, of a rehearsed case; each other one follows a minute after the one before

    Returns
    -------
    how the case ended; none if it goes on
    """
    with hall.person(FIRM) as firm, hall.person(OFFICER) as officer:
        for number in range(_MOST):
            seen = officer.get(f"/cases/{case}")
            open_items = [item for item in seen["items"] if not item["planned"]]
            if seen["result"] is not None or not open_items or open_items[0]["step"] == until:
                break
            item = open_items[0]
            when = {} if at is None else {"at": (at + number * timedelta(minutes=1)).isoformat(timespec="milliseconds")}
            body = {"occurrence": item["occurrence"], "outcome": item["outcomes"][-1], **when}
            if item["actor"] == "applicant":
                firm.post(f"/cases/{case}/answers/{item['step']}", body)
            else:
                officer.post(f"/cases/{case}/work-items/{item['step']}/complete", body)
        result: str | None = officer.get(f"/cases/{case}")["result"]
    return result


def begin(
    hall: Hall, lane: str, attributes: Mapping[str, str], by: Principal = FIRM, *, rehearsed: bool = False
) -> str:
    """A case of the firm."""
    body: dict[str, object] = {"lane": lane, "attributes": attributes, "applicant": FIRM.subject}
    with hall.person(by) as person:
        started = person.post("/cases", {**body, "rehearsal": {}} if rehearsed else body)
    case: str = started["id"]
    return case


def licence(hall: Hall, *, granted: bool, level: Level) -> None:
    """A licence whose file lacks something and for which more time is asked, rated when it is there."""
    case = begin(hall, "commitment_approval", LICENCE_ATTRIBUTES)
    with hall.person(FIRM) as firm, hall.person(OFFICER) as officer, hall.person(SUPERVISOR) as supervisor:
        firm.post(f"/cases/{case}/answers/file_licence")
        notice = {"missing": ["licence_application"]}
        officer.post(f"/cases/{case}/work-items/check_licence/correction-notice", notice)
        firm.post(f"/cases/{case}/answers/correct_licence")
        assert go_on(hall, case, "licence_decision") is None
        officer.post(f"/cases/{case}/extension", {"reason": "experts differ"})
        supervisor.post(f"/cases/{case}/extension/decision", {"granted": granted})
        assert go_on(hall, case) == "approved"
        firm.post(f"/cases/{case}/rating", {"level": level})


def commitment(hall: Hall, *, kept: bool) -> None:
    """A commitment that is checked: kept, or put right after the first check."""
    case = begin(hall, "commitment_follow_up", {}, OFFICER)
    if not kept:
        go_on(hall, case, "ex_post_check")
        with hall.person(OFFICER) as officer:
            officer.post(f"/cases/{case}/work-items/ex_post_check/complete", {"outcome": "broken"})
    assert go_on(hall, case) == "approved"


def broken_promise(hall: Hall, now: datetime) -> None:
    """A rehearsed case on which nobody does anything for a year."""
    case = begin(hall, "property_registration", _GENERAL, rehearsed=True)
    go_on(hall, case, "contract_filing")
    go_on(hall, case, at=now + timedelta(days=365))


def experiment(hall: Hall, replications: int) -> None:
    """An experiment that is asked for."""
    design = {"seed": 1, "cases": 20, "replications": replications}
    with hall.person(DESIGNER) as designer:
        designer.post("/experiments", {"kind": "simulate", "subjects": ["business_setup"], "design": design})


def crowd(hall: Hall) -> None:
    """Somebody who asks faster than anybody may, until they are told so; and somebody who does not say who they are."""
    assert httpx.get(f"{hall.address}/cases", trust_env=False).status_code == httpx.codes.UNAUTHORIZED
    with hall.person(CROWD) as keen, ThreadPoolExecutor(8) as hands:
        answers = hands.map(lambda _: keen.http.get("/cases/nobody-s").status_code, range(_MOST))
        assert httpx.codes.TOO_MANY_REQUESTS in set(answers)


def everything(hall: Hall) -> None:
    """Something of everything that is measured."""
    forecast = {lane: begin(hall, lane, attributes) for lane, attributes in _LANES.items()}
    crowd(hall)
    experiment(hall, 50)
    for number, level in enumerate(Level):
        licence(hall, granted=number % 2 == 0, level=level)
    for kept in (True, False):
        commitment(hall, kept=kept)
    broken_promise(hall, datetime.now(CHINA))
    for lane, attributes in _LANES.items():
        begin(hall, lane, attributes)
    for case in forecast.values():
        expected(hall, case)
        assert go_on(hall, case) == "approved"


def expected(hall: Hall, case: str) -> None:
    """Wait until a forecast has said when a case will be done."""
    deadline = time.monotonic() + _PATIENCE
    with hall.person(OFFICER) as officer:
        while officer.get(f"/cases/{case}")["expected_completion"] is None:
            assert time.monotonic() < deadline
            time.sleep(1)


@contextmanager
def coming(hall: Hall, every: float) -> Iterator[list[str]]:
    """People who bring contracts to a counter at which nobody works, as long as the context lasts.

    Parameters
    ----------
    every : seconds between one and the next

    Yields
    ------
    the cases
    """
    begun: list[str] = []
    failed: list[AssertionError] = []
    stop = threading.Event()

    def come() -> None:
        try:
            while not stop.wait(every):
                case = begin(hall, "property_registration", _GENERAL)
                go_on(hall, case, "check_contract_filing")
                begun.append(case)
        except AssertionError as error:
            failed.append(error)

    thread = threading.Thread(target=come)
    thread.start()
    try:
        yield begun
    finally:
        stop.set()
        thread.join()
    assert not failed, failed


def catch_up(hall: Hall) -> None:
    """Do all that waits at the counter to which people came, until nothing waits there any more."""
    with hall.person(OFFICER) as officer:
        while officer.get("/work-items", pool=OVERLOADED_POOL)["items"]:
            for outcome in ("complete", "done", "passed"):
                action = {"kind": "complete", "outcome": outcome}
                officer.post("/work-items/bulk", {"filter": {"pool": OVERLOADED_POOL}, "action": action})
