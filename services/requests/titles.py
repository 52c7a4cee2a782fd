"""What everything in a case is called, in both languages, as the lane has it to which the case keeps."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from sqlalchemy import Engine

from services.api.context import Around
from services.api.paths import CaseInPath
from services.errors import CaseNotFoundError, NothingThereError
from services.security.access import on_case
from services.security.acts import Act
from services.security.policy import Action
from services.store.cases import find_case, kept_lane
from services.store.database import reading
from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen, Title
from workflows.definition.steps import ApplicantStep, Task, ThirdPartyStep

router = APIRouter(tags=["requests"])


class OutcomeTitle(Frozen):
    """One way in which a step can come out.

    Parameters
    ----------
    notice : whether it tells the applicant which documents are missing
    """

    id: str
    title: Title
    notice: bool


class StepTitles(Frozen):
    """What a step is called, and what it may come to.

    Parameters
    ----------
    doer : who outside of the departments does it, where that is said
    documents : ids of those that it needs
    """

    title: Title
    pool: str | None
    doer: Title | None
    outcomes: tuple[OutcomeTitle, ...]
    documents: tuple[str, ...]


class PoolTitles(Frozen):
    """What a pool and its department are called."""

    title: Title
    department: Title


class AttributeTitles(Frozen):
    """What an attribute of a case is called.

    Parameters
    ----------
    values : value to title
    """

    title: Title
    values: dict[str, Title]


class CaseTitles(Frozen):
    """What everything in a case is called.

    Parameters
    ----------
    steps, pools, documents, attributes : by their ids
    """

    lane: Title
    steps: dict[str, StepTitles]
    pools: dict[str, PoolTitles]
    documents: dict[str, Title]
    attributes: dict[str, AttributeTitles]


@router.get("/cases/{case}/titles")
def list_case_titles(case: CaseInPath, _: Annotated[Act, on_case(Action.SEE_CASE)], around: Around) -> CaseTitles:
    """Tell what the steps, departments, documents and attributes of a case are called, in both languages."""
    return titles_of(_lane_of(around.engine, case))


def titles_of(lane: Lane) -> CaseTitles:
    """What everything in a lane is called."""
    return CaseTitles(
        lane=lane.title,
        steps={
            id_: StepTitles(
                title=step.title,
                pool=step.pool if isinstance(step, Task) else None,
                doer=step.party if isinstance(step, ThirdPartyStep) else None,
                outcomes=tuple(
                    OutcomeTitle(id=each.id, title=each.title, notice=each.from_documents) for each in step.outcomes
                ),
                documents=step.documents,
            )
            for id_, step in lane.steps.items()
            if isinstance(step, Task | ApplicantStep | ThirdPartyStep)
        },
        pools={id_: PoolTitles(title=pool.title, department=pool.department) for id_, pool in lane.pools.items()},
        documents={id_: document.title for id_, document in lane.documents.items()},
        attributes={
            id_: AttributeTitles(title=each.title, values={value.value: value.title for value in each.values})
            for id_, each in lane.attributes.items()
        },
    )


def _lane_of(engine: Engine, case: str) -> Lane:
    with reading(engine) as connection:
        record = find_case(connection, case)
        if record is None:
            raise CaseNotFoundError(case)
        if record.lane_hash is None:
            raise NothingThereError(f"case {case!r} was started past this service, and its lane is not known here.")
        return kept_lane(connection, record.lane_hash)
