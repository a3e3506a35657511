"""Telegram: is the token right, does it see what it must, do updates find their way?"""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx
from telegram import BotCommandScopeAllPrivateChats
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.cli.checkup.finding import Finding, fault, ok, warning

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from telegram import Bot, User, WebhookInfo

POLL_SECONDS = 3  # longer than another poller pauses after a conflict: if there is one, it is back by then
SKEW_SECONDS, SKEW_AT_MOST = 30.0, 300.0  # a clock that is out by more makes wrong times; by much more, wrong deeds
WAITING = 100  # updates: more than this, and somebody waits for long
RECENT = 3600.0  # seconds: an older error of the webhook is history
ANSWER_SECONDS = 10.0


async def reached(bot: Bot) -> tuple[Finding, User | None]:
    """Say hello to Telegram; without an answer there is nothing more to ask."""
    try:
        await bot.initialize()
    except InvalidToken:
        return fault("token_wrong"), None
    except TelegramError as error:
        return fault("telegram_unreachable", error=type(error).__name__), None
    return ok("token", name=bot.username), bot.bot


async def groups_seen(user: User) -> list[Finding]:
    """Say what the bot sees in groups."""
    return [ok("privacy_off") if user.can_read_all_group_messages else warning("privacy_on")]


async def menu(bot: Bot) -> list[Finding]:
    """Look whether commands and descriptions are set: `run` sets them when it starts."""
    commands = await bot.get_my_commands(scope=BotCommandScopeAllPrivateChats())
    described = (await bot.get_my_description()).description
    shortly = (await bot.get_my_short_description()).short_description
    if commands and described and shortly:
        return [ok("menu", commands=len(commands))]
    return [warning("menu_missing")]


async def clock(api_url: str, now: Callable[[], datetime]) -> list[Finding]:
    """Compare this machine's clock with Telegram's."""
    asked = now()
    try:
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as client:
            answer = await client.head(api_url)
    except httpx.HTTPError:
        return [warning("clock_unknown")]
    return [clock_finding(answer.headers.get("Date", ""), asked + (now() - asked) / 2)]


def clock_finding(date: str, here: datetime) -> Finding:
    """Judge by the Date header of an answer, and the time here when it was written. Dates have whole seconds."""
    try:
        skew = skew_of(date, here).total_seconds()
    except (TypeError, ValueError):
        return warning("clock_unknown")
    if abs(skew) <= SKEW_SECONDS:
        return ok("clock")
    make = warning if abs(skew) <= SKEW_AT_MOST else fault
    return make("clock_wrong", seconds=round(abs(skew)), way="ahead" if skew > 0 else "behind")


def skew_of(date: str, here: datetime) -> timedelta:
    """Return how far the clock here is ahead. Raises ValueError or TypeError if the header is no date with a zone."""
    return here - parsedate_to_datetime(date)


async def way_in(bot: Bot, url: str | None, now: datetime) -> list[Finding]:
    """Look how updates come in: by webhook, or by polling, and whether something is in the way."""
    info = await bot.get_webhook_info()
    if url is not None:
        return [_webhook(info, url), *_delivery(info, now)]
    if info.url:
        return [warning("webhook_left"), *_delivery(info, now)]
    return [await _polling(bot)]


def _webhook(info: WebhookInfo, url: str) -> Finding:
    if not info.url:
        return warning("webhook_unset")
    return ok("webhook", url=url) if info.url == url else fault("webhook_elsewhere", url=info.url)


def _delivery(info: WebhookInfo, now: datetime) -> list[Finding]:
    found = []
    failed = info.last_error_date
    if failed is not None and (now - failed).total_seconds() < RECENT:
        found.append(fault("webhook_failing", error=info.last_error_message, time=f"{failed:%H:%M}"))
    if info.pending_update_count > WAITING:
        found.append(warning("updates_waiting", count=info.pending_update_count))
    return found


async def _polling(bot: Bot) -> Finding:
    """Poll once, confirming nothing. A poller of somebody else's comes back meanwhile, and ends our poll."""
    try:
        # No offset: nothing is confirmed. No allowed_updates: what Telegram was told of them stays.
        await bot.get_updates(timeout=POLL_SECONDS, limit=1)
    except Conflict:
        return warning("another_poller")
    except TelegramError as error:
        return fault("polling_fails", error=type(error).__name__)
    return ok("polling")
