"""Whatever happens to those on the lists, and in whatever order, the register keeps its promises."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.errors import InvalidInputError
from workflows.supervision.credit import (
    ON_THE_LIST,
    CreditEvent,
    CreditList,
    CreditRegister,
    Happening,
    Place,
    after,
    gate,
    register_of,
)

SUBJECTS = ("one", "two")


@st.composite
def attempts(draw: st.DrawFn) -> list[CreditEvent]:
    """Events one after the other, many of which cannot happen."""
    at, found = 0, []
    for _ in range(draw(st.integers(0, 60))):
        at += draw(st.integers(0, 5))
        happening = draw(st.sampled_from(Happening))
        until = draw(st.none() | st.integers(at + 1, at + 40)) if happening is Happening.LISTED else None
        found.append(
            CreditEvent(
                subject=draw(st.sampled_from(SUBJECTS)),
                list=draw(st.sampled_from(CreditList)),
                happening=happening,
                at=at,
                until=until,
            )
        )
    return found


def accepted(tried: list[CreditEvent]) -> Iterator[tuple[CreditRegister, CreditEvent, CreditRegister]]:
    """The register before and after each event that it took; one that it refuses changes nothing."""
    register = CreditRegister()
    for event in tried:
        before = register
        try:
            register = after(register, event)
        except InvalidInputError:
            assert register is before
        else:
            yield before, event, register


@settings(max_examples=60)
@given(attempts())
def test_the_record_only_ever_grows(tried: list[CreditEvent]) -> None:
    for before, event, later in accepted(tried):
        for key, entry in before.entries.items():
            kept = later.entries[key].record
            assert kept[: len(entry.record)] == entry.record
        assert later.entry(event.subject, event.list).record[-1] == event
        changed = [key for key, entry in later.entries.items() if before.entries.get(key) != entry]
        assert {subject for subject, _ in changed} == {event.subject}


@settings(max_examples=60)
@given(attempts())
def test_nobody_is_on_both_lists(tried: list[CreditEvent]) -> None:
    for _, event, register in accepted(tried):
        for subject in SUBJECTS:
            on = gate(register, subject, event.at)
            assert on != {"red_listed": "yes", "blacklisted": "yes"}


@settings(max_examples=60)
@given(attempts())
def test_whoever_is_on_the_black_list_was_told_first_and_heard_if_they_objected(tried: list[CreditEvent]) -> None:
    for _, event, register in accepted(tried):
        record = register.entry(event.subject, event.list).record
        happened = [each.happening for each in record]
        if event.happening is Happening.LISTED:
            since = happened[::-1].index(Happening.PROPOSED)
            latest = happened[len(happened) - 1 - since :]
            objections = latest.count(Happening.OBJECTED)
            assert latest.count(Happening.DISMISSED) == objections
            assert Happening.UPHELD not in latest
        if event.happening in (Happening.INITIATED, Happening.ANSWERED, Happening.FED_BACK):
            # Nobody is sanctioned who has not been listed and has not got off since.
            off = {Happening.REPAIR_GRANTED, Happening.EXPIRED, Happening.TAKEN_OFF}
            latest = happened[len(happened) - 1 - happened[::-1].index(Happening.LISTED) :]
            assert not off.intersection(latest)


@given(attempts(), st.integers(0, 60))
def test_a_listing_holds_until_it_runs_out_or_is_ended(tried: list[CreditEvent], later: int) -> None:
    register, last = CreditRegister(), 0
    for _, event, now in accepted(tried):
        register, last = now, event.at
    at = last + later
    for subject in SUBJECTS:
        for on in CreditList:
            entry = register.entry(subject, on)
            listings = [each for each in entry.record if each.happening is Happening.LISTED]
            expected = (
                entry.place in ON_THE_LIST
                and bool(listings)
                and (listings[-1].until is None or at < listings[-1].until)
            )
            assert entry.holds(at) == expected
            assert (entry.until is not None) <= (entry.place in ON_THE_LIST)


@settings(max_examples=60)
@given(attempts())
def test_the_register_is_what_its_records_make_of_it(tried: list[CreditEvent]) -> None:
    taken = [event for _, event, _ in accepted(tried)]
    register = register_of(taken)
    assert register == register_of(taken)
    for subject in SUBJECTS:
        for on in CreditList:
            entry = register.entry(subject, on)
            if not entry.record:
                assert entry.place is Place.CLEAR
