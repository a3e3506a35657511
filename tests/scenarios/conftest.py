"""Things that stories need: a bot that runs, and a process of it."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.storage.database import Database
from tests.scenarios.running import Process, Running
from tests.scenarios.watched import assert_desk_knows_nobody, assert_no_group_heard, assert_nothing_kept
from tests.standin.fixtures import server, town

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

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


@pytest.fixture
def database_file(empty_database: Path, tmp_path: Path) -> Path:
    """A database of the story's own."""
    return Path(shutil.copy(empty_database, tmp_path / "bot.sqlite3"))


@pytest.fixture
def watched(
    server: Server, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> Iterator[list[Running]]:
    """The bots of a story; what they have said and kept is looked at once they have stopped.

    Marked `public`: the group was meant to hear answers. Marked `agreed`: somebody let the desk know who they are.
    """
    bots: list[Running] = []
    yield bots
    marked = {mark.name for mark in request.node.iter_markers()}
    for bot in bots:
        if "public" not in marked:
            assert_no_group_heard(server, bot.desk.id)
        if "agreed" not in marked:
            assert_desk_knows_nobody(server, bot.desk.id)
        assert_nothing_kept(server, bot, capsys.readouterr().out)


@pytest_asyncio.fixture
async def idle(
    server: Server, town: Town, assistant: Assistant, database_file: Path, watched: list[Running]
) -> AsyncIterator[Running]:
    """A bot that was not started yet."""
    running = Running(server, town, assistant, database_file)
    watched.append(running)
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
