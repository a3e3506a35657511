"""The database as the handlers see it: it may fail, and nobody is left without an answer because it did."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog

from bot.jobs.jobs import Try, doing
from bot.storage.database import Database, StorageError, Trouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.knowledge.words import InterfaceWords
    from bot.storage.store import Store

    Deed = Callable[[Store], Awaitable[None]]

# Nobody in danger waits longer for what we remember; in seconds, a little above the database's own BUSY.
SLOWEST = 3.0

log = structlog.get_logger(__name__)
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What the store answered."""

    value: T


# Lasting, of the try under way, and not written down yet: calls that were made, and what is to be remembered.
PENDING, DEEDS = "pending calls", "deeds"
ON_BOARD = "places"  # lasting: of those calls, see `flight`
WRITTEN = "calls written"  # lasting: whether the journal holds calls of this try


@dataclass(frozen=True, slots=True)
class PendingCall:
    """A call of a job, and what came of it: see `journal`."""

    job: str
    name: str
    chat: int
    result: object
    at: datetime


class Waiting:
    """What the job that is being done has called, and wants remembered: written down together with what it now does."""

    def __init__(self, one: Try | None) -> None:
        self._kept = one.lasting if one else {}
        self._deeds: list[Deed] = list(self._kept.get(DEEDS, ()))
        self._calls: list[PendingCall] = list(self._kept.get(PENDING, ()))

    async def write(self, store: Store) -> None:
        """Write it down."""
        for call in self._calls:
            await store.delivery.note_call(call.job, call.name, call.chat, call.result, call.at)
        for deed in self._deeds:
            await deed(store)

    def written(self) -> None:
        """Forget what is written down now."""
        self.disembark()
        if self._calls:
            self._kept[WRITTEN] = True
            del self._kept[PENDING][: len(self._calls)]
        if self._deeds:
            del self._kept[DEEDS][: len(self._deeds)]

    def disembark(self) -> None:
        """Give the places of its messages to others."""
        for place in self._kept.pop(ON_BOARD, ()):
            place.leave()

    def given_up(self, trouble: Trouble) -> bool:
        """Let go of what cannot be remembered, through no fault of the disk; tells whether there was such a thing."""
        if trouble is not Trouble.OTHER or not self._deeds:
            return False
        log.error("not remembered", deeds=len(self._deeds))
        del self._kept[DEEDS][: len(self._deeds)]
        return True


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
        waiting = Waiting(doing.get())
        try:
            async with self.database.begin() as store:
                await waiting.write(store)
                found = Found(await question(store))
        except StorageError as error:
            # Nobody's answer waits for a database that fails.
            waiting.disembark()
            return await self._ask(question) if waiting.given_up(error.trouble) else error.trouble.value
        waiting.written()
        return found

    async def settle(self) -> None:
        """Wait for what is still under way, before the database is closed."""
        if self._under_way:
            await asyncio.wait(list(self._under_way), timeout=SLOWEST)

    async def tell(self, deed: Deed) -> bool:
        """Do something in the store; return whether it was done."""

        async def done(store: Store) -> bool:
            await deed(store)
            return True

        return await self.ask(done, otherwise=False)

    async def later(self, deed: Deed) -> None:
        """Do something together with what the job does next in the store, at its end at the latest; else at once."""
        one = doing.get()
        if one is None or DEEDS not in one.lasting:
            await self.tell(deed)
        else:
            one.lasting[DEEDS].append(deed)

    async def catch_up(self) -> None:
        """Write down what waits to be."""
        await self.tell(_nothing_more)

    async def wipe(self) -> None:
        """See that what was erased can be read nowhere, where the database is able to."""
        try:
            await self.database.wipe()
        except StorageError as error:
            log.warning("erased rows may linger in the log of the database", trouble=error.trouble.value)


async def _nothing_more(_: Store) -> None:
    """Let the transaction write down what waits, and nothing else."""
