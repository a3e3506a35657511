"""The bot from start to stop: database, Telegram, the loop, and the chores beside it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.jobs.sqlite import utc_now
from bot.storage.database import Database
from bot.telegram.app import build, furnish
from bot.telegram.desk_jobs import given_up, performers
from bot.telegram.front import front
from bot.telegram.furnishing import rooms_of
from bot.telegram.handling import Handling
from bot.telegram.lanes import Lanes
from bot.telegram.menu import set_menu
from bot.telegram.metrics import Metrics
from bot.telegram.observed import Contact
from bot.telegram.polling import Polling, SecondPollerError
from bot.telegram.posting import Address, Posting, WebhookRefusedError
from bot.telegram.stopping import Stopped, stopped_within, unless_stopped

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from datetime import datetime

    from telegram import Bot

    from bot.assistant.assistant import Assistant
    from bot.telegram.context import BotApplication, Rooms

log = structlog.get_logger(__name__)

TRIES, PAUSE = 3, 1.0  # to reach Telegram at start; seconds between, doubling
LAST_SECONDS = 3.0  # what is under way has at a stop; the process is given 10
PURGE_EVERY = timedelta(hours=1)


class Ending(StrEnum):
    """Why the service ended; each but STOPPED has its line on what to do in words.yaml."""

    STOPPED = "stopped"
    WRONG_TOKEN = "wrong_token"  # noqa: S105 - the name of a fault
    NO_NETWORK = "no_network"
    SECOND_POLLER = "second_poller"
    WEBHOOK_REFUSED = "webhook_refused"


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a deployer chose, as far as this room needs to know. `now` is the clock.

    `webhook`: where Telegram posts to; None: it is polled. `listener`: where the port is served; stays open.
    """

    token: str
    api_url: str
    database: str
    desk: int | None
    retention: timedelta
    webhook: Address | None = None
    listener: socket.socket | None = None
    owners: tuple[int, ...] = ()
    now: Callable[[], datetime] = utc_now


async def serve(deployment: Deployment, assistant: Assistant, stop: asyncio.Event) -> Ending:
    """Run until `stop` is set or it cannot go on. Raises StorageError if the database cannot be used at start."""
    database = await Database.open(deployment.database)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        metrics, contact = Metrics(), Contact()
        application = build(deployment.token, deployment.api_url, metrics, contact)
        stack.push_async_callback(application.shutdown)
        if (trouble := await _reach(application, stop, polled=deployment.webhook is None)) is not None:
            return trouble
        rooms = rooms_of(deployment, assistant, application.bot, database, metrics)
        stack.push_async_callback(rooms.memory.settle)
        await rooms.book.load()
        furnish(application, rooms)
        return await _work(deployment, application, rooms, contact, stop)


async def _reach(application: BotApplication, stop: asyncio.Event, *, polled: bool) -> Ending | None:
    """Say hello to Telegram; None when it answered."""
    for attempt in range(TRIES):
        if attempt and await stopped_within(stop, PAUSE * 2**attempt):
            return Ending.STOPPED
        try:
            await unless_stopped(stop, _hello(application, polled=polled))
        except Stopped:
            return Ending.STOPPED
        except InvalidToken:
            return Ending.WRONG_TOKEN
        except TelegramError as error:
            log.warning("Telegram not reached, trying again", error=type(error).__name__)
        else:
            return None
    return Ending.NO_NETWORK


async def _hello(application: BotApplication, *, polled: bool) -> None:
    await application.initialize()
    if polled:
        # A webhook left behind makes polling fail. What waits is kept: these are people's messages.
        await application.bot.delete_webhook(drop_pending_updates=False)


async def _work(
    deployment: Deployment, application: BotApplication, rooms: Rooms, contact: Contact, stop: asyncio.Event
) -> Ending:
    async with asyncio.TaskGroup() as group:
        handling = Handling(application, rooms, Lanes(group))
        group.create_task(_purge(rooms, stop))
        chores = [group.create_task(set_menu(application.bot, rooms.words))]
        chores.append(group.create_task(rooms.cards.look()))
        working = group.create_task(rooms.jobs.work(performers(rooms), given_up))
        async with front(deployment.listener, rooms, contact, deployment.webhook, handling.safely):
            log.info("listening", webhook=deployment.webhook is not None)
            ending = await _take_in(deployment.webhook, application.bot, handling, stop)
            stop.set()
        for chore in chores:
            chore.cancel()
        left = await handling.rest(LAST_SECONDS)
        await rooms.jobs.stop(LAST_SECONDS)
        await working
    log.info("stopped", ending=ending.value, left_for_next_time=left)
    return ending


async def _take_in(webhook: Address | None, bot: Bot, handling: Handling, stop: asyncio.Event) -> Ending:
    """Take in what people write until told to stop; return why it ended."""
    try:
        if webhook is None:
            await Polling(bot, handling, stop).run()
        else:
            await handling.resume()
            await Posting(bot, webhook, stop).run()
    except SecondPollerError:
        return Ending.SECOND_POLLER
    except WebhookRefusedError:
        return Ending.WEBHOOK_REFUSED
    except InvalidToken:
        return Ending.WRONG_TOKEN
    return Ending.STOPPED


async def _purge(rooms: Rooms, stop: asyncio.Event) -> None:
    """Delete what is past its time, at start and then every hour."""
    due = True
    while due:
        now = rooms.now()
        gone = await rooms.memory.ask(lambda store: store.purge(now, rooms.retention), 0)  # noqa: B023 - awaited here
        if gone:
            await rooms.memory.wipe()
            log.info("purged", rows=gone)
        due = not await stopped_within(stop, PURGE_EVERY.total_seconds())
