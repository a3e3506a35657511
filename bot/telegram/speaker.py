"""The few calls that the bot makes, by what they are for. No link previews; a deleted question stops no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import ParseMode

from bot.telegram.refusal import Refusal
from bot.telegram.sending import PATIENCE, Sender

if TYPE_CHECKING:
    from telegram import Bot

    from bot.telegram.buttons import Key, Keyboard
    from bot.telegram.pages import Page
    from bot.telegram.render import Outgoing

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# A press is answered soon or not at all: Telegram forgets it, and the person sees the effect anyway.
PRESS_PATIENCE = 10.0


class Speaker:
    """Says, changes, hands over. Every deed returns what Telegram made of it, or why it refused."""

    def __init__(self, bot: Bot, sender: Sender) -> None:
        self.bot = bot
        self.sender = sender

    async def say(self, chat: int, outgoing: Outgoing, to: int | None = None) -> Message | Refusal:
        """Send a message, in answer to message `to`; buttons under the last page, which is returned."""
        said: Message | Refusal = Refusal.REJECTED
        for number, page in enumerate(outgoing.pages, start=1):
            keyboard = outgoing.keyboard if number == len(outgoing.pages) else ()
            said = await self.say_page(chat, page, keyboard, to)
            if isinstance(said, Refusal):
                return said
        return said

    async def say_page(
        self, chat: int, page: Page, keyboard: Keyboard = (), to: int | None = None, patience: float = PATIENCE
    ) -> Message | Refusal:
        """Send one page."""
        # As it goes over the wire: for the call that is made most, the library's objects take longer than the sending.
        more: dict[str, Any] = {"link_preview_options": {"is_disabled": True}}
        if to:
            more["reply_parameters"] = {"message_id": to, "allow_sending_without_reply": True}
        if keyboard:
            more["reply_markup"] = {"inline_keyboard": [[_raw(key) for key in row] for row in keyboard]}
        return await self.sender.deliver(
            chat,
            "sendMessage",
            lambda: self.bot.send_message(chat, page.html, parse_mode=ParseMode.HTML, api_kwargs=more),
            patience,
        )

    async def change(self, chat: int, message: int, html: str, keyboard: Keyboard = ()) -> Message | bool | Refusal:
        """Put other words and buttons in place of a message of ours."""
        return await self.sender.deliver(
            chat,
            "editMessageText",
            lambda: self.bot.edit_message_text(
                html,
                chat,
                message,
                parse_mode=ParseMode.HTML,
                reply_markup=markup(keyboard),
                link_preview_options=NO_PREVIEW,
            ),
        )

    async def change_buttons(self, chat: int, message: int, keyboard: Keyboard) -> Message | bool | Refusal:
        """Put other buttons under a message of ours."""
        return await self.sender.deliver(
            chat,
            "editMessageReplyMarkup",
            lambda: self.bot.edit_message_reply_markup(chat, message, reply_markup=markup(keyboard)),
        )

    async def answer_press(self, chat: int, query: str, text: str = "", *, alert: bool = False) -> bool | Refusal:
        """Let a pressed button stop spinning, with a word at the top of the screen or (`alert`) in a box."""
        return await self.sender.deliver(
            chat,
            "answerCallbackQuery",
            lambda: self.bot.answer_callback_query(query, text or None, show_alert=alert),
            PRESS_PATIENCE,
        )

    async def take_away(self, chat: int, message: int) -> bool | Refusal:
        """Delete a message of ours."""
        return await self.sender.deliver(chat, "deleteMessage", lambda: self.bot.delete_message(chat, message))

    async def hand_over(self, chat: int, name: str, content: bytes, caption: str) -> Message | Refusal:
        """Send a file."""
        return await self.sender.deliver(
            chat,
            "sendDocument",
            lambda: self.bot.send_document(chat, InputFile(content, filename=name), caption=caption),
        )


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """Write a keyboard as Telegram wants it."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup([[_button(key) for key in row] for row in keyboard])


def _raw(key: Key) -> dict[str, str | None]:
    if key.press is not None:
        return {"text": key.label, "callback_data": key.press.pack()}
    return {"text": key.label, "url": key.url}


def _button(key: Key) -> InlineKeyboardButton:
    if key.press is not None:
        return InlineKeyboardButton(key.label, callback_data=key.press.pack())
    return InlineKeyboardButton(key.label, url=key.url)
