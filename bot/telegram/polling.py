"""The loop that asks Telegram for updates, and confirms none before it was handled or written down."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.telegram.handling import GRACE
from bot.telegram.limits import BATCH, POLL_SECONDS
from bot.telegram.stopping import Stopped, stopped_within, unless_stopped

if TYPE_CHECKING:
    from telegram import Bot

    from bot.telegram.handling import Handling

log = structlog.get_logger(__name__)

ALLOWED = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
CONFLICT_PATIENCE = 60.0  # seconds: after a kill, our own last long poll may still hang on Telegram's side
CONFLICT_PAUSE = 2.0  # seconds
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between tries when there is no way to Telegram, doubling
LAST_CONFIRM = 1.0  # seconds at a stop: what was not confirmed is known by its id
MARGIN = 10.0  # seconds that an answer may be late

Raw = dict[str, Any]


class SecondPollerError(Exception):
    """Another process asks for the same bot's updates, and has done so for CONFLICT_PATIENCE."""


class Polling:
    """One poller. `run` ends when `stop` is set, or raises SecondPollerError or InvalidToken."""

    def __init__(self, bot: Bot, handling: Handling, stop: asyncio.Event) -> None:
        self.bot = bot
        self.handling = handling
        self.stop = stop
        self.offset = 0

    async def run(self) -> None:
        """Fetch, handle, confirm, until told to stop."""
        await self.handling.resume()
        while not self.stop.is_set():
            batch = await self._fetch()
            await self._handle(batch)
        await self._confirm()

    async def _handle(self, batch: list[Any]) -> None:
        numbered = [raw for raw in batch if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)]
        started = [(raw["update_id"], await self.handling.take(raw)) for raw in numbered]
        tasks = {task: number for number, task in started if task is not None}
        unsafe = await self._unsafe(tasks)
        top = max([self.offset, *(raw["update_id"] + 1 for raw in numbered)])
        self.offset = min([top, *unsafe])
        if batch and not numbered:
            await stopped_within(self.stop, FIRST_PAUSE)

    async def _unsafe(self, tasks: dict[asyncio.Task[None], int]) -> list[int]:
        """Wait until each of a batch is handled or written down; told to stop, return those that are neither."""
        if not tasks:
            return []
        _, unfinished = await asyncio.wait(tasks, timeout=GRACE)
        unwritten = {task for task in unfinished if not await self.handling.secure(task)}
        while unwritten and not self.stop.is_set():
            _, unwritten = await asyncio.wait(unwritten, timeout=GRACE)
        return [tasks[task] for task in unwritten]

    async def _fetch(self) -> list[Any]:
        """Return the next batch; an empty one when told to stop."""
        pause, conflict_since = FIRST_PAUSE, None
        while not self.stop.is_set():
            try:
                return await unless_stopped(self.stop, self._get_updates(POLL_SECONDS))
            except Stopped:
                return []
            except InvalidToken:
                raise
            except Conflict:
                conflict_since = self._conflict(conflict_since)
                await stopped_within(self.stop, CONFLICT_PAUSE)
            except TelegramError as error:
                log.warning("no updates, trying again", error=type(error).__name__, pause=pause)
                await stopped_within(self.stop, pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        return []

    def _conflict(self, since: float | None) -> float:
        now = asyncio.get_running_loop().time()
        if since is None:
            log.warning("another poller has this bot's updates, trying again", seconds=CONFLICT_PATIENCE)
            return now
        if now - since >= CONFLICT_PATIENCE:
            raise SecondPollerError
        return since

    async def _get_updates(self, seconds: int, limit: int = BATCH) -> list[Any]:
        wanted = {"offset": self.offset, "limit": limit, "timeout": seconds, "allowed_updates": json.dumps(ALLOWED)}
        address = f"{self.bot.base_url}/getUpdates?{urlencode(wanted)}"
        found = await self.bot.request.post(address, read_timeout=seconds + MARGIN)
        return found if isinstance(found, list) else []

    async def _confirm(self) -> None:
        """Tell Telegram what was handled: a bot that loses its disk would answer the last batch again."""
        if self.offset:
            try:
                await asyncio.wait_for(self._get_updates(0, limit=1), LAST_CONFIRM)
            except (TelegramError, TimeoutError) as error:
                log.info("last batch not confirmed", error=type(error).__name__)
