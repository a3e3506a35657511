"""An update's arrival: read, and made safe before it is confirmed. What it causes is done as a job, by a worker."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from telegram import Update

from bot.jobs.attempts import PAUSES
from bot.jobs.jobs import Job, Priority
from bot.knowledge.model import Level
from bot.storage.rows import Kept
from bot.telegram.ahead import Seen
from bot.telegram.door import must_be_numbered
from bot.telegram.metrics import kind_of
from bot.telegram.performing import HANDLE
from bot.telegram.sorting import concerns_us

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.storage.store import Store
    from bot.telegram.context import Rooms
    from bot.telegram.performing import Performing

log = structlog.get_logger(__name__)

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update that needs an effect, as it came and as it was read; its lane is its chat."""

    raw: Raw
    seen: Seen

    @property
    def number(self) -> int:
        """The update id."""
        return self.seen.update.update_id

    @property
    def lane(self) -> int:
        """The lane of its job."""
        return lane_of(self.seen.update)

    @property
    def priority(self) -> Priority:
        """Whether it goes first."""
        look = self.seen.look
        return Priority.SAFETY if look is not None and look.level >= Level.URGENT else Priority.USUAL


class Handling:
    """Takes Telegram's JSON, some updates at a time."""

    def __init__(self, rooms: Rooms, performing: Performing) -> None:
        self.rooms = rooms
        self.performing = performing
        self._bot = performing.bot
        self._coming: dict[int, asyncio.Event] = {}

    async def take(self, *raws: Raw) -> None:
        """Return when these updates are safe to confirm: written down, handled, or nothing to do.

        One that comes a second time while the first is not safe yet waits for it.
        """
        new = [raw for raw in raws if raw["update_id"] not in self._coming]
        others = [self._coming[raw["update_id"]] for raw in raws if raw["update_id"] in self._coming]
        safe = asyncio.Event()
        self._coming |= dict.fromkeys((raw["update_id"] for raw in new), safe)
        try:
            await self._take([arrival for raw in new if (arrival := await self._read(raw)) is not None])
        finally:
            safe.set()
            for raw in new:
                self._coming.pop(raw["update_id"], None)
        for other in others:
            await other.wait()

    async def _take(self, arrivals: list[Arrival]) -> None:
        if not arrivals:
            return
        self.performing.remember(arrival.seen for arrival in arrivals)
        written = await self.rooms.memory.ask(lambda store: self._write(store, arrivals), None)
        if written is None:
            await self._handle_here(arrivals)
        else:
            self.performing.forget({arrival.number for arrival in arrivals} - written)

    async def _read(self, raw: Raw) -> Arrival | None:
        """Read an update; None if nothing is to be done: a group's chatter, or what cannot be read."""
        self.rooms.metrics.arrived(kind_of(raw))
        try:
            update = Update.de_json(raw, self.rooms.speaker.bot)
            if not concerns_us(update, self.rooms):
                return None
            must_be_numbered(update)
            return Arrival(raw, self._seen(update))
        except Exception as error:  # noqa: BLE001 - an update that cannot be read fails in any way, and costs only itself
            await self.performing.set_aside(int(raw["update_id"]), error)
            return None

    def _seen(self, update: Update) -> Seen:
        message = update.effective_message if update.callback_query is None else None
        text = (message.text or message.caption) if message else None
        return Seen(update, text, self.rooms.assistant.look(text)) if text is not None else Seen(update)

    async def _write(self, store: Store, arrivals: Iterable[Arrival]) -> set[int]:
        """Write updates down with the jobs that they cause, in one transaction; return which were new."""
        by_number = {arrival.number: arrival for arrival in arrivals}
        kept = [Kept(arrival.number, arrival.lane, arrival.raw) for arrival in by_number.values()]
        new = await store.delivery.keep(self._bot, kept, self.rooms.now())
        jobs = [
            Job(HANDLE, {"update": number}, str(arrival.lane), priority=arrival.priority)
            for number, arrival in by_number.items()
            if number in new
        ]
        if jobs:
            await self.rooms.jobs.defer_all(store.connection, jobs)
        return new

    async def _handle_here(self, arrivals: Iterable[Arrival]) -> None:
        """Handle what could not be written down: nobody is left without an answer because a database fails."""
        lanes: defaultdict[int, list[Update]] = defaultdict(list)
        for arrival in arrivals:
            lanes[arrival.lane].append(arrival.seen.update)
        async with asyncio.TaskGroup() as group:
            for updates in lanes.values():
                group.create_task(self._one_by_one(updates))

    async def _one_by_one(self, updates: Iterable[Update]) -> None:
        for update in updates:
            for pause in (*PAUSES, None):
                error = await self.performing.attempt(update)
                if error is None:
                    break
                if pause is None:
                    await self.performing.give_up(update, error)
                else:
                    await asyncio.sleep(pause)
            self.performing.handled_here(update.update_id)


def lane_of(update: Update) -> int:
    """Return the lane of an update: its chat; without one, the person."""
    source = update.effective_chat or update.effective_user
    return source.id if source else 0
