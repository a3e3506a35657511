"""Service messages and changes of standing: what a chat, and the bot, hear when somebody comes, goes or is promoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standin.message import Message
from tests.standin.model import Member, Topic

if TYPE_CHECKING:
    from tests.standin.model import Chat, User
    from tests.standin.world import World


def service(world: World, chat: Chat, by: User, content: dict[str, Any], *, topic: Topic | None = None) -> Message:
    """Post a service message, such as `{"left_chat_member": ...}`."""
    message = Message(
        chat,
        chat.next_message_id(),
        world.now(),
        by,
        thread_id=topic.thread_id if topic else None,
        extra={"service": True} | content,
    )
    # The bot's own deeds appear in the chat, but are no news to it, and nothing that it has said.
    if by is world.bot.user:
        chat.log.append(message)
        world.changed.ring()
        return message
    return world.post(message)


def standing(world: World, chat: Chat, member: Member, *, by: User) -> None:
    """Give somebody a new standing; tells the bot if it may know (`chat_member` is for administrators)."""
    old = chat.member(member.user).wire()
    chat.members[member.user.id] = member
    change = {
        "chat": chat.wire(),
        "from": by.wire(),
        "date": world.now(),
        "old_chat_member": old,
        "new_chat_member": member.wire(),
    }
    if member.user is world.bot.user:
        world.feed.push("my_chat_member", change)
    elif chat.member(world.bot.user).rules:
        world.feed.push("chat_member", change)
    world.changed.ring()


def bot_standing(world: World, chat: Chat, status: str, *, by: User, **details: Any) -> None:  # noqa: ANN401
    """Change the bot's own standing in a chat; `details` are fields of Member."""
    standing(world, chat, Member(world.bot.user, status, **details), by=by)


def topic_created(world: World, chat: Chat, name: str, *, by: User) -> Topic:
    """Open a topic; its id is that of the service message which says so."""
    topic = Topic(chat.last_message_id + 1, name)
    created = {"forum_topic_created": {"name": name, "icon_color": topic.icon_color}}
    topic.created_by = service(world, chat, by, created, topic=topic)
    chat.topics[topic.thread_id] = topic
    return topic


def topic_event(world: World, chat: Chat, topic: Topic, content: dict[str, Any]) -> None:
    """Say in a topic that the bot has renamed, closed or opened it."""
    service(world, chat, world.bot.user, content, topic=topic)
