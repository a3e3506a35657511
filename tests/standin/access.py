"""May the bot do this here? Chats that are unknown, moved, closed to it, or not its own to rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.standin.refusal import bad_request, forbidden

if TYPE_CHECKING:
    from tests.standin.model import Chat, Topic, User
    from tests.standin.params import Params
    from tests.standin.world import World

KIND = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


def chat_of(world: World, params: Params, name: str = "chat_id") -> Chat:
    """Find the chat that a call names. Raises Refusal for one that is unknown, moved or closed to the bot."""
    wanted = params.values.get(name)
    if wanted in {None, ""}:
        raise bad_request(f"{name} is empty")
    chat = _named(world, str(wanted)) if str(wanted).startswith("@") else world.chats.get(params.number(name) or 0)
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to.id)
    if chat.type != "private":
        _must_be_inside(world, chat)
    return chat


def _named(world: World, name: str) -> Chat | None:
    public = (chat for chat in world.chats.values() if chat.type != "private" and chat.username)
    return next((chat for chat in public if f"@{chat.username}".lower() == name.lower()), None)


def _must_be_inside(world: World, chat: Chat) -> None:
    known = chat.members.get(world.bot.user.id)
    if known is None:
        raise bad_request("chat not found")
    if known.status == "kicked":
        raise forbidden(f"bot was kicked from the {KIND[chat.type]}")
    if not known.present:
        raise forbidden(f"bot is not a member of the {KIND[chat.type]}")


def writable(world: World, params: Params, what: str = "text messages") -> Chat:
    """Find the chat that a call writes to. Raises Refusal where the bot may not write."""
    chat = chat_of(world, params)
    if chat.type == "private":
        _must_be_open(world.person_of(chat))
        return chat
    bot = chat.member(world.bot.user)
    silenced = not bot.can_write or (chat.type == "channel" or not chat.members_may_write)
    if silenced and not (bot.rules and bot.can_write):
        raise bad_request(f"not enough rights to send {what} to the chat")
    return chat


def _must_be_open(person: User) -> None:
    if person.is_bot:
        raise forbidden("bots can't send messages to bots")
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def topic_of(world: World, chat: Chat, params: Params) -> Topic | None:
    """Find the topic that a call writes to; None is General. Raises Refusal for one unknown or closed.

    General has no id that can be written to: Telegram refuses `message_thread_id` 1.
    """
    wanted = params.number("message_thread_id")
    if wanted is None:
        return None
    topic = chat.topics.get(wanted)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not chat.member(world.bot.user).may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return topic


def user_of(world: World, params: Params, name: str = "user_id") -> User:
    """Find the user that a call names. Raises Refusal for an unknown one."""
    user = world.users.get(params.number(name) or 0)
    if user is None:
        raise bad_request("invalid user_id specified")
    return user


def must_hold(world: World, chat: Chat, right: str, deed: str) -> None:
    """Raise Refusal unless the bot holds an administrator's right."""
    if not chat.member(world.bot.user).may(right):
        raise bad_request(f"not enough rights to {deed}")
