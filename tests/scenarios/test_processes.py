"""Several processes of one bot: one polls, all work, and whoever may not be there is told so."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.scenarios.running import Process
from tests.standin import faults
from tests.standin.patience import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from bot.knowledge.knowledge import Knowledge
    from tests.scenarios.running import Running
    from tests.standin import Person, Server


def another(process: Process, tmp_path: Path, command: str, **settings: str) -> Process:
    """Set up one more process beside the first."""
    (tmp_path / command).mkdir()
    return Process(tmp_path / command, process.settings | settings, (command,))


async def test_a_second_process_on_the_same_file_is_turned_away_and_not_by_what_a_killed_one_left(
    process: Process, ann: Person, knowledge: Knowledge, tmp_path: Path
) -> None:
    await process.start()
    await ann.writes("hello")
    await ann.sees(lambda _: True)
    second = await another(process, tmp_path, "run").start()

    assert await second.ends() == 1
    assert knowledge.words["fault.database_in_use"] in second.said
    await process.kill()
    await second.start()
    await ann.asks("and now")
    await second.kill()


async def test_a_worker_without_a_shared_database_says_what_to_do(
    process: Process, knowledge: Knowledge, tmp_path: Path
) -> None:
    worker = await another(process, tmp_path, "worker").start()

    assert await worker.ends() == 1
    assert knowledge.words["fault.worker_alone"] in worker.said


@pytest.mark.skipif(sys.platform == "win32", reason="no PostgreSQL for tests on Windows")
async def test_the_second_poller_waits_and_takes_over(
    process: Process, ann: Person, server: Server, tmp_path: Path, postgres: str
) -> None:
    process.settings["DATABASE_URL"] = postgres
    await process.start()
    await ann.asks("hello")
    second = await another(process, tmp_path, "run").start(LOG_FORMAT="json")
    await server.world.changed.until(lambda: "waiting to take over" in second.said, PATIENCE)
    await server.settled()

    await process.kill()
    answer = await ann.asks("and now")

    assert answer.reply_to is not None
    assert "409" not in second.said
    assert await second.terminate() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no PostgreSQL for tests on Windows")
async def test_what_another_process_has_handled_and_handed_on_is_not_handled_from_memory(
    idle: Running, ann: Person, server: Server, postgres: str, postgres_address: str
) -> None:
    await idle.start(database=postgres_address)
    hold = server.order(faults.too_many_requests(1), times=1, chat=ann, method="sendMessage")
    first = await ann.writes("hello")
    await server.called("sendMessage", chat=ann)
    assert hold.left == 0
    await ann.writes("hello again")
    await server.world.changed.until(lambda: not server.feed.waiting, PATIENCE)

    # As a worker leaves it that has answered, and was killed before the job was over.
    with psycopg.connect(postgres, autocommit=True) as database:
        newest = "SELECT max(id) FROM updates WHERE content IS NOT NULL"
        emptied = database.execute(f"UPDATE updates SET lane = NULL, content = NULL WHERE id = ({newest})")  # noqa: S608
        tried = database.execute("UPDATE procrastinate_jobs SET attempts = 1 WHERE status = 'todo'")
    await ann.sees(lambda message: message.reply_to is first)
    await server.settled(quiet=0.5)

    assert (emptied.rowcount, tried.rowcount) == (1, 1)
    assert len(ann.private.messages) == 1
