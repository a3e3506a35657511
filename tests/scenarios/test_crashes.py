"""kill -9 while people write: everybody is answered, in order, and hardly anything twice."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.scenarios.crashing import Crashes
from tests.scenarios.examples import sure_question
from tests.scenarios.running import Process

if TYPE_CHECKING:
    from pathlib import Path

    from bot import Assistant
    from tests.standin import Server, Town

PEOPLE, KILLS = 40, 2
IN_FLIGHT = 3  # calls that are repeated for each kill at most: Telegram offers no key against that


def two_questions(assistant: Assistant) -> list[str]:
    first = sure_question(assistant)
    return [first, sure_question(assistant, other_than=first)]


async def test_a_process_that_is_killed_loses_nothing(
    process: Process, server: Server, town: Town, assistant: Assistant
) -> None:
    crashes = Crashes(server, town, [process], two_questions(assistant))

    outcome = await crashes.story(PEOPLE, KILLS, within=40)

    assert (outcome.unanswered, outcome.out_of_order) == (0, 0)
    assert outcome.repeated <= IN_FLIGHT * KILLS


@pytest.mark.skipif(sys.platform == "win32", reason="no PostgreSQL for tests on Windows")
async def test_two_workers_that_are_killed_lose_nothing(
    server: Server, town: Town, assistant: Assistant, tmp_path: Path, postgres: str
) -> None:
    settings = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.url, "DATABASE_URL": postgres}
    processes = [Process(_folder(tmp_path, name), settings, (name,)) for name in ("run", "worker")]
    crashes = Crashes(server, town, processes, two_questions(assistant))

    outcome = await crashes.story(PEOPLE, KILLS, within=60)
    for process in processes:
        await process.kill()

    assert (outcome.unanswered, outcome.out_of_order) == (0, 0)
    assert outcome.repeated <= IN_FLIGHT * KILLS


def _folder(tmp_path: Path, name: str) -> Path:
    (tmp_path / name).mkdir()
    return tmp_path / name
