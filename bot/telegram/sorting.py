"""Which updates concern the bot at all. A group's chatter ends here: no database, no network, no line in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram.constants import ChatType

from bot.assistant.manners import Move
from bot.telegram.desk.door import desk_words, may_matter
from bot.telegram.groups.asked import weighed

if TYPE_CHECKING:
    from telegram import Update

    from bot.telegram.context import Rooms


def concerns_us(update: Update, rooms: Rooms) -> bool:
    """Whether an update needs an effect, or could: decided from memory alone."""
    if update.inline_query is not None or update.my_chat_member is not None or update.callback_query is not None:
        return True
    message, chat = update.effective_message, update.effective_chat
    if message is None or chat is None:
        return False
    if chat.type == ChatType.PRIVATE or message.migrate_to_chat_id is not None:
        return True
    if rooms.book.is_desk(chat.id):
        words = desk_words(update, rooms.me)
        return words is not None and may_matter(words)
    found = weighed(update, rooms)
    return found is not None and found[1] is not Move.SILENT
