"""The door for groups: what somebody said in company, checked once, and how it calls the bot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from telegram import Message, MessageEntity, MessageOrigin, Update
from telegram.constants import ChatType

from bot.assistant.manners import GENERAL, Call, Said
from bot.desk.note import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telegram import User

GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody said in a group.

    `person` is None where they write in a chat's name. `command` is ours ("ask"), if it is one; `text` then holds the
    words behind it. `thread`: the forum topic. `unseen`: a command that only its sender and the bot see. `answers`: the
    message of the bot's that it answers.
    """

    chat: int
    message: int
    person: Person | None
    text: str
    said: Said
    command: str | None = None
    thread: int | None = None
    edited: bool = False
    unseen: bool = False
    answers: int | None = None

    @property
    def called(self) -> bool:
        """Whether the bot was called."""
        return self.said.call is not Call.NONE


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is, as others write of it."""

    id: int
    username: str

    @classmethod
    def of(cls, user: User) -> Me:
        """Take it from the bot's own account."""
        return cls(user.id, (user.username or "").lower())


def spoken(update: Update, me: Me, commands: frozenset[str]) -> Spoken | None:
    """Take what a member said in a group; None for service messages, bots, and what is not somebody's own words."""
    message = update.message or update.edited_message
    if message is None or message.chat.type not in GROUPS or not _own_words(message):
        return None
    whole = Spoken(
        chat=message.chat.id,
        message=message.message_id,
        person=_person(message),
        text=message.text or message.caption or "",
        said=Said(topic=_topic(message) or GENERAL, forward=bool(message.is_automatic_forward)),
        thread=_topic(message),
        edited=update.edited_message is not None,
        unseen="ephemeral_message_id" in (message.api_kwargs or {}),
    )
    return _addressed(whole, message, me, commands)


def _own_words(message: Message) -> bool:
    """Whether these are the writer's own: no bot, not made by one, not passed on from a channel."""
    if message.via_bot is not None or not (message.text or message.caption):
        return False
    if message.sender_chat is not None:
        return True
    origin = message.forward_origin
    if origin is not None and origin.type in {MessageOrigin.CHANNEL, MessageOrigin.CHAT}:
        return False
    return message.from_user is not None and not message.from_user.is_bot


def _person(message: Message) -> Person | None:
    user = message.from_user
    return None if message.sender_chat is not None or user is None else Person(user.id, user.username)


def _topic(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None


def _addressed(whole: Spoken, message: Message, me: Me, commands: frozenset[str]) -> Spoken:
    entities = dict(message.parse_entities() if message.text else message.parse_caption_entities())
    command = next((text for entity, text in entities.items() if _is_command(entity)), None)
    if command is not None:
        return _commanded(whole, command, message, me, commands)
    names = list(_naming(entities, me))
    if names:
        bare = " ".join(_without(whole.text, names).split())
        return replace(whole, text=bare, said=replace(whole.said, call=Call.MENTION))
    answered = answered_message(message)
    if answered is not None and answered.from_user is not None and answered.from_user.id == me.id:
        return replace(whole, answers=answered.message_id, said=replace(whole.said, call=Call.REPLY))
    to_other = _to_other(message, answered) or _begins_with_name(entities)
    return replace(whole, said=replace(whole.said, to_other=to_other))


def _is_command(entity: MessageEntity) -> bool:
    return entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0


def _commanded(whole: Spoken, command: str, message: Message, me: Me, commands: frozenset[str]) -> Spoken:
    name, _, addressee = command[1:].lower().partition("@")
    words = whole.text[len(command) :].strip()
    if addressee not in {"", me.username} or name not in commands:
        # Somebody else's, or a slip: never answered. The words behind it are read for danger all the same.
        return replace(whole, text=words, said=replace(whole.said, to_other=True))
    if not words and name == "ask":
        words = _own_earlier_words(message)
    return replace(whole, text=words, command=name, said=replace(whole.said, call=Call.COMMAND))


def _own_earlier_words(message: Message) -> str:
    """Return the message that a bare /ask points to, where it is the asker's own."""
    earlier, user = answered_message(message), message.from_user
    if earlier is None or user is None or earlier.from_user is None or earlier.from_user.id != user.id:
        return ""
    return earlier.text or earlier.caption or ""


def _naming(entities: dict[MessageEntity, str], me: Me) -> Iterator[str]:
    for entity, text in entities.items():
        mentioned = entity.type == MessageEntity.MENTION and text.lower() == f"@{me.username}"
        by_number = entity.type == MessageEntity.TEXT_MENTION and entity.user is not None and entity.user.id == me.id
        if mentioned or by_number:
            yield text


def _without(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(name, " ")
    return text


def _begins_with_name(entities: dict[MessageEntity, str]) -> bool:
    kinds = {MessageEntity.MENTION, MessageEntity.TEXT_MENTION}
    return any(entity.type in kinds and entity.offset == 0 for entity in entities)


def answered_message(message: Message) -> Message | None:
    """Return the message that this one answers; in a forum, what created the topic is none."""
    answered = message.reply_to_message
    if answered is None or answered.forum_topic_created is not None:
        return None
    created = message.is_topic_message and answered.message_id == message.message_thread_id
    return None if created else answered


def _to_other(message: Message, answered: Message | None) -> bool:
    if message.external_reply is not None:
        return True
    if answered is None or answered.is_automatic_forward:
        return False  # what is written below the post of a linked channel is written to all
    own = message.from_user is not None and answered.from_user is not None
    return not (own and answered.from_user == message.from_user)
