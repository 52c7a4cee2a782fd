"""Correction notices of one case: all that a file lacks is told at once, and in time (行政许可法 art. 32).

A notice is a completion of a check with an outcome that comes from documents, and names those that are missing. Lanes
let a check be done several times, since what comes back may still not be in order. That is no second notice as long as
it names nothing that the first one did not name: what could have been told at once may not be told later. A first
notice that names no document means the whole file.

Rehearsed cases play what simulations draw, the habits of the time before the reforms among it, and are not refused.
"""

from __future__ import annotations

from workflows.definition.conditions import holds
from workflows.definition.outcomes import checks_of
from workflows.definition.steps import Loop, Mark, Work
from workflows.interpreter.travel import Travel
from workflows.temporal.messages import CompleteWork
from workflows.temporal.refusals import RefusedError


class Notices:
    """What the applicant has been told so far."""

    def __init__(self) -> None:
        self._told: dict[str, frozenset[str]] = {}

    def check(self, step: Work, message: CompleteWork, travel: Travel, *, lived: bool) -> None:
        """Refuse a completion that tells what may not, or no longer, be told."""
        named = frozenset(message.missing)
        if strange := sorted(named - set(step.documents)):
            raise RefusedError(
                "no_such_document",
                f"expected documents that step {step.id!r} needs, of {', '.join(step.documents) or 'none'}; "
                f"was {strange[0]!r}",
            )
        notice = any(outcome.id == message.outcome and outcome.from_documents for outcome in step.outcomes)
        if named and not notice:
            raise RefusedError(
                "not_a_notice", f"outcome {message.outcome!r} of step {step.id!r} lacks no document; {len(named)} named"
            )
        if not lived:
            return
        if _is_deemed_accepted(step, message.outcome, travel):
            raise RefusedError(
                "deemed_accepted",
                "nobody has told in time what the file lacks, so it counts as accepted; "
                f"step {step.id!r} can no longer come out as {message.outcome!r}. Complete it with another outcome",
            )
        told = self._told.get(step.id)
        if notice and told is not None and (not named or named - told):
            raise RefusedError(
                "second_notice",
                f"expected documents that the first notice named, {', '.join(sorted(told))}; "
                f"was {', '.join(sorted(named)) or 'none'}. What is missing is told once, all together",
            )

    def take_note(self, step: Work, message: CompleteWork) -> None:
        """A check was completed; if that was the first notice, it has told all that may be told."""
        if any(outcome.id == message.outcome and outcome.from_documents for outcome in step.outcomes):
            self._told.setdefault(step.id, frozenset(message.missing or step.documents))


def _is_deemed_accepted(check: Work, outcome: str, travel: Travel) -> bool:
    """Whether a check would send the applicant away after the time for that."""
    if Mark.ACCEPTED not in travel.marks:
        return False
    outcomes = {**travel.outcomes, check.id: outcome}
    return any(
        isinstance(step, Loop)
        and step.notice is not None
        and check.id in checks_of(step)
        and holds(step.again, travel.case.attributes, outcomes)
        for step in travel.plan.lane.steps.values()
    )
