"""Telegram is asked to post updates to us, and is asked now and then whether it can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.telegram.polling import ALLOWED, FIRST_PAUSE, LONGEST_PAUSE
from bot.telegram.port.webhook import announce
from bot.telegram.stopping import Stopped, stopped_within, unless_stopped

if TYPE_CHECKING:
    import asyncio

    from telegram import Bot

log = structlog.get_logger(__name__)

LOOK_SECONDS = 60.0  # between questions; each answer is also a sign that Telegram is there


class WebhookRefusedError(Exception):
    """Telegram does not take the address: it is not public, not https, or has a port that is not allowed."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where Telegram posts to, and what it must show to be let in."""

    url: str
    secret: str


class Posting:
    """Keeps the webhook set. `run` ends when `stop` is set, or raises WebhookRefusedError or InvalidToken."""

    def __init__(self, bot: Bot, address: Address, stop: asyncio.Event) -> None:
        self.bot = bot
        self.address = address
        self.stop = stop
        self._error_seen = 0.0

    async def run(self) -> None:
        """Set the webhook, then look every LOOK_SECONDS, until told to stop. It stays set: who starts next finds it."""
        await self._set()
        while not await stopped_within(self.stop, LOOK_SECONDS):
            await self._look()

    async def _set(self) -> None:
        pause = FIRST_PAUSE
        while not self.stop.is_set():
            try:
                await unless_stopped(self.stop, announce(self.bot, self.address.url, self.address.secret, ALLOWED))
            except Stopped:
                return
            except BadRequest:
                raise WebhookRefusedError from None
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("webhook not set, trying again", error=type(error).__name__, pause=pause)
                await stopped_within(self.stop, pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                log.info("webhook set")
                return

    async def _look(self) -> None:
        """Warn if Telegram posts elsewhere, or could not post here since the last look."""
        try:
            info = await unless_stopped(self.stop, self.bot.get_webhook_info())
        except InvalidToken:
            raise
        except (Stopped, TelegramError):
            return
        if info.url != self.address.url:
            log.error("the webhook was moved or taken away: run one bot per token, and start this one again")
        last = info.last_error_date.timestamp() if info.last_error_date else 0.0
        if last > self._error_seen:
            self._error_seen = last
            log.warning("Telegram could not deliver: see `continence-bot doctor`", waiting=info.pending_update_count)
