"""Turns that all workers share: kept in the database, by its clock."""

from __future__ import annotations

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


class SharedPace:
    """The turns of several workers. Where the database fails, each keeps its own: better too fast than silent."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._alone = MemoryPace()

    async def wait(self, chat: int, *, urgent: bool) -> float:
        """Take the next turn for a message to a chat; returns how many seconds to wait for it."""
        names = [*limits_of(chat), "all", "urgent"]
        try:
            async with self.database.begin() as store:
                now, free = await store.delivery.turns(names)
                known = {name: at for name, at in free.items() if at <= now + HORIZON}
                start, taken = turn(known, chat, now, urgent=urgent)
                await store.delivery.take_turns(taken)
        except StorageError as error:
            log.warning("turns are not shared", trouble=error.trouble.value)
            return await self._alone.wait(chat, urgent=urgent)
        return start - now
