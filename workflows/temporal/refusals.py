"""Messages that do not fit the case as it is, and the clocks by which that is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workflows.instants import SECOND, Instant, Milliseconds, format_instant

CLOCK_SKEW: Final[Milliseconds] = 5 * SECOND
"""By how much a sender's clock may be behind the server's before its "now" counts as the past."""


class RefusedError(Exception):
    """A message that does not fit the case as it is.

    Parameters
    ----------
    code : of answers: ``no_such_item``, ``already_begun``, ``already_planned``, ``no_such_outcome``, ``out_of_order``,
        ``too_early``, ``too_late``, ``not_yours``, ``case_over``, ``not_assignee``, ``stale``, ``opinions_missing``;
        of notices: ``no_such_document``, ``not_a_notice``, ``second_notice``, ``deemed_accepted``;
        of orders: ``claimed``, ``nobody_named``, ``not_accepted``, ``already_accepted``, ``not_decided``,
        ``already_decided``, ``already_stands``, ``no_such_procedure``, ``already_asked``, ``already_extended``,
        ``limit_over``, ``not_asked``, ``same_person``, ``already_given``, ``not_owner``, ``already_owned``;
        of papers: ``already_filed``, ``too_many_papers``, ``no_such_paper``;
        of hands, before the case is asked: ``not_of_department``
    message : what was expected, what was found
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Effect:
    """Whether a message has taken effect: not yet (``None``), yes, or no, because something had happened before.

    Attributes
    ----------
    refusal : why not, if that is known
    """

    taken: bool | None = None
    refusal: RefusedError | None = None


@dataclass(frozen=True, slots=True)
class Clocks:
    """The instants by which a message is judged.

    Parameters
    ----------
    case : to which the case has got
    wall : of the wall's clock; none for a rehearsed case, which may be played in the past
    """

    case: Instant
    wall: Instant | None

    @property
    def lived(self) -> bool:
        """Whether people live through the case, rather than rehearse it."""
        return self.wall is not None


def check_takes_effect(at: Instant | None, clocks: Clocks, what: str) -> None:
    """Refuse what is to take effect in the past: before what the case has got to, or before now on the wall's clock."""
    check_not_past(at, clocks.case, what)
    if at is not None and clocks.wall is not None and at < clocks.wall - CLOCK_SKEW:
        raise RefusedError(
            "too_late",
            f"expected {what} to take effect now, {format_instant(clocks.wall)}, or at an instant to come; "
            f"was {format_instant(at)}. Leave `at` out for now; a completion may tell `began_at` and `released_at`, "
            "which may be past.",
        )


def check_not_past(at: Instant | None, reached: Instant, what: str) -> None:
    """Refuse an instant to which the case has already got."""
    if at is not None and at <= reached:
        raise RefusedError(
            "too_late",
            f"expected an instant after {format_instant(reached)}, to which the case has got; "
            f"was {format_instant(at)} for {what}",
        )
