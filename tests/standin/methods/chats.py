"""Methods that ask about chats and their members, leave one, or tend its topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standin.access import chat_of, must_hold, user_of
from tests.standin.events import bot_standing, topic_created, topic_event
from tests.standin.refusal import bad_request, forbidden

if TYPE_CHECKING:
    from tests.standin.model import Chat, Topic
    from tests.standin.params import Params
    from tests.standin.world import World

TOPIC_NAME = 128  # characters; Bot API, createForumTopic
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(world: World, params: Params) -> dict[str, Any]:
    """Answer getChat."""
    chat = chat_of(world, params)
    if chat.type == "private" and not world.person_of(chat).started:
        raise bad_request("chat not found")
    full: dict[str, Any] = {"accent_color_id": 0, "max_reaction_count": 11}
    full["accepted_gift_types"] = dict.fromkeys(GIFTS, False)
    if chat.is_group:
        full["permissions"] = {"can_send_messages": chat.members_may_write}
        full |= {"slow_mode_delay": chat.slow_mode} if chat.slow_mode else {}
    full |= {"linked_chat_id": chat.linked.id} if chat.linked else {}
    full |= {"has_protected_content": True} if chat.protected else {}
    return chat.wire() | full


def get_chat_member(world: World, params: Params) -> dict[str, Any]:
    """Answer getChatMember."""
    chat = chat_of(world, params)
    user = user_of(world, params)
    if chat.type == "private" and user.id not in {chat.id, world.bot.user.id}:
        raise bad_request("user not found")
    return {"user": user.wire(), "status": "member"} if chat.type == "private" else chat.member(user).wire()


def get_chat_administrators(world: World, params: Params) -> list[dict[str, Any]]:
    """Answer getChatAdministrators: other bots are left out, as Telegram leaves them."""
    chat = chat_of(world, params)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    ruling = [member for member in chat.members.values() if member.rules]
    return [m.wire() for m in ruling if not m.user.is_bot or m.user is world.bot.user]


def get_chat_member_count(world: World, params: Params) -> int:
    """Answer getChatMemberCount."""
    chat = chat_of(world, params)
    return 2 if chat.type == "private" else sum(member.present for member in chat.members.values())


def leave_chat(world: World, params: Params) -> bool:
    """Answer leaveChat."""
    chat = chat_of(world, params)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    bot_standing(world, chat, "left", by=world.bot.user)
    return True


def create_forum_topic(world: World, params: Params) -> dict[str, Any]:
    """Answer createForumTopic."""
    chat = _forum(world, params, "create a topic")
    name = params.text("name").strip()
    if not 1 <= len(name) <= TOPIC_NAME:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_INVALID")
    world.spend(chat)
    topic = topic_created(world, chat, name, by=world.bot.user)
    return {"message_thread_id": topic.thread_id, "name": topic.name, "icon_color": topic.icon_color}


def edit_forum_topic(world: World, params: Params) -> bool:
    """Answer editForumTopic."""
    chat = _forum(world, params, "edit the topic")
    topic, name = _topic(chat, params), params.text("name").strip()
    if len(name) > TOPIC_NAME:
        raise bad_request("TOPIC_TITLE_INVALID")
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name or topic.name
    topic_event(world, chat, topic, {"forum_topic_edited": {"name": topic.name}})
    return True


def close_forum_topic(world: World, params: Params) -> bool:
    """Answer closeForumTopic."""
    return _set_closed(world, params, closed=True)


def reopen_forum_topic(world: World, params: Params) -> bool:
    """Answer reopenForumTopic."""
    return _set_closed(world, params, closed=False)


def _set_closed(world: World, params: Params, *, closed: bool) -> bool:
    chat = _forum(world, params, "close the topic")
    topic = _topic(chat, params)
    if topic.closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    topic_event(world, chat, topic, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})
    return True


def _forum(world: World, params: Params, deed: str) -> Chat:
    chat = chat_of(world, params)
    if chat.type == "private":
        raise forbidden("the chat is not a forum")
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    must_hold(world, chat, "can_manage_topics", deed)
    return chat


def _topic(chat: Chat, params: Params) -> Topic:
    topic = chat.topics.get(params.number("message_thread_id") or 0)
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic
