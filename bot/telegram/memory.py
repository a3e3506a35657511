"""The database as the handlers see it: it may fail, and nobody is left without an answer because it did."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog

from bot.jobs.jobs import doing
from bot.storage.database import Database, StorageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.knowledge.words import InterfaceWords
    from bot.storage.store import Store

# Nobody in danger waits longer for what we remember; in seconds, a little above the database's own BUSY.
SLOWEST = 3.0

log = structlog.get_logger(__name__)
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What the store answered."""

    value: T


PENDING = "pending calls"  # lasting, of the try under way: calls that were made, and not written down yet


@dataclass(frozen=True, slots=True)
class PendingCall:
    """A call of a job, and what came of it: see `journal`."""

    job: str
    name: str
    chat: int
    result: object
    at: datetime


async def _write_down(store: Store) -> list[PendingCall]:
    """Write down what the job that is being done has called, together with what it now does; return what it was."""
    one = doing.get()
    pending: list[PendingCall] = one.lasting.get(PENDING, []) if one else []
    for call in pending:
        await store.delivery.note_call(call.job, call.name, call.chat, call.result, call.at)
    return pending


class Memory:
    """Asks the store, one transaction a question."""

    def __init__(self, database: Database, words: InterfaceWords) -> None:
        self.words = words
        self.database = database
        self._under_way: set[asyncio.Future[Any]] = set()

    async def ask(self, question: Callable[[Store], Awaitable[T]], otherwise: U) -> T | U:
        """Return the store's answer, or `otherwise` when the database fails; the log says what to look at."""
        asking = asyncio.ensure_future(self._ask(question))
        self._under_way.add(asking)
        asking.add_done_callback(self._under_way.discard)
        # It is never cancelled: a statement that is torn from its connection spoils it for the next one.
        await asyncio.wait([asking], timeout=SLOWEST)
        trouble = asking.result() if asking.done() else "locked"
        if isinstance(trouble, Found):
            return trouble.value
        remedy = self.words.texts.get(f"fault.database_{trouble}", "")
        log.error("database failed, going on without it", trouble=trouble, remedy=remedy)
        return otherwise

    async def _ask(self, question: Callable[[Store], Awaitable[T]]) -> Found[T] | str:
        try:
            async with self.database.begin() as store:
                pending = await _write_down(store)
                found = Found(await question(store))
        except StorageError as error:
            return error.trouble.value
        del pending[: len(pending)]
        return found

    async def settle(self) -> None:
        """Wait for what is still under way, before the database is closed."""
        if self._under_way:
            await asyncio.wait(list(self._under_way), timeout=SLOWEST)

    async def tell(self, deed: Callable[[Store], Awaitable[None]]) -> bool:
        """Do something in the store; return whether it was done."""

        async def done(store: Store) -> bool:
            await deed(store)
            return True

        return await self.ask(done, otherwise=False)

    async def wipe(self) -> None:
        """See that what was erased can be read nowhere, where the database is able to."""
        try:
            await self.database.wipe()
        except StorageError as error:
            log.warning("erased rows may linger in the log of the database", trouble=error.trouble.value)
