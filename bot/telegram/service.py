"""The bot from start to stop: database, Telegram, the loop, and the chores beside it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from enum import StrEnum
from typing import TYPE_CHECKING

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.storage.database import Database
from bot.storage.sole import alone_on
from bot.telegram.app import build, furnish
from bot.telegram.chores import close_journals, purge, reread_book
from bot.telegram.deployment import Intake
from bot.telegram.furnishing import rooms_of
from bot.telegram.handling import Handling
from bot.telegram.menu import set_menu
from bot.telegram.metrics import Metrics
from bot.telegram.observed import Contact
from bot.telegram.performing import Performing
from bot.telegram.polling import Polling, SecondPollerError
from bot.telegram.port.front import front
from bot.telegram.port.posting import Posting, WebhookRefusedError
from bot.telegram.stopping import Stopped, stopped_within, unless_stopped
from bot.telegram.turns import in_turn
from bot.telegram.work import performers

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from telegram import Bot

    from bot.assistant.assistant import Assistant
    from bot.telegram.context import BotApplication, Rooms
    from bot.telegram.deployment import Deployment

log = structlog.get_logger(__name__)

TRIES, PAUSE = 3, 1.0  # to reach Telegram at start; seconds between, doubling
LAST_SECONDS = 4.0  # what is under way has at a stop; the process is given 10


class Ending(StrEnum):
    """Why the service ended; each but STOPPED has its line on what to do in words.yaml."""

    STOPPED = "stopped"
    WRONG_TOKEN = "wrong_token"  # noqa: S105 - the name of a fault
    NO_NETWORK = "no_network"
    SECOND_POLLER = "second_poller"
    WEBHOOK_REFUSED = "webhook_refused"


async def serve(deployment: Deployment, assistant: Assistant, stop: asyncio.Event) -> Ending:
    """Run until `stop` is set or it cannot go on. Raises StorageError if the database cannot be used at start."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(alone_on(deployment.database))
        database = await Database.open(deployment.database)
        stack.push_async_callback(database.close)
        metrics, contact = Metrics(), Contact()
        application = build(deployment.token, deployment.api_url, metrics, contact)
        # The library closes nothing of what it could not quite open.
        stack.push_async_callback(application.bot.request.shutdown)
        stack.push_async_callback(application.shutdown)
        polled = deployment.intake is Intake.POLLING
        if (trouble := await _reach(application, stop, polled=polled)) is not None:
            return trouble
        rooms = await rooms_of(deployment, assistant, application.bot, database, metrics)
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
    performing = Performing(application, rooms)
    handling = Handling(rooms, performing)
    async with asyncio.TaskGroup() as group:
        chores = [group.create_task(chore) for chore in _chores(deployment, application.bot, rooms)]
        working = group.create_task(rooms.jobs.work(performers(rooms, performing), performing.given_up))
        async with front(deployment.listener, rooms, contact, deployment.webhook, handling.take):
            log.info("listening", intake=deployment.intake.value)
            ending = await _take_in(deployment, application.bot, rooms, handling, stop)
            stop.set()
        for chore in chores:
            chore.cancel()
        left = await rooms.jobs.stop(LAST_SECONDS)
        await working
        await performing.close()
    log.info("stopped", ending=ending.value, left_for_next_time=left)
    return ending


def _chores(deployment: Deployment, bot: Bot, rooms: Rooms) -> list[Coroutine[None, None, None]]:
    chores = [purge(rooms), close_journals(rooms)]
    if rooms.memory.database.shared:
        chores.append(reread_book(rooms))
    if deployment.intake is not Intake.NONE:
        chores += [set_menu(bot, rooms.words, rooms.book.desk), rooms.cards.look()]
    return chores


async def _take_in(deployment: Deployment, bot: Bot, rooms: Rooms, handling: Handling, stop: asyncio.Event) -> Ending:
    """Take in what people write until told to stop; return why it ended."""
    try:
        if deployment.intake is Intake.NONE:
            await stop.wait()
        elif deployment.webhook is not None:
            await Posting(bot, deployment.webhook, stop).run()
        else:
            await in_turn(rooms.memory.database, bot, stop, lambda until: Polling(bot, handling, until).run())
    except SecondPollerError:
        return Ending.SECOND_POLLER
    except WebhookRefusedError:
        return Ending.WEBHOOK_REFUSED
    except InvalidToken:
        return Ending.WRONG_TOKEN
    return Ending.STOPPED
