"""One update from its arrival to "handled": once, in its chat's turn, tried again if nobody was reached."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog
from telegram import Update

from bot.storage.rows import Kept
from bot.telegram.afterwards import Recent
from bot.telegram.faults import where
from bot.telegram.metrics import kind_of
from bot.telegram.sorting import concerns_us

if TYPE_CHECKING:
    from bot.telegram.context import BotApplication, Rooms
    from bot.telegram.lanes import Lanes

log = structlog.get_logger(__name__)

TRIES = 3
GRACE = 2.0  # seconds that an update has before it is written down
PAUSE = 1.0  # seconds before an update is tried again; doubling
Raw = dict[str, Any]

REMEMBERED = 20_000  # update ids held in memory, for the time when the database is out of order


class Handling:
    """Takes Telegram's JSON, one update at a time."""

    def __init__(self, application: BotApplication, rooms: Rooms, lanes: Lanes) -> None:
        self.application = application
        self.rooms = rooms
        self.lanes = lanes
        self._bot = application.bot.id
        self._met = Recent(REMEMBERED)
        self._open: dict[asyncio.Task[None], Raw] = {}
        self._written: set[int] = set()

    async def take(self, raw: Raw) -> asyncio.Task[None] | None:
        """Start on an update; None if there is nothing to do: met before, a group's chatter, or not to be read."""
        number = int(raw["update_id"])
        if not self._met.is_new(number):
            return None
        self.rooms.metrics.arrived(kind_of(raw))
        update = self._parsed(raw)
        if update is None:
            await self._handled(number)
            return None
        if not concerns_us(update, self.rooms):
            # A group's chatter: nothing of it is written down, not even that it was met.
            return None
        if await self.rooms.memory.ask(lambda store: store.delivery.known(self._bot, [number]), ()):
            return None
        return self._start(update, raw)

    async def safely(self, raw: Raw) -> None:
        """Return once an update is handled or written down: it may be confirmed."""
        task = await self.take(raw) or self._under_way(raw)
        while task is not None:
            done, _ = await asyncio.wait([task], timeout=GRACE)
            if done or await self.secure(task):
                return

    async def resume(self) -> None:
        """Start on what an earlier process had written down and not finished."""
        for kept in await self.rooms.memory.ask(lambda store: store.delivery.waiting(self._bot), ()):
            self._met.is_new(kept.id)
            self._written.add(kept.id)
            update = self._parsed(kept.content)
            if update is None:
                await self._handled(kept.id)
            else:
                self._start(update, kept.content)

    async def secure(self, task: asyncio.Task[None]) -> bool:
        """Make an update safe to confirm by writing it down, unless it is done already; False if that failed."""
        raw = self._open.get(task)
        if raw is None:
            return True
        number, now = int(raw["update_id"]), self.rooms.now()
        kept = Kept(number, int(raw_chat(raw)), raw)
        self._written.add(number)
        written = (
            await self.rooms.memory.ask(lambda store: store.delivery.keep(self._bot, [kept], now), None) is not None
        )
        if task.done():
            # It ended while it was being written: what was written last must not outlive it.
            await self._handled(number)
            return True
        return written

    async def rest(self, seconds: float) -> int:
        """Wait for what is under way, then leave it: written down or not confirmed. Returns how many were left."""
        if self._open:
            await asyncio.wait(list(self._open), timeout=seconds)
        left = list(self._open)
        for task in left:
            await self.secure(task)
            task.cancel()
        self.lanes.leave()
        return len(left)

    def _under_way(self, raw: Raw) -> asyncio.Task[None] | None:
        """Find the work on an update that came before and has no end yet."""
        return next((task for task, known in self._open.items() if known["update_id"] == raw["update_id"]), None)

    def _start(self, update: Update, raw: Raw) -> asyncio.Task[None]:
        number, chat = update.update_id, update.effective_chat
        lane = chat.id if chat else 0
        task = self.lanes.put(lane, lambda: self._deal(update), lambda: self._finish(number))
        self._open[task] = raw
        task.add_done_callback(lambda ended: self._open.pop(ended, None))
        return task

    def _parsed(self, raw: Raw) -> Update | None:
        try:
            return Update.de_json(raw, self.application.bot)
        except Exception as error:  # noqa: BLE001 - an update that cannot be read fails in any way, and costs only itself
            self.rooms.metrics.set_aside()
            log.error("update set aside", update=raw.get("update_id"), **where(error))  # noqa: TRY400 - it may quote words
            return None

    async def _deal(self, update: Update) -> None:
        pause = PAUSE
        for _ in range(TRIES):
            await self.application.process_update(update)
            if not self.rooms.afterwards.has_failed(update.update_id):
                return
            await asyncio.sleep(pause)
            pause *= 2
        self.rooms.metrics.set_aside()
        log.error("update set aside after tries", update=update.update_id, tries=TRIES)

    async def _finish(self, number: int) -> None:
        try:
            await self.rooms.afterwards.done(number)
        except Exception as error:  # noqa: BLE001 - the update loop: one update costs only itself
            log.error("what follows an answer failed", update=number, **where(error))  # noqa: TRY400 - it may quote words
        await self._handled(number)

    async def _handled(self, number: int) -> None:
        now = self.rooms.now()
        await self.rooms.memory.tell(lambda store: store.delivery.handled(self._bot, number, now))
        if number in self._written:
            self._written.discard(number)
            await self.rooms.memory.wipe()


def raw_chat(raw: Raw) -> int:
    """Find the chat of an update that was read before: its lane."""
    content: Raw = next((value for name, value in raw.items() if name != "update_id"), {})
    message = content.get("message", content)
    # An inline query belongs to no chat: its lane is its writer's.
    return int((message.get("chat") or content["from"])["id"])
