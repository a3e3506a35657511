"""What only the embedded engine promises: it sleeps when idle, survives a kill, and does not believe in clocks."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import event

from bot.jobs.sqlite import SqliteJobs
from tests.jobs.conftest import Bench, note
from tests.standin.patience import PATIENCE

if TYPE_CHECKING:
    from bot.storage.database import Database


class HandClock:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.time


def on_hand_clock(small_bench: Bench) -> tuple[HandClock, SqliteJobs]:
    """Give the bench an engine whose clock is moved by hand."""
    clock = HandClock()
    small_bench.engine = engine = SqliteJobs(small_bench.database.engine, clock)
    return clock, engine


async def test_an_idle_worker_asks_the_database_nothing(small_bench: Bench) -> None:
    small_bench.work()
    await small_bench.defer(note(1), note(2, due=datetime.now(UTC) + timedelta(hours=1)))
    await small_bench.until(small_bench.done, 1)
    await asyncio.sleep(0.05)

    asked = statements(small_bench.database)
    await asyncio.sleep(0.3)

    assert asked == []


def statements(database: Database) -> list[str]:
    """Note the statements that reach the database from now on."""
    seen: list[str] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    return seen


async def test_it_stops_at_once_at_whatever_moment_it_is_told(small_bench: Bench) -> None:
    await small_bench.defer(note(1, due=datetime.now(UTC) + timedelta(hours=1)))

    for steps in range(40):
        small_bench.engine = SqliteJobs(small_bench.database.engine)
        small_bench.work()
        assert small_bench.worker is not None
        for _ in range(steps):
            await asyncio.sleep(0)
        await small_bench.engine.stop(1)
        await asyncio.wait_for(small_bench.worker, PATIENCE / 10)


async def test_what_a_killed_worker_had_begun_is_done_by_the_next_in_its_order(small_bench: Bench) -> None:
    small_bench.holds[1] = asyncio.Event()
    await small_bench.defer(note(1, lane="a"), note(2, lane="a"))
    small_bench.work()
    await small_bench.until(small_bench.began, 1)
    await small_bench.kill()

    small_bench.engine = SqliteJobs(small_bench.database.engine)
    small_bench.holds.clear()
    small_bench.work()
    await small_bench.until(small_bench.done, 2)

    assert small_bench.done == [1, 2]
    assert small_bench.identities[0] == small_bench.identities[1]


async def test_a_job_is_due_when_a_moved_clock_says_so(small_bench: Bench) -> None:
    clock, engine = on_hand_clock(small_bench)
    small_bench.work()
    await small_bench.defer(note(1, due=clock.time + timedelta(hours=3)), note(2, due=clock.time + timedelta(hours=2)))

    for _ in range(2):
        clock.time += timedelta(hours=2, minutes=15)
        engine.wake()
        await asyncio.sleep(0.05)

    assert await small_bench.until(small_bench.done, 2) == [2, 1]


async def test_a_clock_that_is_set_back_delays_nothing_that_is_to_be_done_at_once_and_repeats_nothing(
    small_bench: Bench,
) -> None:
    clock, engine = on_hand_clock(small_bench)
    small_bench.holds[1] = asyncio.Event()
    small_bench.work()
    await small_bench.defer(note(1, due=clock.time), note(2))
    await small_bench.until(small_bench.done, 1)

    clock.time -= timedelta(hours=5)
    await small_bench.defer(note(3), note(4, due=clock.time + timedelta(minutes=1)), note(5))
    await small_bench.until(small_bench.done, 3)
    clock.time += timedelta(hours=6)
    engine.wake()
    small_bench.holds[1].set()
    await small_bench.until(small_bench.done, 5)

    assert small_bench.done[:3] == [2, 3, 5]
    assert sorted(small_bench.began) == [1, 2, 3, 4, 5]
