"""The stage as a fixture: each story on it is watched for what a group or the desk could read, and what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.scenarios.stage import Stage, set_stage
from tests.scenarios.watched import assert_desk_knows_nobody, assert_no_group_heard, assert_nothing_kept

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot import Assistant
    from tests.scenarios.running import Running
    from tests.standin import Server, Town


@pytest.fixture
def watched(
    idle: Running, server: Server, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> Iterator[Running]:
    """The bot of a story; what it has said and kept is looked at once it has stopped.

    Marked `public`: the group was meant to hear answers. Marked `agreed`: somebody let the desk know who they are.
    """
    yield idle
    if request.node.get_closest_marker("public") is None:
        assert_no_group_heard(server, idle.desk.id)
    if request.node.get_closest_marker("agreed") is None:
        assert_desk_knows_nobody(server, idle.desk.id)
    assert_nothing_kept(server, idle, capsys.readouterr().out)


@pytest_asyncio.fixture
async def stage(
    watched: Running, town: Town, server: Server, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    """The stage of a story, with the bot listening by Telegram's clock."""
    # A clock that was moved is noticed at once, not within a minute.
    monkeypatch.setattr("bot.jobs.sqlite.LOOK_AGAIN", 0.05)
    set_up = await set_stage(watched, town, server, assistant)
    yield set_up
    await set_up.settled()
    await watched.close()
