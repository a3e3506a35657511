"""The door of the desk's chat: what a volunteer wrote there, checked once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import Message, MessageEntity

from bot.telegram.company.door import GROUPS, answered_message
from bot.telegram.company.speaking import Spot

if TYPE_CHECKING:
    from telegram import Update

    from bot.telegram.company.door import Me

COMMANDS = frozenset({"cases", "stop", "settings"})


@dataclass(frozen=True, slots=True)
class DeskWords:
    """What somebody wrote in the desk's chat: which message it answers, in which topic, whether it is a picture.

    `to_us`: what it answers is the bot's.
    `picture`: a photo or voice; `other`: media that is never passed on; `album`: what was sent together has the same.
    """

    chat: int
    person: int
    message: int
    text: str
    answers: int | None
    thread: int | None
    to_us: bool = False
    command: str | None = None
    edited: bool = False
    picture: bool = False
    other: bool = False
    album: str | None = None

    @property
    def spot(self) -> Spot:
        """Where an answer to it belongs."""
        return Spot(self.chat, self.thread, self.message)


def desk_words(update: Update, me: Me) -> DeskWords | None:
    """Take what a volunteer wrote; None for service messages, bots, and what is written in a chat's name."""
    message = update.message or update.edited_message
    user = message.from_user if message else None
    if message is None or user is None or user.is_bot or message.sender_chat or message.via_bot:
        return None
    if message.chat.type not in GROUPS:
        return None
    answered = answered_message(message)
    command = _command(message, me)
    if command == "":
        return None
    picture = bool(message.photo or message.voice)
    return DeskWords(
        chat=message.chat.id,
        person=user.id,
        message=message.message_id,
        text=message.text or message.caption or "",
        answers=answered.message_id if answered else None,
        thread=message.message_thread_id if message.is_topic_message else None,
        to_us=answered is not None and answered.from_user is not None and answered.from_user.id == me.id,
        command=command,
        edited=update.edited_message is not None,
        picture=picture,
        other=message.text is None and not picture,
        album=message.media_group_id,
    )


def may_matter(words: DeskWords) -> bool:
    """Whether a message can belong to a case at all: the rest of the volunteers' talk is left alone, unread."""
    return words.command is not None or words.edited or words.answers is not None or words.thread is not None


def _command(message: Message, me: Me) -> str | None:
    """Return the command of ours that a message is; "" for another one; None for no command."""
    first = message.entities[0] if message.entities else None
    if first is None or first.type != MessageEntity.BOT_COMMAND or first.offset:
        return None
    name, _, addressee = message.parse_entity(first)[1:].lower().partition("@")
    return name if name in COMMANDS and addressee in {"", me.username} else ""
