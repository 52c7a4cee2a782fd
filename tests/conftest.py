"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from temporalio.client import Client

from tests.servers import shared_temporal_server


@pytest.fixture(scope="session")
def temporal_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """host:port of a real Temporal server, the same for all workers of this run; start no second one."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with shared_temporal_server(folder) as address:
        yield address


@pytest.fixture
async def temporal_client(temporal_address: str) -> Client:
    """A client of the shared server; give workflow ids and task queues of your own, others use it too."""
    return await Client.connect(temporal_address)
