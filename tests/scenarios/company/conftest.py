"""A help group, people in it, and a bot whose clock is Telegram's; every story is watched for what leaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.scenarios.stage import Stage, set_stage
from tests.scenarios.watched import assert_no_group_heard, assert_nothing_kept

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot import Assistant
    from tests.scenarios.running import Running
    from tests.standin import Server, Town


@pytest_asyncio.fixture
async def stage(
    idle: Running,
    town: Town,
    server: Server,
    assistant: Assistant,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Stage]:
    """The stage of a story, with the bot listening. Marked `public`: the group was meant to hear answers."""
    # A clock that was moved is noticed at once, not within a minute.
    monkeypatch.setattr("bot.jobs.sqlite.LOOK_AGAIN", 0.05)
    set_up = await set_stage(idle, town, server, assistant)
    yield set_up
    await set_up.settled()
    await idle.close()
    if request.node.get_closest_marker("public") is None:
        assert_no_group_heard(server, idle.desk.id)
    assert_nothing_kept(server, idle, capsys.readouterr().out)
