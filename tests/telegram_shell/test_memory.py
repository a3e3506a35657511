"""What a job wants remembered is written down together, once, and never keeps the job from ending."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest_asyncio

from bot.jobs.jobs import Try, doing
from bot.storage.database import Database
from bot.telegram.memory import DEEDS, Memory

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.knowledge.knowledge import Knowledge
    from bot.storage.store import Store

ANN, BOB = 5_000_000_001, 5_000_000_002
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest_asyncio.fixture
async def memory(sqlite_address: str, knowledge: Knowledge) -> AsyncIterator[Memory]:
    """A memory over an empty database."""
    database = await Database.open(sqlite_address)
    yield Memory(database, knowledge.words)
    await database.close()


async def met(store: Store) -> None:
    await store.met(ANN, NOON)


async def _known(memory: Memory, person: int = ANN) -> bool:
    return await memory.ask(lambda store: store.knows(person), otherwise=False)


async def test_what_comes_later_comes_with_what_the_job_does_next(memory: Memory) -> None:
    doing.set(Try("1", lasting={DEEDS: []}))

    await memory.later(met)
    one = doing.get()
    waiting = list(one.lasting[DEEDS]) if one else []

    assert waiting == [met]
    assert await _known(memory), "a later question knows of it"
    assert one is not None
    assert one.lasting[DEEDS] == []


async def test_outside_of_a_job_it_comes_at_once(memory: Memory) -> None:
    await memory.later(met)

    assert await _known(memory)


async def test_what_cannot_be_remembered_holds_up_nothing_else(memory: Memory) -> None:
    doing.set(Try("1", lasting={DEEDS: []}))
    await memory.later(met)
    await memory.later(lambda store: store.choose_country(ANN, "no such code" * 9, None))  # type: ignore[arg-type]

    done = await memory.tell(lambda store: store.met(BOB, NOON))

    assert done
    assert await _known(memory, BOB)
