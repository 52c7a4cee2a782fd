"""Which files may be handed in for a case, and which may be taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from workflows.definition.steps import Mark, StopReason
from workflows.events.event import EventKind
from workflows.events.papers import Paper, contents, papers_of
from workflows.interpreter.orders import Order
from workflows.interpreter.travel import Travel
from workflows.temporal.messages import RecordedEvent
from workflows.temporal.order_messages import FilePaper, TakeOutPaper
from workflows.temporal.refusals import RefusedError

MOST_PAPERS: Final = 1_000
"""Files of one case. Each is an event, and a workflow's history is not for the files of a registry."""


def file_paper(given: FilePaper, travel: Travel, events: Sequence[RecordedEvent]) -> tuple[Order, ...]:
    """What handing in a file comes to.

    Raises
    ------
    RefusedError
        If the lane knows no such document, the file is there already, or it is too late for papers.
    """
    documents = travel.plan.lane.documents
    if given.document not in documents:
        raise RefusedError(
            "no_such_document",
            f"expected a document of lane {travel.plan.lane.id!r}: {', '.join(documents) or 'none'}; "
            f"was {given.document!r}",
        )
    if Mark.DECIDED in travel.marks and not _asks_for_papers(travel):
        raise RefusedError("already_decided", "expected a case that is not decided yet; nobody would read the file")
    papers = papers_of(events)
    same = next((paper for paper in papers if _is_there(paper) and _is_same(paper, given)), None)
    if same is not None:
        raise RefusedError("already_filed", f"the file is number {same.number} of {given.document!r} already")
    if len(papers) >= MOST_PAPERS:
        raise RefusedError(
            "too_many_papers", f"expected at most {MOST_PAPERS} files in a case; that many were handed in"
        )
    return (
        Order(
            kind=EventKind.FILED,
            occurrence=len(papers),
            member=given.by,
            cause=given.document,
            outcome=contents(given.digest, given.media_type, given.size),
        ),
    )


def take_out_paper(given: TakeOutPaper, travel: Travel, events: Sequence[RecordedEvent]) -> tuple[Order, ...]:
    """What taking a file out again comes to.

    What was accepted is what the authority judges by; it may be exchanged only while the applicant has the case back
    for a correction.

    Raises
    ------
    RefusedError
        If there is no such file, or it stays.
    """
    paper = next((paper for paper in papers_of(events) if paper.number == given.number and _is_there(paper)), None)
    if paper is None:
        known = ", ".join(str(each.number) for each in papers_of(events) if _is_there(each)) or "none"
        raise RefusedError("no_such_paper", f"expected the number of a file of the case: {known}; was {given.number}")
    if Mark.ACCEPTED in travel.marks and not _is_corrected(events):
        raise RefusedError(
            "already_accepted",
            f"file {given.number} was accepted with the case; expected a correction that goes on. Withdraw the case, "
            "or hand in another file beside it",
        )
    return (Order(kind=EventKind.TAKEN_OUT, occurrence=given.number, member=given.by, cause=paper.document),)


def _is_there(paper: Paper) -> bool:
    return paper.taken_out_at is None


def _is_same(paper: Paper, given: FilePaper) -> bool:
    return (paper.document, paper.digest) == (given.document, given.digest)


def _asks_for_papers(travel: Travel) -> bool:
    """Whether a step waits for papers that follow the decision."""
    return any(
        travel.occurrences.get(id_, 0) and id_ not in travel.outcomes and getattr(step, "documents", ())
        for id_, step in travel.plan.lane.steps.items()
    )


def _is_corrected(events: Sequence[RecordedEvent]) -> bool:
    """Whether the applicant has the case back for a correction."""
    stopped = {
        (event.step, event.occurrence)
        for event in events
        if event.kind == EventKind.CLOCK_STOPPED and event.cause == StopReason.CORRECTION
    }
    resumed = {(event.step, event.occurrence) for event in events if event.kind == EventKind.CLOCK_RESUMED}
    return bool(stopped - resumed)
