"""Turns that all workers share: kept in the database, by its clock."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.storage.database import StorageError
from bot.telegram.pace import MemoryPace, limits_of, turn

if TYPE_CHECKING:
    from bot.storage.database import Database

log = structlog.get_logger(__name__)


# No turn is taken further ahead than this, in seconds: whoever waits for one takes no other meanwhile, and even a
# group's twenty a minute reach no further. What lies beyond was written down before the database's clock was set back.
HORIZON = 300.0
SLOWEST = 3.0  # seconds that the database has: it may hang, and nobody in danger waits for that
ALONE = 5.0  # seconds before it is asked again


class SharedPace:
    """The turns of several workers. Where the database fails, each keeps its own: better too fast than silent."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._alone = MemoryPace()
        self._alone_until = 0.0

    async def wait(self, chat: int, *, urgent: bool) -> float:
        """Take the next turn for a message to a chat; returns how many seconds to wait for it."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._alone_until:
            return await self._alone.wait(chat, urgent=urgent)
        # It is never cancelled: a statement that is torn from its connection spoils it for the next one.
        taking = asyncio.ensure_future(self._taken(chat, urgent=urgent))
        await asyncio.wait([taking], timeout=SLOWEST)
        seconds = taking.result() if taking.done() else None
        if seconds is None:
            log.warning("turns are not shared", for_seconds=ALONE)
            self._alone_until = loop.time() + ALONE
            return await self._alone.wait(chat, urgent=urgent)
        return seconds

    async def _taken(self, chat: int, *, urgent: bool) -> float | None:
        """Take a turn in the database; None where that fails."""
        names = [*limits_of(chat), "all", "urgent"]
        try:
            async with self.database.begin() as store:
                now, free = await store.delivery.turns(names)
                known = {name: at for name, at in free.items() if at <= now + HORIZON}
                start, taken = turn(known, chat, now, urgent=urgent)
                await store.delivery.take_turns(taken)
        except StorageError:
            return None
        return start - now
