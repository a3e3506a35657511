"""Fixtures: `server` is a running stand-in Bot API, `town` the people and places around its bot.

Use them by `pytest_plugins = ["tests.standin.fixtures"]` in the topmost conftest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from tests.standin.server import Server
from tests.standin.town import Town

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    """Run a stand-in Bot API on loopback for one test."""
    async with Server() as running:
        yield running


@pytest_asyncio.fixture
async def town(server: Server) -> Town:
    """Found a town around the bot of `server`."""
    return Town(server)
