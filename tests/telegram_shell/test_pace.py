"""Telegram's limits are kept whatever is asked; checked against a slow, obvious count."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.database import Database
from bot.telegram.pace import MemoryPace
from bot.telegram.shared_pace import SharedPace

if TYPE_CHECKING:
    from collections.abc import Sequence

ANN, BOB, GROUP = 5_000_000_001, 5_000_000_002, -1_002_000_000_001
Sent = list[tuple[float, int]]


async def sent_by(pace: MemoryPace, wishes: Sequence[tuple[float, int, bool]], clock: list[float]) -> Sent:
    """Ask for turns at these times; gives when each message went, and where to."""
    sent = []
    for at, chat, urgent in wishes:
        clock[0] = at
        sent.append((at + await pace.wait(chat, urgent=urgent), chat))
    return sorted(sent)


def most_within(times: Sequence[float], seconds: float) -> int:
    """Count the most that fall into any stretch of so many seconds."""
    return max((sum(1 for other in times if at <= other < at + seconds) for at in times), default=0)


wishes = st.lists(
    st.tuples(st.floats(0, 90), st.sampled_from([ANN, BOB, GROUP, *range(100, 160)]), st.booleans()), max_size=120
)


@given(wishes)
def test_no_limit_is_ever_exceeded(wished: list[tuple[float, int, bool]]) -> None:
    clock = [0.0]
    sent = asyncio.run(sent_by(MemoryPace(lambda: clock[0]), sorted(wished), clock))

    assert most_within([at for at, _ in sent], 1.0) <= 30
    assert most_within([at for at, chat in sent if chat == GROUP], 60.0) <= 20
    for chat in {chat for _, chat in sent}:
        assert most_within([at for at, where in sent if where == chat], 1.0) <= 1


async def test_the_first_message_goes_at_once_and_a_burst_at_20_to_25_a_second() -> None:
    clock = [0.0]
    pace = MemoryPace(lambda: clock[0])

    waits = [await pace.wait(chat, urgent=False) for chat in range(1, 1001)]

    assert waits[0] == 0.0
    assert 20 <= 1000 / waits[-1] <= 25


async def test_what_is_urgent_does_not_queue_behind_a_burst() -> None:
    pace = MemoryPace(lambda: 0.0)
    for chat in range(1, 1001):
        await pace.wait(chat, urgent=False)

    assert await pace.wait(ANN, urgent=True) == 0.0
    assert await pace.wait(BOB, urgent=True) < 0.5


async def test_workers_share_their_turns(postgres_address: str) -> None:
    databases = [await Database.open(postgres_address) for _ in range(2)]
    paces = [SharedPace(database) for database in databases]

    waits = await asyncio.gather(*(paces[turn % 2].wait(ANN, urgent=False) for turn in range(6)))
    for database in databases:
        await database.close()

    gaps = [later - sooner for sooner, later in zip(sorted(waits), sorted(waits)[1:], strict=False)]
    assert gaps == [pytest.approx(1.05, abs=0.5)] * 5


async def test_a_clock_of_the_database_that_was_set_back_silences_nobody(postgres_address: str) -> None:
    database = await Database.open(postgres_address)
    pace = SharedPace(database)
    await pace.wait(ANN, urgent=False)
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE pace SET free_at = free_at + 3600")

    waits = [await pace.wait(ANN, urgent=False) for _ in range(2)]
    await database.close()

    assert waits[0] == 0.0
    assert 0.5 < waits[1] < 2


async def test_without_a_database_a_worker_keeps_turns_of_its_own(postgres_address: str) -> None:
    database = await Database.open(postgres_address)
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE pace")
    pace = SharedPace(database)

    waits = [await pace.wait(ANN, urgent=False) for _ in range(2)]
    await database.close()

    assert waits[0] == 0.0
    assert waits[1] > 0.5
