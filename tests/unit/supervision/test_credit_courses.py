"""The register of live cases: cases begun by people overlap, stop half-way and contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest

from workflows.events.event import CaseEvent, EventKind
from workflows.supervision.credit import CreditList, Place, gate
from workflows.supervision.credit_cases import Breach
from workflows.supervision.credit_courses import Course, breach_course, credit_register, listing_course

BLACK, RED = CreditList.BLACK, CreditList.RED
LISTED = (("identify", "done"), ("decide_listing", "done"))
REPAIRED = (*LISTED, ("put_right", "done"), ("review_repair", "done"), ("take_off", "done"))
UPHELD = (("identify", "done"), ("respond", "objects"), ("hear_objection", "upheld"))


def happened(steps: Sequence[tuple[str, str]], at: int, *, ended: bool) -> list[CaseEvent]:
    """Steps that were completed one after the other, from an instant on."""
    found = [
        CaseEvent("case", EventKind.COMPLETED, at + number, step, 0, "", "", outcome)
        for number, (step, outcome) in enumerate(steps)
    ]
    return [*found, CaseEvent("case", EventKind.ENDED, at + len(steps), outcome="approved")] if ended else found


def listing(
    steps: Sequence[tuple[str, str]], at: int, on: CreditList = BLACK, case: str = "a", *, ended: bool = False
) -> Course:
    found = listing_course("firm", on, case, happened(steps, at, ended=ended))
    assert found is not None
    return found


def lists(courses: Sequence[Course], at: int = 1_000) -> set[str]:
    """The lists that the firm is on, in whatever order its cases are read."""
    found = {
        tuple(name for name, told in gate(credit_register(order, at), "firm", at).items() if told == "yes")
        for order in permutations(courses)
    }
    assert len(found) == 1
    return set(*found)


def test_nothing_comes_of_a_case_before_anybody_was_identified() -> None:
    assert listing_course("firm", BLACK, "a", happened([], 0, ended=True)) is None


@pytest.mark.parametrize("course", [listing(LISTED[:1], 0), listing(LISTED[:1], 0, ended=True), listing(UPHELD, 0)])
def test_who_was_told_only_is_on_no_list_and_can_still_be_listed_by_another_case(course: Course) -> None:
    assert lists([course]) == set()
    assert lists([course, listing(LISTED, 1, case="b")]) == {"blacklisted"}


def test_of_two_cases_at_the_same_time_one_that_lists_counts() -> None:
    repaired, listed = listing(REPAIRED, 0, ended=True), listing(LISTED, 2, case="b")
    assert lists([repaired, listed]) == {"blacklisted"}
    assert lists([repaired, listing(REPAIRED, 2, case="b", ended=True)]) == set()


def test_a_firm_that_comes_onto_a_list_again_has_both_times_on_record() -> None:
    courses = [listing(REPAIRED, 0, ended=True), listing(LISTED, 100, case="b")]
    entry = credit_register(courses, 1_000).entry("firm", BLACK)
    assert lists(courses) == {"blacklisted"}
    assert [each.happening.value for each in entry.record] == [
        "proposed", "listed", "repair_asked", "repair_granted", "proposed", "listed",
    ]  # fmt: skip


def test_a_listing_whose_case_was_withdrawn_afterwards_stays_in_force() -> None:
    assert lists([listing(LISTED, 0, ended=True)]) == {"blacklisted"}


@pytest.mark.parametrize("first", [0, 50])
def test_the_black_list_comes_before_the_red_one_whichever_was_first(first: int) -> None:
    red = listing((*LISTED, ("initiate", "done"), ("take_off", "done")), first, RED, ended=True)
    standing = listing(LISTED, first, RED, case="c")
    black = listing(LISTED, 25, case="b")
    assert lists([standing]) == {"red_listed"}
    assert lists([standing, black]) == {"blacklisted"}
    assert lists([red, black]) == {"blacklisted"}


BREACH = Breach("firm", "commitment-1/follow_up", 10)


def test_a_breach_counts_from_its_revocation_until_its_repair() -> None:
    assert lists([breach_course(BREACH, None, ())]) == set()
    assert lists([breach_course(BREACH, 20, ())]) == {"blacklisted"}
    going_on = breach_course(BREACH, 20, happened(REPAIRED[:3], 30, ended=False))
    assert lists([going_on]) == {"blacklisted"}
    assert credit_register([going_on], 1_000).entry("firm", BLACK).place is Place.UNDER_REPAIR
    assert lists([breach_course(BREACH, 20, happened(REPAIRED, 30, ended=True))]) == set()


def test_an_objection_that_is_upheld_takes_a_breach_off_and_the_record_says_why() -> None:
    course = breach_course(BREACH, 20, happened(UPHELD, 30, ended=True))
    assert lists([course]) == set()
    assert course.events[-1].reason == "case case: objection upheld"


def test_one_repair_does_not_mend_another_breach() -> None:
    mended = breach_course(BREACH, 20, happened(REPAIRED, 30, ended=True))
    another = breach_course(Breach("firm", "commitment-2/follow_up", 25), 26, ())
    assert lists([mended, another]) == {"blacklisted"}
