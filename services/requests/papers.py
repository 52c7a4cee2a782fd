"""The files of a case's documents: what was handed in, by its digest. The files themselves lie elsewhere."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import ConfigDict, Field, NonNegativeInt
from sqlalchemy import Engine

from services.api.context import Around
from services.api.keys import IdempotencyKey
from services.api.moments import MomentIn, MomentOut
from services.api.paths import CaseInPath
from services.messages import deliver
from services.requests.schemas import TakenEffect
from services.security.access import on_case
from services.security.acts import Act
from services.security.policy import Action
from services.store.cases import find_case, kept_lane
from services.store.database import reading
from services.store.recording import kept_events
from workflows.definition.provenance import Frozen, Title
from workflows.definition.values import Identifier
from workflows.events.papers import papers_of
from workflows.temporal import names
from workflows.temporal.order_messages import FilePaper, GiveOrder, TakeOutPaper

router = APIRouter(tags=["requests"], prefix="/cases/{case}/papers")


class NewPaper(Frozen):
    """A file that is handed in for a document.

    Parameters
    ----------
    document : id of a document of the case's lane
    digest : SHA-256 of the file, in hexadecimal
    size : bytes
    at : when it takes effect; now if absent
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "document": "licence_application",
                    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "media_type": "application/pdf",
                    "size": 48_213,
                }
            ]
        }
    )

    document: Identifier
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    media_type: Annotated[str, Field(max_length=100, pattern=r"^[a-z]+/[a-z0-9.+\-]+$")]
    size: Annotated[int, Field(ge=1, le=2**40)]
    at: MomentIn | None = None


class PaperView(Frozen):
    """A file of a case.

    Parameters
    ----------
    number : by which it is taken out again
    title : of the document; none if the store has not got the case's lane
    by : who handed it in; empty for those who may not know the people of a department
    taken_out_at : when it was taken out again; none as long as it is part of the case
    """

    number: NonNegativeInt
    document: str
    title: Title | None
    digest: str
    media_type: str
    size: NonNegativeInt
    filed_at: MomentOut
    by: str
    taken_out_at: MomentOut | None


@router.get("")
def list_papers(
    case: CaseInPath, act: Annotated[Act, on_case(Action.SEE_CASE)], around: Around
) -> tuple[PaperView, ...]:
    """List the files of a case, those that were taken out again too."""
    return shown_papers(around.engine, case, members=act.allows(Action.SEE_MEMBERS))


@router.post("", status_code=HTTPStatus.CREATED)
async def file_paper(
    case: CaseInPath,
    body: NewPaper,
    act: Annotated[Act, on_case(Action.FILE_PAPERS)],
    around: Around,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Hand in a file for a document that the lane asks for, until the case is decided or after, if it is asked for."""
    order = FilePaper(by=act.who.subject, **dict(body))
    return TakenEffect(at=(await deliver(around, act, case, names.GIVE_ORDER, "", GiveOrder(order=order), key)).at)


@router.delete("/{number}")
async def take_out_paper(
    case: CaseInPath,
    number: Annotated[int, Path(ge=0, lt=2**31, description="Of the file, as listed.")],
    act: Annotated[Act, on_case(Action.FILE_PAPERS)],
    around: Around,
    key: IdempotencyKey = None,
) -> TakenEffect:
    """Take a file out again: before the case is accepted, or while it is corrected."""
    order = TakeOutPaper(by=act.who.subject, number=number)
    return TakenEffect(at=(await deliver(around, act, case, names.GIVE_ORDER, "", GiveOrder(order=order), key)).at)


def shown_papers(engine: Engine, case: str, *, members: bool) -> tuple[PaperView, ...]:
    """The files of a case that is there.

    Parameters
    ----------
    members : whether to tell who of a department handed in a file
    """
    with reading(engine) as connection:
        record = find_case(connection, case)
        assert record is not None  # whoever asks may see it
        lane = kept_lane(connection, record.lane_hash) if record.lane_hash else None
        found = papers_of(kept_events(connection, case))
    documents = lane.documents if lane else {}
    return tuple(
        PaperView(
            **dict(paper) | {"by": paper.by if members or paper.by == record.applicant else ""},
            title=documents[paper.document].title if paper.document in documents else None,
        )
        for paper in found
    )
