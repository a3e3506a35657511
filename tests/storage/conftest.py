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


@pytest_asyncio.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    """An empty database."""
    opened = await Database.open(f"sqlite+aiosqlite:///{file}")
    yield opened
    await opened.close()
