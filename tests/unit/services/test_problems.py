"""Every error has a status, and the tables cover every way in which a case refuses a message."""

from __future__ import annotations

import re

import httpx
import pytest
from fastapi import FastAPI

from services import errors as own
from services.api.description import MEDIA_TYPE
from services.api.problems import add_problems
from services.errors import (
    CaseExistsError,
    CaseNotFoundError,
    CredentialFault,
    DesignRefusedError,
    DraftChangedError,
    DraftTooLargeError,
    ForbiddenError,
    KeyReusedError,
    MessageRefusedError,
    PortTakenError,
    RevisionNeededError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnknownKeyError,
)
from workflows import errors as shared
from workflows.errors import GreenlaneError, InvalidFileError, InvalidInputError, Place, Problem, UnknownNameError
from workflows.temporal.refusals import RefusedError

MADE = {
    UnknownNameError: UnknownNameError("lane", "x", ["y"]),
    InvalidFileError: InvalidFileError([Problem("code", Place("f", 1), "a", "b", "c")]),
    DesignRefusedError: DesignRefusedError(()),
    DraftChangedError: DraftChangedError("x", 2),
    CaseNotFoundError: CaseNotFoundError("x"),
    CaseExistsError: CaseExistsError("x"),
    KeyReusedError: KeyReusedError("x"),
    MessageRefusedError: MessageRefusedError("too_late", "x"),
    PortTakenError: PortTakenError("h", 1, "port"),
    RevisionNeededError: RevisionNeededError(),
    DraftTooLargeError: DraftTooLargeError(20, 10),
    UnauthenticatedError: UnauthenticatedError("there was none", CredentialFault.NONE),
    ForbiddenError: ForbiddenError("li", ["officer"], "see_case", ["applicant"]),
    UnknownKeyError: UnknownKeyError("key-1", ["key-2"]),
}
ERRORS = sorted(
    {
        error
        for module in (own, shared)
        for error in vars(module).values()
        if isinstance(error, type) and issubclass(error, GreenlaneError)
    },
    key=lambda error: error.__name__,
)
CODES = sorted(
    {
        *re.findall(r"``([a-z_]+)``", RefusedError.__doc__ or ""),
        "too_early",
    }
)


OF_OTHERS = {"not_assignee": 403, "not_owner": 403, "same_person": 403, "stale": 412}
"""Codes that are neither a conflict nor something that cannot be used: somebody else's, and seen too long ago."""


async def answer_to(error: Exception) -> tuple[int, dict[str, object], dict[str, str]]:
    application = FastAPI()
    add_problems(application, 7)

    @application.get("/")
    def fail() -> None:
        raise error

    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        answer = await client.get("/")
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    return answer.status_code, answer.json(), dict(answer.headers)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
async def test_every_error_of_the_tree_is_a_problem(kind: type[GreenlaneError]) -> None:
    error = MADE.get(kind) or kind("it is so")
    status, body, headers = await answer_to(error)
    assert (status < 500) == isinstance(error, InvalidInputError | TooManyRequestsError)
    assert body["detail"] == str(error)
    assert ("retry-after" in headers) == (status in {429, 503})


@pytest.mark.parametrize("code", CODES)
async def test_every_refusal_of_a_case_is_a_problem_of_its_own(code: str) -> None:
    status, body, _ = await answer_to(MessageRefusedError(code, "it is so"))
    assert status in ({OF_OTHERS[code]} if code in OF_OTHERS else {409, 422})
    assert body["code"] == code
    assert body["title"] != "The case refuses the message"


async def test_a_defect_tells_nothing_of_itself() -> None:
    status, body, _ = await answer_to(ZeroDivisionError("secret"))
    assert (status, body["code"]) == (500, "defect")
    assert "secret" not in str(body)
