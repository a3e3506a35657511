"""The bot's menu and its descriptions in Telegram, set at start. A failure here costs nobody an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

if TYPE_CHECKING:
    from telegram import Bot

    from bot.knowledge.words import InterfaceWords

log = structlog.get_logger(__name__)

# In the order of the menu; each has its description in words.yaml.
COMMANDS = ("start", "help", "topics", "emergency", "country", "privacy", "mydata", "forget")


async def set_menu(bot: Bot, words: InterfaceWords) -> None:
    """Set commands (private chats only: groups will have their own, neutral ones), description, short description.

    What is set already is left alone: Telegram limits these calls to a few a day.
    """
    commands = tuple(BotCommand(name, words[f"menu.{name}"]) for name in COMMANDS)
    scope = BotCommandScopeAllPrivateChats()
    try:
        if await bot.get_my_commands(scope=scope) != commands:
            await bot.set_my_commands(commands, scope=scope)
        if (await bot.get_my_description()).description != words["menu.description"]:
            await bot.set_my_description(words["menu.description"])
        if (await bot.get_my_short_description()).short_description != words["menu.short_description"]:
            await bot.set_my_short_description(words["menu.short_description"])
    except TelegramError as error:
        log.warning("menu not set, going on without", error=type(error).__name__)
