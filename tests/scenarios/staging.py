"""The stage as a fixture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from tests.scenarios.stage import Stage, set_stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

    from bot import Assistant
    from tests.scenarios.running import Running
    from tests.standin import Server, Town


@pytest_asyncio.fixture
async def stage(
    idle: Running, town: Town, server: Server, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    """The stage of a story, with the bot listening by Telegram's clock."""
    # A clock that was moved is noticed at once, not within a minute.
    monkeypatch.setattr("bot.jobs.sqlite.LOOK_AGAIN", 0.05)
    set_up = await set_stage(idle, town, server, assistant)
    yield set_up
    await set_up.settled()
