"""What only the engine on PostgreSQL promises: whatever happens to its database, no job and no lane stays behind."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import text

from bot.jobs import procrastinate
from bot.jobs.jobs import Priority
from tests.jobs.conftest import note

if TYPE_CHECKING:
    from tests.jobs.conftest import Bench

IN_TIME, NEARLY_DEAD = 30.0, 8.0  # seconds
WORKER = """
import asyncio, sys
from bot.jobs.engines import engine_for
from bot.storage.database import Database

async def begun_and_never_done(arguments):
    print(arguments["n"], flush=True)
    await asyncio.sleep(3600)

async def work():
    database = await Database.open(sys.argv[1])
    await (await engine_for(database.engine)).work({"note": begun_and_never_done}, print)

asyncio.run(work())
"""
MANY = procrastinate.POOL + 4


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for a connection of the queue for a moment only, as when all are in use for long."""
    monkeypatch.setattr(procrastinate, "PATIENCE", 0.3)


async def test_what_ends_while_the_queue_cannot_be_written_is_over_once_it_can(
    postgres: str, large_bench: Bench
) -> None:
    unheard: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unheard.append(context))
    large_bench.holds = {which: asyncio.Event() for which in range(MANY)}
    await large_bench.defer(*[note(which, lane=str(which)) for which in range(MANY)])
    await large_bench.defer(*[note(MANY + which, lane=str(which)) for which in range(MANY)])
    large_bench.work()
    await large_bench.until(large_bench.began, MANY)

    async with await psycopg.AsyncConnection.connect(postgres) as other:
        await other.execute("LOCK TABLE procrastinate_jobs IN ACCESS EXCLUSIVE MODE")
        for hold in large_bench.holds.values():
            hold.set()
        await large_bench.until(large_bench.done, MANY)
        await asyncio.sleep(1)
    await large_bench.until(large_bench.done, 2 * MANY)

    assert sorted(large_bench.done) == list(range(2 * MANY))
    assert unheard == []


async def test_jobs_of_a_worker_that_was_killed_are_done_by_another_in_their_order_within_half_a_minute(
    postgres: str, postgres_address: str, large_bench: Bench
) -> None:
    pipe = asyncio.subprocess.PIPE
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", WORKER, postgres_address, stdout=pipe)
    await large_bench.defer(note(1, lane="a"), note(2, lane="a"))
    assert other.stdout is not None
    assert await other.stdout.readline() == b"1\n"

    other.kill()
    await other.wait()
    killed = time.monotonic()
    async with await psycopg.AsyncConnection.connect(postgres, autocommit=True) as database:
        # As if some seconds had passed already.
        earlier = "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - %s * interval '1 s'"
        await database.execute(earlier, [NEARLY_DEAD])
    large_bench.work()
    await large_bench.until(large_bench.done, 2, within=IN_TIME - NEARLY_DEAD)

    assert large_bench.done == [1, 2]
    assert time.monotonic() - killed + NEARLY_DEAD < IN_TIME


async def test_of_two_workers_that_reach_for_one_lane_at_once_the_second_goes_on(
    postgres: str, large_bench: Bench
) -> None:
    await large_bench.defer(note(1, lane="a"))
    async with await psycopg.AsyncConnection.connect(postgres) as other:
        await other.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        await large_bench.defer(note(2, lane="a", priority=Priority.SAFETY))
        large_bench.work()
        await asyncio.sleep(0.5)  # it reaches for the second, which is more urgent, and waits for the other worker
        await other.commit()
        await asyncio.sleep(0.5)
        meanwhile = list(large_bench.done)
        await other.execute("DELETE FROM procrastinate_jobs WHERE status = 'doing'")
    await large_bench.until(large_bench.done, 1)

    async with large_bench.database.engine.connect() as connection:
        workers = await connection.scalar(text("SELECT last_value FROM procrastinate_workers_id_seq"))
    assert (meanwhile, large_bench.done) == ([], [2])
    assert workers == 1, "it gave up, and began anew"


async def test_what_is_handed_back_is_due_whatever_the_clocks_say_and_has_not_waited_since_then(
    large_bench: Bench,
) -> None:
    large_bench.holds[1] = asyncio.Event()
    await large_bench.defer(note(1, lane="a"))
    large_bench.work()
    await large_bench.until(large_bench.began, 1)

    left = await large_bench.engine.stop(0.1)
    async with large_bench.database.engine.connect() as connection:
        due = (
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at < now() - interval '1 year'"
        )
        found = await connection.scalar(text(due))
        backlog = await large_bench.engine.backlog(connection)

    assert (left, found, backlog.waiting) == (1, 1, 1)
    assert backlog.age < IN_TIME
