"""Errors as RFC 9457 problems, and the one table that gives them their statuses."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from services.api.description import MEDIA_TYPE
from services.api.faults import DesignProblem
from services.api.log_lines import place_of
from services.errors import (
    AccessError,
    CaseExistsError,
    CaseNotFoundError,
    DesignRefusedError,
    DraftChangedError,
    DraftsFullError,
    DraftTooLargeError,
    ExperimentNotDoneError,
    ExperimentOverError,
    ForbiddenError,
    KeyReusedError,
    MessageRefusedError,
    NoSuchExperimentError,
    NothingThereError,
    NotJsonError,
    NotOfThisLaneError,
    NotYoursError,
    OverloadedError,
    RevisionNeededError,
    TooManyRequestsError,
    UnauthenticatedError,
)
from workflows.errors import (
    CalendarYearError,
    GreenlaneError,
    InvalidFileError,
    InvalidInputError,
    LeverRefusedError,
    OperationFailedError,
    ServerUnavailableError,
    UnknownNameError,
)

_ERRORS: Final[dict[type[GreenlaneError], tuple[HTTPStatus, str, str]]] = {
    UnauthenticatedError: (HTTPStatus.UNAUTHORIZED, "unauthenticated", "Nobody knows who sends this"),
    ForbiddenError: (HTTPStatus.FORBIDDEN, "forbidden", "You may not do that"),
    AccessError: (HTTPStatus.FORBIDDEN, "forbidden", "You may not do that"),
    NothingThereError: (HTTPStatus.NOT_FOUND, "nothing_there", "There is nothing of that name"),
    CaseNotFoundError: (HTTPStatus.NOT_FOUND, "no_such_case", "No such case"),
    CaseExistsError: (HTTPStatus.CONFLICT, "case_exists", "The case id is taken"),
    KeyReusedError: (HTTPStatus.UNPROCESSABLE_ENTITY, "key_reused", "The idempotency key was used before"),
    NotJsonError: (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not_json", "The body is not JSON"),
    NotOfThisLaneError: (HTTPStatus.CONFLICT, "not_of_this_lane", "The case's lane does not take this message"),
    NotYoursError: (HTTPStatus.CONFLICT, "not_yours", "The step waits for somebody else"),
    RevisionNeededError: (HTTPStatus.PRECONDITION_REQUIRED, "revision_needed", "It must be told what was seen"),
    DraftChangedError: (HTTPStatus.PRECONDITION_FAILED, "draft_changed", "The draft has changed since it was seen"),
    DraftTooLargeError: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "draft_too_large", "The version is too large"),
    DraftsFullError: (HTTPStatus.CONFLICT, "drafts_full", "There is no room for more of your drafts"),
    NoSuchExperimentError: (HTTPStatus.NOT_FOUND, "no_such_experiment", "No such experiment"),
    ExperimentNotDoneError: (HTTPStatus.CONFLICT, "experiment_not_done", "The experiment has no result"),
    ExperimentOverError: (HTTPStatus.CONFLICT, "experiment_over", "The experiment has ended"),
    DesignRefusedError: (HTTPStatus.UNPROCESSABLE_ENTITY, "design_refused", "The design cannot be used as it is"),
    InvalidFileError: (HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_file", "A file cannot be used"),
    CalendarYearError: (HTTPStatus.UNPROCESSABLE_ENTITY, "calendar_year", "A year without published calendar"),
    LeverRefusedError: (HTTPStatus.UNPROCESSABLE_ENTITY, "lever_refused", "A lever does not fit the lane"),
    UnknownNameError: (HTTPStatus.UNPROCESSABLE_ENTITY, "unknown_name", "Nothing has that name"),
    InvalidInputError: (HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_input", "The request cannot be used"),
    ServerUnavailableError: (HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "Something that is needed does not answer"),
    OverloadedError: (HTTPStatus.SERVICE_UNAVAILABLE, "overloaded", "More is asked for than can be done"),
    TooManyRequestsError: (HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", "One sender asks for too much"),
    OperationFailedError: (HTTPStatus.INTERNAL_SERVER_ERROR, "failed", "The operation failed"),
    GreenlaneError: (HTTPStatus.INTERNAL_SERVER_ERROR, "failed", "The operation failed"),
}
"""Most specific first: the first entry that an error belongs to is its own."""

_REFUSALS: Final = {
    "no_such_item": (HTTPStatus.CONFLICT, "The step is not open"),
    "already_begun": (HTTPStatus.CONFLICT, "The step has been begun"),
    "already_planned": (HTTPStatus.CONFLICT, "The step's completion is planned already"),
    "no_such_outcome": (HTTPStatus.UNPROCESSABLE_ENTITY, "The step cannot come out so"),
    "out_of_order": (HTTPStatus.UNPROCESSABLE_ENTITY, "The instants are out of order"),
    "too_early": (HTTPStatus.CONFLICT, "The case has not been submitted yet"),
    "too_late": (HTTPStatus.CONFLICT, "It is too late for that"),
    "not_yours": (HTTPStatus.CONFLICT, "The step waits for somebody else"),
    "case_over": (HTTPStatus.CONFLICT, "The case has ended"),
    "stale": (HTTPStatus.PRECONDITION_FAILED, "The step has changed since it was seen"),
    "not_assignee": (HTTPStatus.FORBIDDEN, "The step is in somebody else's hands"),
    "claimed": (HTTPStatus.CONFLICT, "The step is somebody's already"),
    "not_of_department": (HTTPStatus.UNPROCESSABLE_ENTITY, "That is not their work"),
    "nobody_named": (HTTPStatus.UNPROCESSABLE_ENTITY, "Nobody is named"),
    "opinions_missing": (HTTPStatus.CONFLICT, "Departments that were asked have time left to answer"),
    "no_such_document": (HTTPStatus.UNPROCESSABLE_ENTITY, "The step needs no such document"),
    "not_a_notice": (HTTPStatus.UNPROCESSABLE_ENTITY, "That outcome tells of no missing documents"),
    "second_notice": (HTTPStatus.CONFLICT, "What is missing has been told already"),
    "deemed_accepted": (HTTPStatus.CONFLICT, "The case counts as accepted by law"),
    "not_accepted": (HTTPStatus.CONFLICT, "The case is not accepted yet"),
    "already_accepted": (HTTPStatus.CONFLICT, "The case is accepted"),
    "not_decided": (HTTPStatus.CONFLICT, "The case is not decided yet"),
    "already_decided": (HTTPStatus.CONFLICT, "The case is decided"),
    "already_stands": (HTTPStatus.CONFLICT, "The clock stands still for that already"),
    "no_such_procedure": (HTTPStatus.CONFLICT, "No such procedure goes on"),
    "already_asked": (HTTPStatus.CONFLICT, "That has been asked already"),
    "already_extended": (HTTPStatus.CONFLICT, "The time for the decision was extended already"),
    "limit_over": (HTTPStatus.CONFLICT, "The time for the decision is over"),
    "not_asked": (HTTPStatus.CONFLICT, "Nobody has asked for that"),
    "same_person": (HTTPStatus.FORBIDDEN, "Somebody else has to decide that"),
    "already_given": (HTTPStatus.CONFLICT, "The department has said what it thinks"),
    "not_owner": (HTTPStatus.FORBIDDEN, "The case is somebody else's to give away"),
    "already_owned": (HTTPStatus.CONFLICT, "The case has that owner already"),
    "already_filed": (HTTPStatus.CONFLICT, "The file is there already"),
    "too_many_papers": (HTTPStatus.CONFLICT, "The case takes no more files"),
    "no_such_paper": (HTTPStatus.CONFLICT, "The case has no such file"),
    "already_rated": (HTTPStatus.CONFLICT, "The case has been rated"),
    "not_over": (HTTPStatus.CONFLICT, "The case goes on"),
}
"""What a case may say to a message; a refusal of a kind that is not in here is a conflict too."""

_COME_AGAIN: Final = frozenset({HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS})

_log = structlog.get_logger("services.api")


class FieldProblem(BaseModel):
    """One thing that is wrong with a request.

    Parameters
    ----------
    pointer : JSON pointer (RFC 6901) into the body, or the parameter's name
    """

    pointer: str
    detail: str


class Problem(BaseModel):
    """An error, as RFC 9457 has it.

    Parameters
    ----------
    type : URI of the kind of problem
    code : the last part of `type`
    instance : path of the request
    errors : everything that is wrong with the request, where it is known part by part
    problems : everything that is wrong with the lane or the levers in it
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:greenlane:problem:no_such_case",
                    "title": "No such case",
                    "status": 404,
                    "detail": "no case has the id 'x-1'. Check the id, or start the case with POST /cases.",
                    "instance": "/cases/x-1",
                    "code": "no_such_case",
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[FieldProblem] = []
    problems: list[DesignProblem] = []


_HEADERS: Final = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "How to say who one is (RFC 6750)."}},
    503: {
        "Retry-After": {
            "schema": {"type": "integer", "minimum": 0},
            "description": "After how many seconds to send the same request again, under the same Idempotency-Key.",
        }
    },
}

RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": Problem, "description": description} | ({"headers": of} if (of := _HEADERS.get(status)) else {})
    for status, description in (
        (400, "The body is not text."),
        (401, "Nobody knows who sends this: there is no token and no API key, or none that is taken."),
        (403, "Whoever sends this may not do it."),
        (404, "There is nothing of that name, or nothing of which whoever sends this may know."),
        (409, "It does not fit the state of things."),
        (413, "The body is too large."),
        (415, "The body is not JSON, or does not say so."),
        (422, "The request cannot be used; the detail says what to change."),
        (429, "Whoever sends this sends too many; nothing was done about it. Come again after Retry-After seconds."),
        (503, "Something does not answer, or too much is asked for at once; come again after Retry-After seconds."),
    )
}
"""The errors of every endpoint, for its description."""

CONDITIONAL: Final[dict[int | str, dict[str, Any]]] = {
    412: {"model": Problem, "description": "What it is about has changed since it was seen."},
    428: {"model": Problem, "description": "It has to be told what was seen, by If-Match."},
}
"""The errors of endpoints that ask for the ETag of what was seen."""


def add_problems(application: FastAPI, retry_after: int) -> None:
    """Have every error of an application answered as a problem.

    Parameters
    ----------
    retry_after : seconds after which a client may come again when something does not answer
    """

    async def ours(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, GreenlaneError)
        return answer_of(request, error, retry_after)

    async def validation(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        problems = [_field_problem(found) for found in error.errors()]
        detail = "; ".join(f"{problem.pointer}: {problem.detail}" for problem in problems)
        return _answer(
            request.url.path,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid_request",
            "The request cannot be used",
            detail,
            errors=problems,
        )

    async def plain(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        status = HTTPStatus(error.status_code)
        code = status.name.lower()
        answer = _answer(request.url.path, status, code, status.phrase, error.detail or status.description)
        answer.headers.update(error.headers or {})
        return answer

    async def defect(request: Request, error: Exception) -> JSONResponse:
        _log.error("defect", **place_of(request.scope), exc_info=error)
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        return _answer(
            request.url.path, status, "defect", "A defect of this program", "The service's log has more about it."
        )

    application.add_exception_handler(GreenlaneError, ours)
    application.add_exception_handler(RequestValidationError, validation)
    application.add_exception_handler(HTTPException, plain)
    application.add_exception_handler(Exception, defect)


def answer_of(request: Request, error: GreenlaneError, retry_after: int) -> JSONResponse:
    """An error of ours as the answer to a request."""
    status, code, title = kind_of(error)
    # What is shed is counted: a line for each of them would be more work when there is too much of it.
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, OverloadedError):
        _log.warning("request failed", **place_of(request.scope), code=code, detail=str(error))
    answer = _answer(request.url.path, status, code, title, str(error), retry_after, problems=problems_of(error))
    if isinstance(error, UnauthenticatedError):
        # RFC 6750, section 3: whoever sent no credential is told of no error in it.
        said = ', error="invalid_token"' if error.invalid else ""
        answer.headers["WWW-Authenticate"] = f'Bearer realm="greenlane"{said}'
    return answer


def problems_of(error: GreenlaneError) -> list[DesignProblem]:
    """What is wrong with a design, part by part."""
    return list(error.problems) if isinstance(error, DesignRefusedError) else []


def problem(path: str, status: HTTPStatus, code: str, title: str, detail: str) -> Problem:
    """An error as data."""
    return Problem(
        type=f"urn:greenlane:problem:{code}", title=title, status=status, detail=detail, instance=path, code=code
    )


def kind_of(error: GreenlaneError) -> tuple[HTTPStatus, str, str]:
    """What an error of ours comes to: its status, its code, and what its kind is called."""
    if isinstance(error, MessageRefusedError):
        status, title = _REFUSALS.get(error.code, (HTTPStatus.CONFLICT, "The case refuses the message"))
        return status, error.code, title
    return next(kind for type_, kind in _ERRORS.items() if isinstance(error, type_))


def _answer(
    path: str,
    status: HTTPStatus,
    code: str,
    title: str,
    detail: str,
    retry_after: int | None = None,
    **parts: list[FieldProblem] | list[DesignProblem],
) -> JSONResponse:
    content = problem(path, status, code, title, detail).model_copy(update=parts)
    headers = {"Retry-After": str(retry_after)} if status in _COME_AGAIN and retry_after else None
    return JSONResponse(content.model_dump(mode="json", exclude_defaults=True), status, headers, MEDIA_TYPE)


def _field_problem(found: dict[str, Any]) -> FieldProblem:
    place, *path = found["loc"] or ("",)
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in path]
    pointer = "/" + "/".join(parts) if place == "body" else ".".join([str(place), *parts])
    return FieldProblem(pointer=pointer, detail=found["msg"])
