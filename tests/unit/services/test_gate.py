"""The gate lets so many in, and has nobody wait for longer than is worth it."""

from __future__ import annotations

import asyncio

import pytest

from services.api.gate import Gate
from services.errors import OverloadedError, ShedReason


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def _let_the_others_go_on() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def test_whoever_waits_comes_in_in_the_order_of_coming() -> None:
    gate, order = Gate(1, 60, _Clock()), list[int]()

    async def come(number: int) -> None:
        await gate.enter()
        order.append(number)

    await gate.enter()
    waiting = [asyncio.create_task(come(number)) for number in range(3)]
    await _let_the_others_go_on()
    assert order == []
    for done in range(3):
        gate.leave()
        await _let_the_others_go_on()
        assert order == list(range(done + 1))
    await asyncio.gather(*waiting)


async def test_a_place_is_neither_lost_nor_given_twice_when_somebody_who_waits_goes_away() -> None:
    gate = Gate(1, 60, _Clock())
    await gate.enter()
    gone, stays = (asyncio.create_task(gate.enter()) for _ in range(2))
    await _let_the_others_go_on()
    gone.cancel()
    await _let_the_others_go_on()
    gate.leave()
    await asyncio.wait_for(stays, 5)
    late = asyncio.create_task(gate.enter())
    await _let_the_others_go_on()
    assert not late.done(), "the one place is taken"
    gate.leave()
    late.cancel()  # in the moment of being let in: the place goes back
    await asyncio.gather(late, return_exceptions=True)
    await asyncio.wait_for(gate.enter(), 5)


async def test_nobody_waits_for_longer_than_the_longest_wait() -> None:
    gate = Gate(1, 0.02, _Clock())
    await gate.enter()
    with pytest.raises(OverloadedError) as refused:
        await gate.enter()
    assert refused.value.reason is ShedReason.WAITED
    gate.leave()
    await asyncio.wait_for(gate.enter(), 5)


async def test_whoever_waited_too_long_is_refused_also_if_somebody_leaves_in_the_same_moment() -> None:
    loop, longest_wait = asyncio.get_running_loop(), 0.01
    gate = Gate(1, longest_wait, _Clock())
    await gate.enter()
    waiting = asyncio.create_task(gate.enter())
    await _let_the_others_go_on()
    left = loop.time() + longest_wait
    loop.call_at(left, gate.leave)
    while loop.time() <= left:
        pass  # so that the end of the wait and the leaving are due at once, before whoever waits can go on
    with pytest.raises(OverloadedError) as refused:
        await waiting
    assert refused.value.reason is ShedReason.WAITED
    await asyncio.wait_for(gate.enter(), 5)
    with pytest.raises(OverloadedError):
        await gate.enter()


async def test_whoever_goes_away_does_so_also_if_somebody_leaves_in_the_same_moment() -> None:
    gate = Gate(1, 60, _Clock())
    await gate.enter()
    gone = asyncio.create_task(gate.enter())
    await _let_the_others_go_on()
    gone.cancel()
    gate.leave()
    with pytest.raises(asyncio.CancelledError):
        await gone
    await asyncio.wait_for(gate.enter(), 5)


async def test_where_so_many_wait_that_it_is_of_no_use_one_more_is_refused_at_once() -> None:
    gate = Gate(1, 60, _Clock())
    await gate.enter()
    waiting = [asyncio.create_task(gate.enter()) for _ in range(10)]
    await _let_the_others_go_on()
    with pytest.raises(OverloadedError) as refused:
        await gate.enter()
    assert refused.value.reason is ShedReason.QUEUE_FULL
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_once_there_has_always_been_a_queue_for_as_long_as_the_longest_wait_waits_are_a_tenth_of_it() -> None:
    clock = _Clock()
    gate = Gate(1, 10, clock)
    loop = asyncio.get_running_loop()
    await gate.enter()
    first = asyncio.create_task(gate.enter())
    await _let_the_others_go_on()
    clock.now = 10.5  # somebody has waited all the time
    began = loop.time()
    with pytest.raises(OverloadedError):
        await gate.enter()
    assert 0.9 <= loop.time() - began < 9
    gate.leave()
    await asyncio.wait_for(first, 5)  # nobody waits any more, so the next one may wait in full
    patient = asyncio.create_task(gate.enter())
    _, late = await asyncio.wait({patient}, timeout=1.5)
    assert late == {patient}
    gate.leave()
    await asyncio.wait_for(patient, 5)
