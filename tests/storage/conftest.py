"""A real database in a file, and a clock moved by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
def noon() -> datetime:
    """The time at which things happen."""
    return datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "some folder" / "bot.sqlite3"


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> str:
    """Where an empty database is, of either kind."""
    return str(request.getfixturevalue(f"{request.param}_address"))


@pytest_asyncio.fixture
async def database(address: str) -> AsyncIterator[Database]:
    """An empty database."""
    opened = await Database.open(address)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def in_a_file(sqlite_address: str) -> AsyncIterator[Database]:
    """An empty database in a file."""
    opened = await Database.open(sqlite_address)
    yield opened
    await opened.close()
