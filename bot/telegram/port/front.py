"""What the process shows on its port: the webhook if there is one, and how it is."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from starlette.routing import Route

from bot.storage.counts import Pile, counts
from bot.storage.database import StorageError
from bot.telegram.metrics import kind_of
from bot.telegram.port.health import OK, Watched, of_contact, pages
from bot.telegram.port.web import served
from bot.telegram.port.webhook import Hook, path_of

if TYPE_CHECKING:
    import socket
    from contextlib import AbstractAsyncContextManager

    from bot.storage.counts import Counts
    from bot.storage.store import Store
    from bot.telegram.context import Rooms
    from bot.telegram.metrics import Metrics
    from bot.telegram.observed import Contact
    from bot.telegram.port.health import Probe
    from bot.telegram.port.posting import Address
    from bot.telegram.port.webhook import Take

log = structlog.get_logger(__name__)

BEHIND = timedelta(minutes=5)  # what is due waits so long only if nobody works on it, or Telegram cannot be reached


def front(
    listener: socket.socket | None, rooms: Rooms, contact: Contact, address: Address | None, take: Take
) -> AbstractAsyncContextManager[None]:
    """Serve the port while the block lasts; nothing, where no port is open."""
    if listener is None:
        return nullcontext()
    hook = [] if address is None else [_hook(address, take, rooms.metrics)]
    return served([*hook, *pages(watched(rooms, contact))], listener.dup())


def _hook(address: Address, take: Take, metrics: Metrics) -> Route:
    hook = Hook(path_of(address.url), address.secret, _timed(take, metrics), metrics.refused)
    # Any path: the hook compares it itself, so that nothing in an address is taken for a pattern.
    return Route("/{path:path}", hook.post, methods=["POST"])


def _timed(take: Take, metrics: Metrics) -> Take:
    async def timed(raw: dict[str, Any]) -> None:
        started = time.monotonic()
        await take(raw)
        seconds = time.monotonic() - started
        metrics.safe(seconds)
        log.debug("update safe", update=raw["update_id"], kind=kind_of(raw), ms=round(seconds * 1000, 1))

    return timed


def watched(rooms: Rooms, contact: Contact) -> Watched:
    """Say what there is to look at in a running bot."""
    parts = {"database": _database(rooms), "engine": _engine(rooms), "knowledge": _knowledge(rooms)}
    parts["telegram"] = of_contact(contact, rooms.speaker.bot.get_me)
    return Watched(parts, rooms.metrics, lambda: _counts(rooms))


async def _counts(rooms: Rooms) -> Counts | None:
    return await rooms.memory.ask(lambda store: _counted(store, rooms), None)


async def _counted(store: Store, rooms: Rooms) -> Counts:
    backlog = await rooms.jobs.backlog(store.connection)
    jobs = Pile(backlog.waiting, timedelta(seconds=backlog.age))
    return replace(await counts(store.connection, rooms.now()), jobs=jobs)


def _database(rooms: Rooms) -> Probe:
    async def probe() -> str:
        try:
            async with rooms.memory.database.begin() as store:
                await counts(store.connection, rooms.now())
        except StorageError as error:
            return error.trouble.value
        return OK

    return probe


def _engine(rooms: Rooms) -> Probe:
    async def probe() -> str:
        found = await _counts(rooms)
        if found is None:
            return "no database"
        return OK if max(found.updates.oldest, found.jobs.oldest) < BEHIND else "behind"

    return probe


def _knowledge(rooms: Rooms) -> Probe:
    async def probe() -> str:
        return OK if rooms.assistant.reply("").blocks else "silent"

    return probe
