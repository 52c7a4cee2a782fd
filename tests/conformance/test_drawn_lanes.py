"""Lanes that nobody thought of: on both engines, the same events at the same instants.

What is drawn depends on nothing but the numbers below, so a failure here fails everywhere. A counterexample found
without a server is shrunk, and printed as YAML with the first event in which the engines differ.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import get_args

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy
from temporalio.client import Client
from temporalio.workflow import NondeterminismError

from simulations.rerun import known_cases
from tests.conformance.accounts import ORDERED, check_account
from tests.conformance.in_memory import events_in_memory
from tests.conformance.on_server import events_on_server
from tests.conformance.on_simpy import events_on_simpy
from tests.conformance.scripted import ScriptedCase, check_same
from tests.strategies.lanes import LANE
from tests.strategies.scripts import PUBLISHED, TO_COME, disturbed_cases, scripted_cases
from workflows.definition.references import problems_of
from workflows.definition.soundness import check_soundness
from workflows.definition.steps import Block, Leaf
from workflows.events.causes import Ground
from workflows.events.event import DEEMED, EventKind
from workflows.temporal.agenda import Agenda, Entry

WITHOUT_SERVER = 200
WITHOUT_SERVER_SLOWLY = 3_000
SHARDS = 12
ON_SERVER = 40
ON_SERVER_SLOWLY = 330
WAVES = 3
UNDISTURBED = scripted_cases(PUBLISHED + TO_COME)
DISTURBED = disturbed_cases(PUBLISHED + TO_COME)
FEWEST_DRAWN = 0.95
"""Hypothesis may stop a little short of the number asked for, having drawn the same thing twice."""


def drawn(
    number: int,
    cases: int,
    check: Callable[[ScriptedCase], None],
    *,
    shrink: bool = True,
    of: SearchStrategy[ScriptedCase] = UNDISTURBED,
) -> None:
    """Check drawn cases, the same ones for the same `number`."""
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]

    @seed(number)
    @settings(max_examples=cases, phases=phases, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(of)
    def all_of_them(scripted: ScriptedCase) -> None:
        check(scripted)

    all_of_them()


def same_without_server(number: int) -> Callable[[ScriptedCase], None]:
    def check(scripted: ScriptedCase) -> None:
        simulated = events_on_simpy(scripted)
        [replayed] = asyncio.run(events_in_memory([(scripted, simulated[scripted.case.id])], number))
        check_same(scripted, "SimPy", simulated, "Temporal", replayed)

    return check


@pytest.mark.parametrize("number", range(2))
def test_both_engines_agree(number: int) -> None:
    drawn(number, WITHOUT_SERVER // 2, same_without_server(number))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(100, 100 + SHARDS))
def test_both_engines_agree_on_thousands(number: int) -> None:
    drawn(number, WITHOUT_SERVER_SLOWLY // SHARDS, same_without_server(number))


@pytest.mark.parametrize("number", range(20, 22))
def test_both_engines_agree_on_what_people_order(number: int) -> None:
    drawn(number, WITHOUT_SERVER // 2, same_without_server(number), of=DISTURBED)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(200, 200 + SHARDS // 3))
def test_both_engines_agree_on_thousands_of_orders(number: int) -> None:
    drawn(number, WITHOUT_SERVER_SLOWLY // SHARDS, same_without_server(number), of=DISTURBED)


def test_whatever_can_be_ordered_is_drawn_and_does_something() -> None:
    happened: set[tuple[EventKind, str]] = set()

    def check(scripted: ScriptedCase) -> None:
        happened.update((event.kind, event.cause) for event in events_on_simpy(scripted)[scripted.case.id])

    drawn(9, 200, check, of=DISTURBED)
    assert {kind for kind, _ in happened} >= {
        EventKind.CLOCK_STOPPED,
        EventKind.EXTENSION_ASKED,
        EventKind.EXTENDED,
        EventKind.EXTENSION_REFUSED,
        EventKind.ASSIGNED,
        EventKind.OPINION,
        EventKind.FILED,
        EventKind.TAKEN_OUT,
    }
    assert (EventKind.ENDED, Ground.REVOCATION) in happened
    assert (EventKind.ACCEPTED, DEEMED) in happened


def test_drawn_lanes_are_sound_and_of_every_kind() -> None:
    kinds: set[str] = set()
    happened: set[EventKind] = set()

    def check(scripted: ScriptedCase) -> None:
        lane = scripted.lanes[LANE]
        assert problems_of(lane) + check_soundness(lane) == ()
        kinds.update(step.kind for step in lane.steps.values())
        happened.update(event.kind for event in events_on_simpy(scripted)[scripted.case.id])

    drawn(7, 200, check)
    every_kind = {kind.model_fields["kind"].default for kind in (*get_args(Leaf), *get_args(Block))}
    assert kinds == every_kind - {"call", "sequence"}
    never = {EventKind.OPENED, EventKind.SUSPENDED, EventKind.RESUMED, *ORDERED}
    assert happened == set(EventKind) - never


@pytest.mark.parametrize("of", [UNDISTURBED, DISTURBED], ids=["by themselves", "with orders"])
def test_accounts_are_possible_and_rerun_from_their_events_come_out_the_same(of: SearchStrategy[ScriptedCase]) -> None:
    def check(scripted: ScriptedCase) -> None:
        account = events_on_simpy(scripted)
        check_account(account[scripted.case.id])
        [known] = known_cases(LANE, [scripted.case], account)
        again = events_on_simpy(ScriptedCase(scripted.lanes, known, scripted.seed))
        check_same(scripted, "the case", account, "its rerun", again)

    drawn(8, 300, check, of=of)


async def test_both_engines_agree_on_a_real_server(temporal_client: Client) -> None:
    await agree_on_server(temporal_client, 50, ON_SERVER)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(60, 60 + WAVES))
async def test_both_engines_agree_on_a_real_server_by_hundreds(temporal_client: Client, number: int) -> None:
    await agree_on_server(temporal_client, number, ON_SERVER_SLOWLY // WAVES)


def test_an_agenda_without_the_tie_rule_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    keeping_the_rule = Agenda.add

    def add(self: Agenda, at: int, _key: int, action: Callable[[], None]) -> Entry:
        return keeping_the_rule(self, at, 0, action)

    monkeypatch.setattr(Agenda, "add", add)
    with pytest.raises((AssertionError, NondeterminismError), match=r"SimPy has\n|Nondeterminism error"):
        drawn(0, WITHOUT_SERVER // 2, same_without_server(0), shrink=False)


async def agree_on_server(client: Client, number: int, cases: int) -> None:
    collected = to_come(number, cases)
    assert len(collected) > FEWEST_DRAWN * cases
    for scripted, events in zip(collected, await events_on_server(client, collected), strict=True):
        check_same(scripted, "SimPy", events_on_simpy(scripted), "Temporal", events)


def to_come(number: int, cases: int) -> Sequence[ScriptedCase]:
    """Drawn cases in years that no server's clock has got to, so that it has something to skip."""
    collected: list[ScriptedCase] = []

    @seed(number)
    @settings(max_examples=cases, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(scripted_cases(TO_COME, most_steps=8))
    def collect(scripted: ScriptedCase) -> None:
        case = scripted.case.model_copy(update={"id": f"drawn-{number}-{len(collected)}"})
        collected.append(ScriptedCase(scripted.lanes, scripted.known.model_copy(update={"case": case}), scripted.seed))

    collect()
    return collected
