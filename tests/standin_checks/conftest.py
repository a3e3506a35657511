"""The bot's end of the wire: python-telegram-bot and a bare HTTP client, both pointed at the stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
import pytest_asyncio
from telegram import Bot

from tests.standin.fixtures import server, town

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.standin import Server

__all__ = ["bot", "http", "server", "town"]


@pytest.fixture(autouse=True)
def timedelta_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take `retry_after` as the library will give it in future; asking for the old form is a warning."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest_asyncio.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot") as ptb:
        server.calls.clear()
        yield ptb


@pytest_asyncio.fixture
async def http(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{server.url}/bot{server.token}/", timeout=5) as client:
        yield client
