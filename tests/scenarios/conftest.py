"""Things that stories need: a bot that runs, and a process of it."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.storage.database import Database
from tests.scenarios.running import Process, Running
from tests.standin.fixtures import server, town

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot import Assistant
    from tests.standin import Person, Server, Town

__all__ = ["server", "town"]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables and nothing in it, made once: its migrations take longer than most stories."""
    file = tmp_path_factory.mktemp("empty") / "bot.sqlite3"

    async def made() -> None:
        await (await Database.open(f"sqlite:///{file}")).close()

    asyncio.run(made())
    return file


@pytest_asyncio.fixture
async def idle(
    server: Server, town: Town, assistant: Assistant, tmp_path: Path, empty_database: Path
) -> AsyncIterator[Running]:
    """A bot that was not started yet."""
    shutil.copy(empty_database, tmp_path / "bot.sqlite3")
    running = Running(server, town, assistant, tmp_path / "bot.sqlite3")
    yield running
    await running.close()


@pytest_asyncio.fixture
async def bot(idle: Running) -> Running:
    """A bot that listens, with a desk."""
    return await idle.start()


@pytest_asyncio.fixture
async def ann(town: Town) -> Person:
    """Somebody who has not met the bot yet."""
    return town.person("Ann")


@pytest_asyncio.fixture
async def process(server: Server, tmp_path: Path) -> AsyncIterator[Process]:
    """A process of the bot, not started yet, with the settings that reach the stand-in."""
    settings = {
        "TELEGRAM_BOT_TOKEN": server.token,
        "TELEGRAM_API_URL": server.url,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.sqlite3'}",
    }
    running = Process(tmp_path, settings)
    yield running
    await running.kill()
