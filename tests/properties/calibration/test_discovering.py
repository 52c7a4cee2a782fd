"""Blocks that are found in traces: they can give every one of them, and make a sound lane, whatever the traces."""

from __future__ import annotations

from collections import Counter
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.calibration.discovering import discover
from simulations.calibration.mining import mined
from simulations.calibration.process_tree import Block, Leaf, Operator, Tree, activities_of
from simulations.calibration.replaying import fitness, replays
from workflows.definition.references import problems_of
from workflows.definition.soundness import check_soundness
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats.intake import Taken
from workflows.events.log import EventLog
from workflows.instants import HOUR, MINUTE, parse_instant

TRACES = st.dictionaries(
    st.lists(st.sampled_from("abcdef"), max_size=8).map(tuple), st.integers(1, 20), min_size=1, max_size=12
)
MONDAY = parse_instant("2026-03-02T09:00:00+08:00")


@st.composite
def trees(draw: st.DrawFn, letters: str = "abcdefgh") -> Tree:
    """A tree that has each activity once."""
    left = list(letters[: draw(st.integers(1, len(letters)))])

    def grown(names: list[str]) -> Tree:
        if len(names) == 1:
            return Leaf(names[0], 1)
        cut = draw(st.integers(1, len(names) - 1))
        operator = draw(st.sampled_from(Operator))
        return Block(operator, (grown(names[:cut]), grown(names[cut:])), 1)

    return grown(left)


@given(TRACES)
def test_without_a_filter_every_trace_can_be_replayed_and_each_activity_stands_once(
    traces: dict[tuple[str, ...], int],
) -> None:
    tree = discover(traces, 0.0)
    assert fitness(tree, traces) == 1
    assert sorted(activities_of(tree)) == sorted({activity for trace in traces for activity in trace})


@given(TRACES, st.floats(0, 1))
def test_the_order_in_which_traces_stand_in_a_log_means_nothing(
    traces: dict[tuple[str, ...], int], noise: float
) -> None:
    assert discover(dict(reversed(traces.items())), noise) == discover(traces, noise)


@given(trees(), st.data())
def test_what_a_tree_gives_it_takes_and_what_is_found_in_that_takes_it_too(tree: Tree, data: st.DataObject) -> None:
    given_by_it = Counter(played(tree, data) for _ in range(6))
    assert fitness(tree, given_by_it) == 1
    assert fitness(discover(given_by_it, 0.0), given_by_it) == 1
    assert not replays(tree, ("something else",))


def played(tree: Tree, data: st.DataObject) -> tuple[str, ...]:
    """A trace that a tree gives."""
    if isinstance(tree, Leaf):
        return () if tree.activity is None else (tree.activity,)
    first, second = tree.parts
    match tree.operator:
        case Operator.SEQUENCE:
            return played(first, data) + played(second, data)
        case Operator.CHOICE:
            return played(data.draw(st.sampled_from(tree.parts)), data)
        case Operator.PARALLEL:
            one, other = list(played(first, data)), list(played(second, data))
            first_ones = data.draw(st.permutations([True] * len(one) + [False] * len(other)))
            return tuple(one.pop(0) if is_first else other.pop(0) for is_first in first_ones)
        case Operator.LOOP:
            trace = played(first, data)
            for _ in range(data.draw(st.integers(0, 2))):
                trace += played(second, data) + played(first, data)
            return trace


def test_of_an_interleaving_that_was_seen_whole_the_blocks_are_found() -> None:
    traces = Counter({tuple("sabe"): 5, tuple("sbae"): 4, tuple("sabre"): 0, tuple("sce"): 3})
    del traces[tuple("sabre")]
    tree = discover(traces, 0.0)
    together = Block(Operator.PARALLEL, (Leaf("a", 9), Leaf("b", 9)), 9)
    assert tree == Block(
        Operator.SEQUENCE,
        (Leaf("s", 12), Block(Operator.CHOICE, (together, Leaf("c", 3)), 12), Leaf("e", 12)),
        12,
    )


def test_rework_is_a_loop_with_as_many_turns_as_there_were() -> None:
    tree = discover(Counter({tuple("ab"): 6, tuple("abrab"): 3, tuple("abrabrab"): 1}), 0.0)
    body = Block(Operator.SEQUENCE, (Leaf("a", 15), Leaf("b", 15)), 15)
    assert tree == Block(Operator.LOOP, (body, Leaf("r", 5)), 10, most=2)


def test_what_hardly_ever_happens_is_left_out_where_noise_is_filtered() -> None:
    traces = Counter({tuple("abc"): 1_000, tuple("cab"): 1, tuple("bca"): 1})
    # Each of the two slips loses what stands in another one's place.
    assert discover(traces, 0.1) == Block(
        Operator.SEQUENCE, (Leaf("a", 1_001), Leaf("b", 1_002), Leaf("c", 1_001)), 1_002
    )
    assert fitness(discover(traces, 0.0), traces) == 1


@settings(max_examples=15, deadline=None)  # fitting loads a library, once
@given(TRACES.filter(any), st.sampled_from([0.0, 0.1, 0.5]), st.sampled_from(["ends", "starts and ends"]))
def test_whatever_happened_the_lane_is_sound(traces: dict[tuple[str, ...], int], noise: float, told: str) -> None:
    log = log_of(traces, starts_are_told=told == "starts and ends")
    found = mined(Taken(log, foreign=True), "drawn.csv", noise)
    assert not problems_of(found.lane)
    assert not check_soundness(found.lane)


def log_of(traces: dict[tuple[str, ...], int], *, starts_are_told: bool) -> EventLog:
    """A log in which each case has one activity an hour."""
    log, numbers = EventLog(), count()
    for trace, cases in traces.items():
        for _ in range(cases):
            number = next(numbers)
            at = MONDAY + number * 3 * HOUR
            log.add_case(f"case {number}")
            done: Counter[str] = Counter()
            for activity in trace:
                who = (f"case {number}", activity, done[activity], f"{activity} {number % 3}")
                if starts_are_told:
                    log.append(CaseEvent(who[0], EventKind.STARTED, at, who[1], who[2], who[3]))
                at += HOUR + number * MINUTE
                log.append(CaseEvent(who[0], EventKind.COMPLETED, at, who[1], who[2], who[3]))
                done[activity] += 1
    return log
