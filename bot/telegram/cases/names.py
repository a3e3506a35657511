"""Names, asked of Telegram when they are shown: they are not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.desk.note import Person

if TYPE_CHECKING:
    from telegram import Bot


async def first_name(bot: Bot, desk: int, volunteer: int | None) -> str | None:
    """Return a volunteer's first name; None for nobody, or where Telegram does not say."""
    if volunteer is None:
        return None
    try:
        return (await bot.get_chat_member(desk, volunteer)).user.first_name
    except TelegramError:
        return None


async def person_of(bot: Bot, number: int) -> Person:
    """Return somebody who agreed to be known, with their public name if they have one."""
    try:
        return Person(number, (await bot.get_chat(number)).username)
    except TelegramError:
        return Person(number)
