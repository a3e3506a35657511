"""The bot's menu and its descriptions in Telegram, set at start. A failure here costs nobody an answer."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

if TYPE_CHECKING:
    from telegram import Bot

    from bot.knowledge.words import InterfaceWords

log = structlog.get_logger(__name__)

# In the order of the menu; each has its description in words.yaml.
COMMANDS = ("start", "help", "topics", "emergency", "country", "stop", "privacy", "mydata", "forget")
# In groups: neutral ones, typed unseen by others where Telegram can do that.
IN_GROUPS = ("ask", "private")
FOR_ADMINISTRATORS = ("ask", "private", "settings")
# In the desk's chat; `stop` means something else there.
AT_THE_DESK = ("cases", "stop_at_desk", "settings")


async def set_menu(bot: Bot, words: InterfaceWords, desk: int | None = None) -> None:
    """Set commands (groups have their own, neutral ones, and so has the desk), description, short description.

    What is set already is left alone: Telegram limits these calls to a few a day.
    """
    try:
        await _set_commands(bot, words, COMMANDS, BotCommandScopeAllPrivateChats())
        await _set_commands(bot, words, IN_GROUPS, BotCommandScopeAllGroupChats(), unseen=True)
        await _set_commands(bot, words, FOR_ADMINISTRATORS, BotCommandScopeAllChatAdministrators(), unseen=True)
        if (await bot.get_my_description()).description != words["menu.description"]:
            await bot.set_my_description(words["menu.description"])
        if (await bot.get_my_short_description()).short_description != words["menu.short_description"]:
            await bot.set_my_short_description(words["menu.short_description"])
    except TelegramError as error:
        log.warning("menu not set, going on without", error=type(error).__name__)
    if desk is not None:
        # Alone, and last: of a chat in which we are not, Telegram knows no menu.
        with suppress(TelegramError):
            await _set_commands(bot, words, AT_THE_DESK, BotCommandScopeChat(desk))


async def _set_commands(
    bot: Bot, words: InterfaceWords, names: tuple[str, ...], scope: BotCommandScope, *, unseen: bool = False
) -> None:
    more = {"is_ephemeral": True} if unseen else None
    commands = tuple(BotCommand(name.partition("_")[0], words[f"menu.{name}"], api_kwargs=more) for name in names)
    if await bot.get_my_commands(scope=scope) != commands:
        await bot.set_my_commands(commands, scope=scope)
