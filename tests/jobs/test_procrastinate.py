"""What only the engine on PostgreSQL promises: whatever happens to its database, no job and no lane stays behind."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from bot.jobs import procrastinate
from tests.jobs.conftest import note

if TYPE_CHECKING:
    from tests.jobs.conftest import Bench

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
