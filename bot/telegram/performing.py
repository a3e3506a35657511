"""The job that an update causes: the handlers do their work, and then nothing of its words is left."""

from __future__ import annotations

import asyncio
import time
from itertools import islice
from typing import TYPE_CHECKING

import structlog
from telegram import Update
from telegram.error import InvalidToken

from bot.jobs.jobs import Job, NotNow, doing
from bot.telegram.ahead import SEEN, Seen
from bot.telegram.faults import apologise, failure
from bot.telegram.journal import done_under
from bot.telegram.memory import DEEDS, PENDING, WRITTEN
from bot.telegram.recent import Recent
from bot.telegram.where import where

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bot.jobs.jobs import Arguments
    from bot.storage.store import Store
    from bot.telegram.context import BotApplication, Rooms

log = structlog.get_logger(__name__)

HANDLE, TELL_OWNERS = "handle", "tell_owners"
READ_AHEAD = 1000  # updates that are held in memory as they were read, until their job comes up
HELD = 30.0  # seconds that they are held where another process may do the job
# Seconds before a wipe of the database's log: or so many times what the last one took, but no more than the latest.
WIPE_PAUSE, WIPE_SHARE, WIPE_LATEST = 0.1, 20, 2.0
MISSING = object()


class Performing:
    """Handles updates as jobs, one try after the other; sets aside what cannot be handled."""

    def __init__(self, application: BotApplication, rooms: Rooms) -> None:
        self.application = application
        self.rooms = rooms
        self.bot = application.bot.id
        self._ahead: dict[int, Seen] = {}
        self._here = Recent(20_000)
        self._wipe_pause = WIPE_PAUSE
        self._wiping: asyncio.Task[None] | None = None

    # ------------------------------------------------------------ for the arrival

    def remember(self, arrived: Iterable[Seen]) -> None:
        """Hold updates as they were read; without room, the job reads them anew."""
        room = READ_AHEAD - len(self._ahead)
        held = {seen.update.update_id: seen for seen in islice(arrived, max(room, 0))}
        self._ahead |= held
        if self.rooms.memory.database.shared:
            # Another process may do the job: then nobody else would let go of them here.
            asyncio.get_running_loop().call_later(HELD, self.forget, tuple(held))

    def forget(self, numbers: Collection[int]) -> None:
        """Let go of updates that were met before."""
        for number in numbers:
            self._ahead.pop(number, None)

    def handled_here(self, number: int) -> None:
        """Note that an update was handled: should the database not learn of it, it is still not handled again."""
        self._here.is_new(number)
        self._ahead.pop(number, None)

    async def attempt(self, update: Update) -> Exception | None:
        """Let the handlers work once; return what failed."""
        failed: list[Exception] = []
        token = failure.set(failed)
        try:
            await self.application.process_update(update)
        finally:
            failure.reset(token)
        return failed[-1] if failed else None

    # ------------------------------------------------------------ the job

    async def handle(self, arguments: Arguments) -> None:
        """Handle an update. Raises what failed, or NotNow while there is no database or the token was revoked."""
        number, began = int(arguments["update"] or 0), time.monotonic()
        update = None if number in self._here else await self._update(number)
        if update is not None and (error := await self._attempt_job(update)) is not None:
            if isinstance(error, InvalidToken):
                raise NotNow from error
            raise error
        self.handled_here(number)
        await self._done(number)
        if update is not None:
            self._noted(number, time.monotonic() - began)

    async def _attempt_job(self, update: Update) -> Exception | None:
        if (one := doing.get()) is not None:
            one.lasting.setdefault(DEEDS, [])
            one.lasting[SEEN] = self._seen(update.update_id)
        error = await self.attempt(update)
        if error is not None:
            # What was done is remembered before it is tried again; the card has calls of its own in the journal.
            await self.rooms.memory.catch_up()
            if one is not None:
                one.lasting[WRITTEN] = True
        return error

    def _noted(self, number: int, seconds: float) -> None:
        self.rooms.metrics.handled(seconds)
        log.info("update handled", update=number, ms=round(seconds * 1000, 1))

    def _seen(self, number: int) -> Seen | None:
        """Return an update as it was read, unless a process has tried the job before: the database knows more."""
        one = doing.get()
        return self._ahead.get(number) if one is None or one.fresh else None

    async def _update(self, number: int) -> Update | None:
        """Return an update: as it was read, or from the database; None if it was handled before, or forgotten."""
        if (seen := self._seen(number)) is not None:
            return seen.update
        content = await self.rooms.memory.ask(lambda store: store.delivery.content(self.bot, number), MISSING)
        if content is MISSING:
            raise NotNow
        return Update.de_json(content, self.application.bot) if isinstance(content, dict) else None

    async def _done(self, number: int) -> None:
        now, one = self.rooms.now(), doing.get()
        if one is not None:
            one.lasting.pop(PENDING, None)  # the update is over: its calls are not needed any more
        called = one is None or not one.fresh or WRITTEN in one.lasting

        async def handled(store: Store) -> None:
            await store.delivery.handled(self.bot, number, now)
            if called:
                await store.delivery.drop_calls(done_under())

        if not await self.rooms.memory.tell(handled):
            raise NotNow
        self._wipe_soon()

    def _wipe_soon(self) -> None:
        """See that what was erased can be read nowhere; once for many."""
        if self._wiping is None or self._wiping.done():
            self._wiping = asyncio.create_task(self._wipe())

    async def _wipe(self) -> None:
        await asyncio.sleep(self._wipe_pause)
        began = time.monotonic()
        await self.rooms.memory.wipe()
        self._wipe_pause = max(WIPE_PAUSE, min(WIPE_SHARE * (time.monotonic() - began), WIPE_LATEST))

    async def close(self) -> None:
        """Wipe once more, at the end."""
        if self._wiping is not None:
            self._wiping.cancel()
            await asyncio.gather(self._wiping, return_exceptions=True)
        await self.rooms.memory.wipe()

    # ------------------------------------------------------------ what cannot be done

    async def given_up(self, name: str, arguments: Arguments, error: Exception) -> None:
        """Take a job that failed for good: an update is set aside, and its person hears of it."""
        if name != HANDLE:
            log.error("job given up", job=name, **where(error))
            await self._quarantine(f"job:{name}:{arguments.get('case') or ''}"[:48], error)
            return
        number = int(arguments["update"] or 0)
        update = await self._update(number)
        if update is not None:
            await self.give_up(update, error)
        await self._done(number)

    async def give_up(self, update: Update, error: Exception) -> None:
        """Set an update aside that the handlers could not handle, and tell its person."""
        await apologise(update, self.rooms)
        await self.set_aside(update.update_id, error)

    async def set_aside(self, number: int, error: Exception) -> None:
        """Put an update into quarantine: its id, the error's class and place, none of its words."""
        self.rooms.metrics.set_aside()
        log.error("update set aside", update=number, **where(error))
        await self._quarantine(f"update:{number}", error)
        self._ahead.pop(number, None)

    async def _quarantine(self, what: str, error: Exception) -> None:
        said, now = where(error), self.rooms.now()

        async def kept(store: Store) -> None:
            place = said["at"]
            await store.delivery.set_aside(what, str(said["error"]), str(place) if place else None, now)
            if self.rooms.owners:
                # Once in an hour: what fails a thousand times is one message.
                key = f"{TELL_OWNERS}:{now:%Y-%m-%dT%H}"
                await self.rooms.jobs.defer(store.connection, Job(TELL_OWNERS, key=key))

        await self.rooms.memory.tell(kept)
