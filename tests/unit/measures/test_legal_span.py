"""What the law counts of a case that was deemed accepted, and of one whose decision was given more time."""

from __future__ import annotations

import pytest

from tests.unit.measures.test_one_case import at, observed
from workflows.events.event import CaseEvent, EventKind
from workflows.measures import Timeliness, case_table


def test_a_deemed_acceptance_counts_since_the_file_came_in() -> None:
    cases = case_table(
        observed(
            ("03-02T10:00", EventKind.SUBMITTED, ""),
            CaseEvent(
                "c", EventKind.ACCEPTED, at("03-10T00:00"), "", cause="deemed", outcome="2026-03-02T10:00:00.000+08:00"
            ),
            ("03-11T10:00", EventKind.DECIDED, "decided"),
        )
    )
    assert cases.accepted_at.tolist() == [at("03-02T10:00")]
    assert cases.processing_days.tolist() == [7]
    assert [verdict.item() for _, verdict in cases.timeliness][:2] == [Timeliness.LATE] * 2


@pytest.mark.parametrize(("days", "verdict"), [("3", Timeliness.LATE), ("4", Timeliness.ON_TIME)])
def test_an_extension_moves_the_limit_of_the_decision_alone(days: str, verdict: Timeliness) -> None:
    """Limits of three and of one working day from acceptance to decision, and of six from submission to delivery."""
    cases = case_table(
        observed(
            ("03-02T10:00", EventKind.SUBMITTED, ""),
            ("03-02T10:00", EventKind.ACCEPTED, "accepted"),
            CaseEvent("c", EventKind.EXTENDED, at("03-03T10:00"), outcome=days),
            ("03-11T10:00", EventKind.DECIDED, "decided"),
            ("03-12T10:00", EventKind.DELIVERED, "delivered"),
        )
    )
    assert cases.processing_days.tolist() == [7]
    assert [each.item() for _, each in cases.timeliness] == [verdict, Timeliness.LATE, Timeliness.LATE]
