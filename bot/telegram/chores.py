"""What a running bot does beside its work: forget what is past its time, and look up what others have changed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from bot.storage.store import Store
    from bot.telegram.context import Rooms

log = structlog.get_logger(__name__)

PURGE_EVERY = timedelta(hours=1)
JOURNAL_EVERY = timedelta(minutes=1)
REREAD_EVERY = timedelta(seconds=5)


async def purge(rooms: Rooms) -> None:
    """Delete what is past its time, at start and then every hour."""
    while True:
        now = rooms.now()
        gone = await rooms.memory.ask(lambda store: store.purge(now, rooms.retention), 0)  # noqa: B023 - awaited here
        if gone:
            await rooms.memory.wipe()
            log.info("purged", rows=gone)
        await asyncio.sleep(PURGE_EVERY.total_seconds())


async def close_journals(rooms: Rooms) -> None:
    """Forget the calls of jobs that are over: nobody repeats these any more."""

    async def forget(store: Store) -> int:
        before = rooms.now() - JOURNAL_EVERY
        return await store.delivery.forget_calls(but_of=await rooms.jobs.open(store.connection), before=before)

    while True:
        await asyncio.sleep(JOURNAL_EVERY.total_seconds())
        await rooms.memory.ask(forget, 0)


async def reread_book(rooms: Rooms) -> None:
    """See what was set up in groups through other processes."""
    while True:
        await asyncio.sleep(REREAD_EVERY.total_seconds())
        await rooms.book.load()
