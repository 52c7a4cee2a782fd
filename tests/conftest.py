"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from temporalio.client import Client

from services.store.database import open_database
from tests.servers import database_of_its_own, shared_postgresql, shared_temporal_server


@pytest.fixture(scope="session")
def folder_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def temporal_address(folder_of_this_run: Path) -> Iterator[str]:
    """host:port of a real Temporal server, the same for all workers of this run; start no second one."""
    with shared_temporal_server(folder_of_this_run) as address:
        yield address


@pytest.fixture(scope="session")
def postgresql(folder_of_this_run: Path) -> Iterator[str]:
    """URL of a real PostgreSQL, the same for all workers of this run; tests have databases of their own in it."""
    with shared_postgresql(folder_of_this_run / "postgresql") as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql: str) -> Iterator[str]:
    """URL of an empty database in PostgreSQL that is gone after the test."""
    with database_of_its_own(postgresql) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database: what is told of the store is told of it on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Engine]:
    """The store, on SQLite and on PostgreSQL."""
    engine = open_database(store_url)
    yield engine
    engine.dispose()


@pytest.fixture
async def temporal_client(temporal_address: str) -> Client:
    """A client of the shared server; give workflow ids and task queues of your own, others use it too."""
    return await Client.connect(temporal_address)
