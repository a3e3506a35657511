"""A press in a group, checked once: who pressed what, below which message, and whose that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import Message

from bot.telegram.buttons import Keyboard, Press, unpack
from bot.telegram.company.door import GROUPS
from bot.telegram.door import keyboard_of_message

if TYPE_CHECKING:
    from telegram import Update


@dataclass(frozen=True, slots=True)
class GroupPress:
    """A button pressed in a group. `whisper`: the number of the message, where only the presser sees it."""

    chat: int
    person: int
    first_name: str
    query: str
    press: Press | None
    message: int
    keyboard: Keyboard = ()
    whisper: int | None = None
    asker: int | None = None  # who wrote the message that ours answers, as far as Telegram shows it


def pressed_in_group(update: Update) -> GroupPress | None:
    """Take a press on a button in a group; None for everything else."""
    query = update.callback_query
    if query is None or query.message is None or query.message.chat.type not in GROUPS:
        return None
    message, user = query.message, query.from_user
    shown = message if isinstance(message, Message) else None
    asked = shown.reply_to_message if shown else None
    return GroupPress(
        chat=message.chat.id,
        person=user.id,
        first_name=user.first_name,
        query=query.id,
        press=unpack(query.data or ""),
        message=message.message_id,
        keyboard=keyboard_of_message(shown.reply_markup) if shown else (),
        whisper=((shown.api_kwargs or {}) if shown else {}).get("ephemeral_message_id"),
        asker=asked.from_user.id if asked and asked.from_user else None,
    )
