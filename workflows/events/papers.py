"""The files of a case's papers, read off its events: what they are and whose digest, never what is in them.

The papers themselves lie with whoever keeps them. A case knows by which digest (SHA-256) each file is the one that was
handed in, so that nobody can later show another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pydantic import NonNegativeInt

from workflows.definition.provenance import Frozen
from workflows.events.event import EventKind, Happened
from workflows.instants import Instant

_CONTENTS: Final = re.compile(r"[0-9a-f]{64} [a-z]+/[a-z0-9.+\-]+ [1-9][0-9]{0,12}", re.ASCII)


class Paper(Frozen):
    """One file.

    Parameters
    ----------
    number : among the files of the case, from 0
    document : id of the document of the lane that it is
    digest : SHA-256 of its content, in hexadecimal
    media_type : such as application/pdf
    size : bytes
    by : who handed it in
    taken_out_at : when it was taken out again; none as long as it is part of the case
    """

    number: NonNegativeInt
    document: str
    digest: str
    media_type: str
    size: NonNegativeInt
    filed_at: Instant
    by: str
    taken_out_at: Instant | None = None


def contents(digest: str, media_type: str, size: int) -> str:
    """What a filing's event says of the file, as its outcome."""
    return f"{digest} {media_type} {size}"


def is_contents(outcome: str) -> bool:
    """Whether a text is one that :func:`contents` gives."""
    return _CONTENTS.fullmatch(outcome) is not None


def papers_of(events: Iterable[Happened]) -> tuple[Paper, ...]:
    """Every file that was handed in, in the order in which that happened; those that were taken out again too."""
    papers: list[Paper] = []
    for event in events:
        if event.kind == EventKind.FILED:
            digest, media_type, size = event.outcome.split(" ")
            papers.append(
                Paper(
                    number=event.occurrence,
                    document=event.cause,
                    digest=digest,
                    media_type=media_type,
                    size=int(size),
                    filed_at=event.at,
                    by=event.member,
                )
            )
        elif event.kind == EventKind.TAKEN_OUT:
            papers[event.occurrence] = papers[event.occurrence].model_copy(update={"taken_out_at": event.at})
    return tuple(papers)
