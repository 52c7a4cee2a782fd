"""Whatever is done to a trail afterwards is found, and the first place where it was done is named."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as some

from services.audit.chain import EMPTY, GENESIS, Break, Entry, Head, Outcome, Row, chained, first_break, row_of

WORDS = some.text(max_size=8)
ENTRIES = some.builds(
    Entry,
    at=some.integers(-(2**53), 2**53),
    subject=WORDS,
    roles=some.lists(WORDS, max_size=3).map(tuple),
    credential=WORDS,
    action=WORDS,
    resources=some.dictionaries(WORDS, WORDS, max_size=3).map(lambda named: tuple(sorted(named.items()))),
    outcome=some.sampled_from(Outcome),
    digest=WORDS,
    regarding=some.none() | some.integers(0, 2**53),
)
HASHES = some.text("0123456789abcdef", min_size=64, max_size=64)


def trail_of(entries: list[Entry], head: Head = EMPTY) -> list[Row]:
    rows = []
    for entry in entries:
        rows.append(chained(head, entry))
        head = Head(rows[-1].sequence, rows[-1].hash)
    return rows


TRAILS = some.lists(ENTRIES, min_size=1, max_size=12).map(trail_of)


def break_of(rows: list[Row], *anchors: Head) -> Break:
    found = first_break(rows, EMPTY, anchors)
    assert isinstance(found, Break)
    return found


@given(TRAILS)
def test_a_trail_that_nobody_touched_is_whole(rows: list[Row]) -> None:
    last = Head(rows[-1].sequence, rows[-1].hash)
    heads = [EMPTY, *(Head(row.sequence, row.hash) for row in rows)]
    assert first_break(rows) == last
    assert first_break(rows, EMPTY, heads) == last
    for already, head in enumerate(heads):
        assert first_break(rows[already:], head) == last
    assert first_break([]) == EMPTY


@given(TRAILS, some.data())
def test_any_change_of_any_part_of_any_row_is_found_there(rows: list[Row], data: some.DataObject) -> None:
    place = data.draw(some.integers(0, len(rows) - 1))
    row = rows[place]
    what = data.draw(some.sampled_from(("previous", "hash", *Entry.__slots__)))
    match what:
        case "previous":
            changed = replace(row, previous=data.draw(HASHES))
        case "hash":
            changed = replace(row, hash=data.draw(HASHES))
        case _:
            changed = replace(row, entry=replace(row.entry, **{what: getattr(data.draw(ENTRIES), what)}))
    assume(changed != row)
    assert break_of([*rows[:place], changed, *rows[place + 1 :]]).sequence == row.sequence


@given(TRAILS, ENTRIES, some.data())
def test_a_row_that_is_changed_along_with_its_hash_is_found_at_the_next_one(
    rows: list[Row], entry: Entry, data: some.DataObject
) -> None:
    place = data.draw(some.integers(0, len(rows) - 1))
    row = chained(Head(rows[place].sequence - 1, rows[place].previous), entry)
    assume(row != rows[place])
    forged = [*rows[:place], row, *rows[place + 1 :]]
    if place < len(rows) - 1:
        assert break_of(forged).sequence == row.sequence + 1
    # Of the last row nothing follows. Whoever wrote its hash down finds it, and nobody else.
    assert break_of(forged, Head(rows[-1].sequence, rows[-1].hash)).sequence in {row.sequence, row.sequence + 1}


@given(TRAILS, some.data())
def test_a_row_that_is_taken_out_is_found(rows: list[Row], data: some.DataObject) -> None:
    place = data.draw(some.integers(0, len(rows) - 1))
    rest = [*rows[:place], *rows[place + 1 :]]
    if place < len(rows) - 1:
        assert break_of(rest).sequence == rows[place].sequence
    renumbered = [replace(row, sequence=number) for number, row in enumerate(rest, 1)]
    if place < len(rows) - 1:
        assert break_of(renumbered).sequence == rows[place].sequence


@given(TRAILS, ENTRIES, some.data())
def test_a_row_that_is_put_in_is_found(rows: list[Row], entry: Entry, data: some.DataObject) -> None:
    place = data.draw(some.integers(0, len(rows) - 1))
    added = chained(Head(rows[place].sequence - 1, rows[place].previous), entry)
    assume(added != rows[place])
    assert break_of([*rows[:place], added, *rows[place:]]).sequence == added.sequence + 1
    shifted = [replace(row, sequence=row.sequence + 1) for row in rows[place:]]
    assert break_of([*rows[:place], added, *shifted]).sequence == added.sequence + 1


@given(TRAILS, some.data())
def test_rows_that_change_places_are_found(rows: list[Row], data: some.DataObject) -> None:
    assume(len(rows) > 1)
    order = data.draw(some.permutations(rows))
    assume(order != rows)
    first = next(number for number, (was, now) in enumerate(zip(rows, order, strict=True), 1) if was != now)
    assert break_of(order).sequence == first
    renumbered = [replace(row, sequence=number) for number, row in enumerate(order, 1)]
    assume(renumbered != rows)
    assert break_of(renumbered).sequence >= first


@given(TRAILS, some.data())
def test_an_end_that_is_cut_off_is_found_by_a_head_that_was_written_down(
    rows: list[Row], data: some.DataObject
) -> None:
    left = data.draw(some.integers(0, len(rows) - 1))
    head = Head(rows[-1].sequence, rows[-1].hash)
    assert first_break(rows[:left]) == (Head(left, rows[left - 1].hash) if left else EMPTY)
    found = break_of(rows[:left], head)
    assert found.sequence == left + 1
    assert f"expected {len(rows)} rows at least" in found.found


@given(some.lists(ENTRIES, min_size=1, max_size=8), some.lists(ENTRIES, min_size=1, max_size=8))
def test_a_trail_that_was_made_anew_is_found_by_a_head_that_was_written_down(
    entries: list[Entry], others: list[Entry]
) -> None:
    rows, anew = trail_of(entries), trail_of(others)
    head = Head(rows[-1].sequence, rows[-1].hash)
    assume(len(anew) < head.sequence or anew[head.sequence - 1].hash != head.hash)
    assert isinstance(first_break(anew), Head)
    assert break_of(anew, head).sequence == min(head.sequence, len(anew) + 1)


@given(TRAILS)
def test_a_row_is_read_back_from_its_content_as_it_was(rows: list[Row]) -> None:
    assert [row_of(row.content()) for row in rows] == rows


@given(TRAILS, HASHES)
def test_a_beginning_that_is_not_believed_is_found(rows: list[Row], other: str) -> None:
    assume(other != GENESIS)
    found = first_break(rows, Head(0, other))
    assert isinstance(found, Break)
    assert found.sequence == 1
