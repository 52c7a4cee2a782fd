"""Record histories whose payloads are sealed: ``python -m tests.replay.record_sealed``.

Only ever added to, like the other histories of lanes; see :mod:`tests.replay.record`. The key is in this file, so that
the histories can be replayed for ever; it has never sealed anything else.
"""

from __future__ import annotations

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.worker import Worker

from services.secrets.converter import sealing_converter
from services.secrets.key_file import KeyFile
from services.secrets.keys import Key, KeyRing
from tests.conformance.office import Kept, Office
from tests.replay.record import record, record_answered, recordings
from tests.servers import shared_temporal_server
from workflows.temporal.activities import Recorder
from workflows.temporal.lanes import WORKFLOWS
from workflows.temporal.sandbox import lane_runner

SEALED: Final = Path(__file__).parent / "sealed"
RING: Final = KeyRing(keys=(Key(id="key-of-recordings", made_at=0, secret=b"greenlane: known to everybody..."),))
_TRAVELS: Final = ("construction_permit", "agent_service", "deadline_beside")
"""What is recorded beside the case that people answer: a long case, one that opens others, one with timers that end."""


def converter_of_recordings(folder: Path) -> DataConverter:
    """The data converter of an installation with the keys of the recordings.

    Parameters
    ----------
    folder : in which their ring is written
    """
    path = folder / "key_ring.json"
    path.touch(0o600)
    path.write_text(RING.model_dump_json(), "utf-8")
    return sealing_converter(KeyFile(path))


async def main() -> None:
    """Record under names that are still free."""
    with tempfile.TemporaryDirectory() as folder, shared_temporal_server(Path(folder)) as address:
        converter = converter_of_recordings(Path(folder))
        client = await Client.connect(address, identity="recorder", data_converter=converter)
        kept = Kept()
        with ThreadPoolExecutor() as executor:
            async with Worker(
                client,
                task_queue="recording",
                workflows=WORKFLOWS,
                workflow_runner=lane_runner(),
                activities=[Recorder(kept).record_events],
                activity_executor=executor,
            ):
                await record_answered(Office(client, "recording", kept), SEALED)
                for name, scripted in recordings():
                    if name in _TRAVELS:
                        await record(client, kept, name, scripted, SEALED)


if __name__ == "__main__":
    asyncio.run(main())
