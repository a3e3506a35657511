"""How a message of a person comes about: place, topic, what it answers, in whose name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.standin.entities import covered, found_in
from tests.standin.media import media
from tests.standin.message import Message
from tests.standin.model import ANONYMOUS_BOT, CHANNEL_BOT

if TYPE_CHECKING:
    from tests.standin.model import Chat, Topic, User
    from tests.standin.places import Place
    from tests.standin.world import World


@dataclass(frozen=True)
class Said:
    """What somebody says. `anonymous`: as the group; `as_chat`: as a channel; `via`: by inline mode of a bot.

    `extra` holds further fields of the Bot API's Message.
    """

    sender: User
    chat: Chat
    text: str = ""
    kind: str | None = None
    topic: Topic | None = None
    reply_to: Message | None = None
    anonymous: bool = False
    as_chat: Place | None = None
    via: User | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def said(sender: User, private: Place, *, to: Place | None = None, **details: Any) -> Said:  # noqa: ANN401
    """Make up what somebody says, to the bot unless told where."""
    return Said(sender, (to or private).chat, **details)


def say(world: World, words: Said) -> Message:
    """Post it. Raises AssertionError where Telegram would not let the person write."""
    _must_be_able(words)
    if words.chat.type == "private":
        words.sender.started = True
    topic = _topic(words)
    message = Message(
        words.chat,
        0,
        world.now(),
        _face(world, words),
        words.text.strip(),
        found_in(words.text.strip()),
        media=media(world, words.kind) if words.kind else {},
        reply_to=words.reply_to or (topic.created_by if topic else None),
        thread_id=topic.thread_id if topic else None,
        extra=_extra(words),
    )
    _number(world, words, message)
    return world.post(message)


def _must_be_able(words: Said) -> None:
    name, chat = words.sender.first_name, words.chat
    assert not (chat.type == "private" and words.sender.blocked), f"{name} has blocked the bot: unblock it first"
    if chat.is_group:
        member = chat.member(words.sender)
        assert member.present or words.as_chat, f"{name} is not in {chat.title}"
        assert member.can_write, f"{name} may not write in {chat.title}"


def _topic(words: Said) -> Topic | None:
    if words.topic is None and words.reply_to is not None and words.reply_to.thread_id is not None:
        return words.chat.topics.get(words.reply_to.thread_id)
    return words.topic


def _face(world: World, words: Said) -> User:
    if words.anonymous:
        return world.users[ANONYMOUS_BOT]
    return world.users[CHANNEL_BOT] if words.as_chat else words.sender


def _extra(words: Said) -> dict[str, Any]:
    extra = dict(words.extra)
    if words.anonymous:
        extra["sender_chat"] = words.chat.wire()
    if words.as_chat is not None:
        extra["sender_chat"] = words.as_chat.chat.wire()
    if words.via is not None:
        extra["via_bot"] = words.via.wire()
    return extra


def _number(world: World, words: Said, message: Message) -> None:
    if not _is_unseen_by_others(world, message):
        message.message_id = words.chat.next_message_id()
        return
    message.ephemeral_id = world.next_id()
    message.receiver = words.sender
    message.extra["receiver_user"] = world.bot.user.wire()


def _is_unseen_by_others(world: World, message: Message) -> bool:
    """Say whether this is a command that was registered with `is_ephemeral`, where that works."""
    first = message.entities[0] if message.entities else None
    if first is None or first["type"] != "bot_command" or first["offset"] or not message.chat.is_group:
        return False
    command = covered(message.text, first)[1:].partition("@")[0]
    return command in world.bot.ephemeral_commands() and message.chat.member(world.bot.user).rules
