"""Privacy mode: which messages of a chat Telegram shows to the bot at all.

Source: core.telegram.org/bots/features, "Privacy mode". Mentions are shown in some cases only, so here they are not,
unless `sees_mentions` is switched on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.standin.entities import covered

if TYPE_CHECKING:
    from tests.standin.message import Message
    from tests.standin.world import BotAccount


def bot_is_told(message: Message, bot: BotAccount) -> bool:
    """Say whether the bot gets an update for this message."""
    chat = message.chat
    if chat.type == "private":
        return not (message.sender and message.sender.blocked)
    member = chat.member(bot.user)
    if not member.present:
        return False
    if message.sender and message.sender.is_bot and not _is_face_of_a_chat(message) and not bot.sees_bots:
        return False
    if message.receiver is not None or message.is_service or chat.type == "channel" or member.rules:
        return True
    return not bot.privacy_mode or _meant_for(message, bot)


def _is_face_of_a_chat(message: Message) -> bool:
    # Anonymous administrators and linked channels write through accounts of Telegram that are bots.
    return "sender_chat" in message.extra


def _meant_for(message: Message, bot: BotAccount) -> bool:
    return _replies_to(message, bot) or _came_via(message, bot) or _commands(message, bot) or _mentions(message, bot)


def _replies_to(message: Message, bot: BotAccount) -> bool:
    answered = message.reply_to
    return answered is not None and answered.sender is bot.user and not answered.is_service


def _came_via(message: Message, bot: BotAccount) -> bool:
    via = message.extra.get("via_bot")
    return via is not None and via["id"] == bot.user.id


def _commands(message: Message, bot: BotAccount) -> bool:
    for entity in message.entities:
        if entity["type"] == "bot_command":
            _, _, addressee = covered(message.text, entity).partition("@")
            if addressee.lower() in {"", str(bot.user.username).lower()}:
                return True
    return False


def _mentions(message: Message, bot: BotAccount) -> bool:
    names = {covered(message.text, e).lower() for e in message.entities if e["type"] == "mention"}
    return bot.sees_mentions and f"@{bot.user.username}".lower() in names
