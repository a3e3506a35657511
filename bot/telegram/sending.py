"""Calls to Telegram that must arrive: 429 per chat, patience with 5xx and network, 403 and 400 on record."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar, cast

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.jobs.jobs import Priority, Try, doing
from bot.telegram.memory import ON_BOARD
from bot.telegram.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.telegram.flight import Flight
    from bot.telegram.journal import Journal
    from bot.telegram.pace import Pace

log = structlog.get_logger(__name__)
T = TypeVar("T")

# Telegram itself keeps a message for us that long; an answer that is later than that helps nobody.
PATIENCE = timedelta(hours=24).total_seconds()
REASONS = (
    "blocked by the user",
    "user is deactivated",
    "chat not found",
    "bot was kicked",
    "not a member",
    "not enough rights",
    "can't initiate conversation",
    "query is too old",
    "message to edit not found",
    "message can't be edited",
    "message is too long",
    "message text is empty",
    "can't parse entities",
    "button_data_invalid",
    "button_user_privacy_restricted",
)
MESSAGES = ("send", "copy", "forward")  # how the methods are called that write a message
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between tries, doubling


class Sender:
    """Makes calls in turn within a chat, each once for a job. A chat that must wait holds up no other.

    `flight`: how many messages are under way at once; None: as many as there are jobs.
    """

    def __init__(self, pace: Pace, journal: Journal | None = None, flight: Flight | None = None) -> None:
        self._pace = pace
        self._journal = journal
        self._not_before: dict[int, float] = {}
        self._flight = flight

    async def deliver(
        self, chat: int, what: str, call: Callable[[], Awaitable[T]], patience: float = PATIENCE
    ) -> T | Refusal:
        """Make a call until it is answered; return its result, or why there is none.

        `what` names it in the log; `patience` in seconds. Raises InvalidToken when the token was revoked, and
        ChatMigrated when a group has a new number.
        """
        if self._journal is None:
            return await self._insist(chat, what, call, patience)
        result = await self._journal.once(chat, what, lambda: self._insist(chat, what, call, patience))
        return cast("T | Refusal", result)

    async def _insist(self, chat: int, what: str, call: Callable[[], Awaitable[T]], patience: float) -> T | Refusal:
        deadline, pause = _clock() + patience, FIRST_PAUSE
        while True:
            await self._turn(chat, what)
            try:
                return await self._under_way(what, call)
            except (BadRequest, Forbidden) as error:
                return _refused(what, error)
            except RetryAfter as error:
                self._hold(chat, what, _seconds(error))
            except (InvalidToken, ChatMigrated):
                raise
            except TelegramError as error:
                log.warning("call failed, trying again", what=what, error=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            if max(_clock(), self._not_before.get(chat, 0.0)) > deadline:
                log.error("call given up", what=what, patience=patience)
                return Refusal.GAVE_UP

    async def _under_way(self, what: str, call: Callable[[], Awaitable[T]]) -> T:
        """Make a call once. A message keeps its place until its job has written down that it was sent."""
        if self._flight is None or not what.startswith(MESSAGES):
            return await call()
        one = doing.get()
        place = await self._flight.board(urgent=_is_urgent(one))
        try:
            result = await call()
        except BaseException:
            place.leave()
            raise
        if one is None:
            place.leave()
        else:
            place.answered()
            one.lasting.setdefault(ON_BOARD, []).append(place)
        return result

    async def _turn(self, chat: int, what: str) -> None:
        """Wait until this chat may be written to. Edits and answers to presses are no messages: they go at once."""
        await asyncio.sleep(max(0.0, self._not_before.get(chat, 0.0) - _clock()))
        if what.startswith(MESSAGES):
            await asyncio.sleep(await self._pace.wait(chat, urgent=_is_urgent(doing.get())))

    def _hold(self, chat: int, what: str, seconds: float) -> None:
        log.info("chat must wait", what=what, seconds=seconds)
        self._not_before[chat] = _clock() + seconds


def _is_urgent(one: Try | None) -> bool:
    return one is not None and one.priority >= Priority.SAFETY


def _clock() -> float:
    return asyncio.get_running_loop().time()


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _refused(what: str, error: TelegramError) -> Refusal:
    if isinstance(error, BadRequest) and "not modified" in str(error).lower():
        return Refusal.UNCHANGED
    refusal = Refusal.FORBIDDEN if isinstance(error, Forbidden) else Refusal.REJECTED
    log.warning("call refused", what=what, refusal=refusal.value, reason=_reason(error))
    return refusal


def _reason(error: TelegramError) -> str:
    # Of Telegram's own wording only what we know: the rest may quote the text.
    said = str(error).lower()
    return next((reason for reason in REASONS if reason in said), "other")
