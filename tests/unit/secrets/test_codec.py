"""What is sealed can be opened with the key alone, and only as it was sealed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import ApplicationError

from services.errors import SealBrokenError, UnknownKeyError
from services.requests.starting import route_of
from services.secrets.codec import ENCODING, KEY_ID, SealingCodec, is_sealed, key_of
from services.secrets.converter import sealing_converter
from services.secrets.key_file import KeyFile, change_ring, ensure_ring, fresh_key
from services.secrets.keys import added, put_first, retired
from workflows.interpreter.case import Case
from workflows.temporal.messages import CaseStart


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    path = tmp_path / "ring.json"
    ensure_ring(path)
    return path


@pytest.fixture
def codec(ring: Path) -> SealingCodec:
    return SealingCodec(KeyFile(ring))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> SealingCodec:
    path = tmp_path_factory.mktemp("ring") / "ring.json"
    ensure_ring(path)
    return SealingCodec(KeyFile(path))


def payload(text: str = "王芳", encoding: str = "json/plain") -> Payload:
    return Payload(metadata={"encoding": encoding.encode()}, data=text.encode())


@given(
    payloads=some.lists(
        some.builds(
            Payload,
            metadata=some.dictionaries(some.text(max_size=20), some.binary(max_size=50), max_size=3),
            data=some.one_of(some.binary(max_size=100), some.integers(0, 5_000).map(lambda size: b"lane" * size)),
        ),
        max_size=4,
    )
)
async def test_whatever_is_sealed_can_be_opened(shared: SealingCodec, payloads: list[Payload]) -> None:
    sealed = await shared.encode(payloads)
    assert all(map(is_sealed, sealed))
    assert await shared.decode(sealed) == payloads


async def test_nothing_of_it_can_be_read_and_no_two_seals_are_the_same(codec: SealingCodec) -> None:
    once, again = await codec.encode([payload("王芳" * 500), payload("王芳" * 500)])
    assert once.data != again.data
    assert "王芳".encode() not in once.SerializeToString()
    assert b"json/plain" not in once.SerializeToString()
    assert len(once.data) < 200


async def test_what_was_there_before_is_passed_on(codec: SealingCodec) -> None:
    assert await codec.decode([payload()]) == [payload()]


@pytest.mark.parametrize("name", ["encryption-cipher", "compression"])
async def test_what_stands_in_clear_is_sealed_with_the_rest(codec: SealingCodec, name: str) -> None:
    [sealed] = await codec.encode([payload("x" * 1_000)])
    sealed.metadata[name] = b"something else"
    with pytest.raises(SealBrokenError, match="it was changed since"):
        await codec.decode([sealed])


@pytest.mark.parametrize("kept", [0, 5, 20, 200])
async def test_a_damaged_payload_is_refused(codec: SealingCodec, kept: int) -> None:
    [sealed] = await codec.encode([payload("x" * 1_000)])
    damaged = Payload(metadata=dict(sealed.metadata), data=sealed.data[:kept] + sealed.data[kept + 1 :] + b"\0")
    with pytest.raises(SealBrokenError):
        await codec.decode([damaged])


async def test_a_payload_without_a_key_id_is_refused(codec: SealingCodec) -> None:
    with pytest.raises(UnknownKeyError, match="expected key ''"):
        await codec.decode([Payload(metadata={"encoding": ENCODING}, data=b"x" * 40)])


async def test_after_a_rotation_the_new_key_seals_and_the_old_one_still_opens(ring: Path, codec: SealingCodec) -> None:
    [before] = await codec.encode([payload()])
    key = fresh_key()
    change_ring(ring, lambda keys: put_first(added(keys, key), key.id))
    [after] = await codec.encode([payload()])
    assert key_of(after) == key.id != key_of(before)
    assert await codec.decode([before, after]) == [payload(), payload()]
    change_ring(ring, lambda keys: retired(keys, before.metadata[KEY_ID].decode()))
    assert await codec.decode([after]) == [payload()]
    with pytest.raises(UnknownKeyError, match=str(ring)):
        await codec.decode([before])


async def test_failures_are_sealed_with_their_messages_and_traces(ring: Path) -> None:
    converter = sealing_converter(KeyFile(ring))
    failure = Failure()
    try:
        raise ApplicationError("step 'seal' was withdrawn by 王芳", "王芳", type="too_late")
    except ApplicationError as error:
        await converter.encode_failure(error, failure)
    assert "王芳".encode() not in failure.SerializeToString()
    assert b"test_codec" not in failure.SerializeToString()
    found = await converter.decode_failure(failure)
    assert isinstance(found, ApplicationError)
    assert (found.message, found.type, found.details) == ("step 'seal' was withdrawn by 王芳", "too_late", ("王芳",))


async def test_a_case_start_becomes_smaller_than_in_clear(ring: Path) -> None:
    route = route_of("construction_permit")
    case = Case(id="a", submitted_at=0)
    start = CaseStart(lanes=dict(route.lanes), lane=route.lane.id, case=case, declares=True)
    [clear] = await pydantic_data_converter.encode([start])
    converter = sealing_converter(KeyFile(ring))
    [sealed] = await converter.encode([start])
    assert sealed.ByteSize() < clear.ByteSize() / 5
    assert await converter.decode([sealed], [CaseStart]) == [start]


async def test_nonces_come_from_the_source_that_is_given(ring: Path) -> None:
    asked: list[int] = []

    def random(count: int) -> bytes:
        asked.append(count)
        return os.urandom(count)

    await SealingCodec(KeyFile(ring), random).encode([payload(), payload()])
    assert asked == [12, 12]
