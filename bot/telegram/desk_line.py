"""The line to the desk's chat: post, post below a note, rewrite a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from telegram.error import ChatMigrated, TelegramError

from bot.desk.case import NoteAt

if TYPE_CHECKING:
    from telegram import Message

    from bot.telegram.pages import Page
    from bot.telegram.sending import Refusal
    from bot.telegram.speaker import Speaker

log = structlog.get_logger(__name__)


class DeskLine:
    """Speaks to one chat, whose number changes when the group becomes a supergroup."""

    def __init__(self, speaker: Speaker, chat: int) -> None:
        self.speaker = speaker
        self.chat = chat

    async def look(self) -> None:
        """Warn if the desk's chat cannot be seen: found out at start, not when somebody is in danger."""
        try:
            await self.speaker.bot.get_chat(self.chat)
        except TelegramError as error:
            log.warning(
                "nobody could be told: check ESCALATION_CHAT_ID, and add the bot there", error=type(error).__name__
            )

    async def post(self, page: Page, patience: float, below: NoteAt | None = None) -> Message | Refusal:
        """Send a page, below an earlier note if told; `patience` in seconds."""
        try:
            return await self.speaker.say_page(self.chat, page, to=below.message if below else None, patience=patience)
        except ChatMigrated as moved:
            log.warning("the desk's chat has a new number: change ESCALATION_CHAT_ID", chat=moved.new_chat_id)
            self.chat = moved.new_chat_id
            return await self.post(page, patience)

    async def rewrite(self, at: NoteAt, page: Page) -> Message | bool | Refusal:
        """Put another text in place of a note."""
        return await self.speaker.change(at.chat, at.message, page.html)


def note_at(message: Message) -> NoteAt:
    """Say where a note stands."""
    return NoteAt(message.chat.id, message.message_id)
