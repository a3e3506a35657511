"""The list of handlers, read top to bottom: the first that fits takes the update."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.knowledge.model import Level
from bot.telegram import inline
from bot.telegram.buttons import Deed
from bot.telegram.context import BotApplication, BotContext, Rooms
from bot.telegram.faults import on_error
from bot.telegram.groups import welcome
from bot.telegram.groups.settings import menu as settings
from bot.telegram.observed import Contact, Observed
from bot.telegram.places import PressesInGroups, on_pressed_in_group, on_said_in_group, on_standing_or_block
from bot.telegram.private import browse, commands, consent, country, feedback, line, messages, privacy, stats, why
from bot.telegram.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from telegram import Message, Update

    from bot.assistant.assistant import Assistant
    from bot.telegram.metrics import Metrics

    Handle = Callable[[Update, BotContext], Coroutine[Any, Any, None]]


IN_PRIVATE = filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
NEW = IN_PRIVATE & filters.UpdateType.MESSAGE
EDITED = IN_PRIVATE & filters.UpdateType.EDITED_MESSAGE
IN_GROUPS = filters.ChatType.GROUPS & (filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE)
WORDS = (filters.TEXT & ~filters.COMMAND) | filters.CAPTION


class Alarming(filters.MessageFilter):
    """Words behind a command that need somebody the same day: triage reads every text, a command's too."""

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant = assistant

    def filter(self, message: Message) -> bool:
        """Say whether the text is alarming."""
        return message.text is not None and self.assistant.reply(message.text).level >= Level.URGENT


def handlers(assistant: Assistant) -> list[BaseHandler[Any, BotContext, Any]]:
    """Return all handlers in order."""
    return [
        PressesInGroups(on_pressed_in_group),
        MessageHandler(filters.StatusUpdate.MIGRATE, welcome.on_moved),
        MessageHandler(IN_GROUPS, on_said_in_group),
        ChatMemberHandler(on_standing_or_block, ChatMemberHandler.MY_CHAT_MEMBER),
        InlineQueryHandler(inline.on_inline),
        MessageHandler(NEW & filters.COMMAND & Alarming(assistant), messages.on_message),
        CommandHandler("start", commands.on_start, NEW),
        CommandHandler("help", commands.on_help, NEW),
        CommandHandler("topics", browse.on_topics, NEW),
        CommandHandler("emergency", country.on_emergency, NEW),
        CommandHandler("country", country.on_country_command, NEW),
        CommandHandler("stop", line.on_stop, NEW),
        CommandHandler("settings", settings.on_settings, NEW),
        CommandHandler("stats", stats.on_stats, NEW),
        CommandHandler("privacy", privacy.on_privacy, NEW),
        CommandHandler("mydata", privacy.on_mydata, NEW),
        CommandHandler("forget", privacy.on_forget, NEW),
        MessageHandler(NEW & filters.COMMAND, commands.on_unknown),
        MessageHandler(NEW & WORDS, messages.on_message),
        MessageHandler(EDITED & WORDS, messages.on_edit),
        MessageHandler(NEW, messages.on_other),
        _button(Deed.TOPIC, browse.on_topic),
        _button(Deed.BROWSE, browse.on_browse),
        _button(Deed.OPEN, browse.on_open),
        _button(Deed.ELSE, feedback.on_else),
        _button(Deed.WHY, why.on_why),
        _button(Deed.AFFIRM, why.on_affirm),
        _button(Deed.DENY, why.on_deny),
        _button(Deed.PERSON, consent.on_person),
        _button(Deed.CONTACT, consent.on_contact),
        _button(Deed.WORDS, consent.on_words),
        _button(Deed.CALLED, consent.on_called),
        _button(Deed.CRISIS, country.on_crisis),
        _button(Deed.COUNTRIES, country.on_countries),
        _button(Deed.COUNTRY, country.on_country),
        _button(Deed.TALK, line.on_talk),
        _button(Deed.PICTURES, line.on_pictures),
        _button(Deed.STOP, line.on_stop_press),
        _button(Deed.SETTING, settings.on_setting),
        _button(Deed.HELPED, feedback.on_helped),
        _button(Deed.NOT_HELPED, feedback.on_not_helped),
        CallbackQueryHandler(feedback.on_old_button),
    ]


def _button(deed: Deed, handle: Handle) -> CallbackQueryHandler[BotContext, None]:
    return CallbackQueryHandler(handle, pattern=re.compile(rf"^{deed}:[A-Za-z0-9._-]*\Z"))


def build(token: str, api_url: str, metrics: Metrics, contact: Contact) -> BotApplication:
    """Return the library's application, without its own updater, for Telegram or a self-hosted Bot API."""
    # The library is between two types for lengths of time, and warns at every 429 until it is told to use the new one.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    return (
        Application.builder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(Observed(Request(), metrics, contact))
        .context_types(ContextTypes(context=BotContext))
        .updater(None)
        .build()
    )


def furnish(application: BotApplication, rooms: Rooms) -> None:
    """Give the application its rooms and handlers."""
    application.bot_data["rooms"] = rooms
    application.add_handlers(handlers(rooms.assistant))
    application.add_error_handler(on_error)
