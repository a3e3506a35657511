"""One poller at a time: where several processes share a database, the second waits, and takes over when it must."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.storage.sole import LOOK_EVERY, PollersTurn, Turn
from bot.telegram.stopping import stopped_within

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import Bot

    from bot.storage.database import Database

    # Polls until the event is set.
    Poll = Callable[[asyncio.Event], Awaitable[None]]

log = structlog.get_logger(__name__)


async def in_turn(database: Database, bot: Bot, stop: asyncio.Event, poll: Poll) -> None:
    """Poll while it is our turn, until told to stop. On a database that is not shared it always is."""
    if not database.shared:
        await poll(stop)
        return
    turn, waited = PollersTurn(database.engine, bot.id), False
    while not stop.is_set():
        if (whose := await turn.take()) is not Turn.OURS:
            if not waited:
                log.info("waiting to take over", turn=whose.value)
            waited = True
            await stopped_within(stop, LOOK_EVERY)
            continue
        waited = False
        try:
            await _poll_until_lost(turn, stop, poll)
        finally:
            await turn.close()


async def _poll_until_lost(turn: PollersTurn, stop: asyncio.Event, poll: Poll) -> None:
    over = asyncio.Event()
    log.info("polling")
    watching = [asyncio.create_task(turn.lost()), asyncio.create_task(stop.wait())]
    for task in watching:
        task.add_done_callback(lambda _: over.set())
    try:
        await poll(over)
    finally:
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
