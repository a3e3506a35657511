"""The loop that asks Telegram for updates, and confirms none before it was written down or handled."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

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
        """Fetch, make safe, confirm, until told to stop."""
        while not self.stop.is_set():
            await self._take(await self._fetch())
        await self._confirm()

    async def _take(self, batch: list[Any]) -> None:
        """Let a batch be made safe, and confirm it with the next request; told to stop first, confirm nothing of it."""
        numbered = [raw for raw in batch if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)]
        if batch and not numbered:
            await stopped_within(self.stop, FIRST_PAUSE)
            return
        try:
            await unless_stopped(self.stop, self.handling.take(*numbered))
        except Stopped:
            return
        self.offset = max([self.offset, *(raw["update_id"] + 1 for raw in numbered)])

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
