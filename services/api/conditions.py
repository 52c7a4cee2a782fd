"""The If-Match of a request: what its sender has seen of a thing that may have changed since.

A work item's ETag is its revision, in quotes, a draft's the number of its latest version. Whoever says that they have
seen one is refused with 412 if it is at another one by then.
"""

from __future__ import annotations

import re
from typing import Annotated, Final, TypeAlias

from fastapi import Header

from services.errors import MessageRefusedError, RevisionNeededError
from workflows.errors import InvalidInputError

IfMatch: TypeAlias = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=100,
        description="The ETag of what is to be changed as it was seen, or `*` for however it is now.",
        examples=['"3"'],
    ),
]

ENTITY_TAG: Final = {"ETag": {"schema": {"type": "string"}, "description": "Of what is shown, as it is now."}}
"""The header of answers that show what may change, for their description."""

_ANY: Final = "*"
_OURS: Final = re.compile(r'"(0|[1-9][0-9]{0,8})"')
_ENTITY_TAG: Final = re.compile(r'(W/)?"[\x21\x23-\x7e]*"')


def entity_tag(revision: int) -> str:
    """The ETag of a revision."""
    return f'"{revision}"'


def seen_revision(if_match: str | None) -> int | None:
    """The revision that the sender has seen; none if any will do.

    Raises
    ------
    MessageRefusedError
        ``stale``, if it is an ETag that no revision has.
    InvalidInputError
        If it is no ETag.
    """
    if if_match is None or if_match.strip() == _ANY:
        return None
    if found := _OURS.fullmatch(if_match.strip()):
        return int(found[1])
    if _ENTITY_TAG.fullmatch(if_match.strip()):
        raise MessageRefusedError("stale", f"expected If-Match to be an ETag that was shown; {if_match} never was")
    raise InvalidInputError(f'expected If-Match to be one ETag, such as "3", or *; was {if_match!r}')


def needed_revision(if_match: str | None) -> int | None:
    """As :func:`seen_revision`, where the sender has to say it.

    Raises
    ------
    RevisionNeededError
        If they do not.
    """
    if if_match is None:
        raise RevisionNeededError
    return seen_revision(if_match)
