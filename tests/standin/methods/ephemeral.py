"""Ephemeral messages (Bot API 10.2, 10.3): in a group, shown to one member only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standin.access import chat_of, topic_of, user_of, writable
from tests.standin.content import text_of
from tests.standin.keyboard import keyboard
from tests.standin.message import Message
from tests.standin.refusal import NOT_MODIFIED, QUERY_TOO_OLD, bad_request

if TYPE_CHECKING:
    from tests.standin.model import Chat, User
    from tests.standin.params import Params
    from tests.standin.world import World

ANSWER_SECONDS = 15  # how long after a press its query lets the bot write


def send_ephemeral(world: World, params: Params) -> dict[str, Any]:
    """Answer sendMessage with `ephemeral_message_parameters`."""
    options = params.object("ephemeral_message_parameters", "ephemeral message parameters") or {}
    chat = writable(world, params)
    receiver = _receiver(world, chat, options)
    text, entities = text_of(world, params)
    topic = topic_of(world, chat, params)
    message = Message(
        chat,
        0,
        world.now(),
        world.bot.user,
        text,
        entities,
        reply_markup=keyboard(params, world),
        thread_id=topic.thread_id if topic else None,
        receiver=receiver,
        ephemeral_id=world.next_id(),
        extra={"ours": True, "receiver_user": receiver.wire()},
    )
    world.spend(chat)
    return world.post(message).wire()


def _receiver(world: World, chat: Chat, options: dict[str, Any]) -> User:
    if chat.ephemeral_refusal:
        raise bad_request(chat.ephemeral_refusal)
    if not chat.is_group:
        raise bad_request("CHAT_TYPE_INVALID")
    if not chat.member(world.bot.user).rules:
        raise bad_request("BOT_NOT_ADMIN")
    receiver = world.users.get(options.get("receiver_user_id") or 0)
    if receiver is None or not chat.member(receiver).present:
        raise bad_request("USER_NOT_PARTICIPANT")
    _must_be_fresh(world, receiver, options.get("callback_query_id"))
    return receiver


def _must_be_fresh(world: World, receiver: User, query_id: str | None) -> None:
    if query_id is None:
        return
    press = world.presses.get(str(query_id))
    if press is None or press.who is not receiver or world.clock.now() - press.at > ANSWER_SECONDS:
        raise bad_request(QUERY_TOO_OLD)


def _found(world: World, params: Params, deed: str) -> Message:
    chat, receiver = chat_of(world, params), user_of(world, params, "receiver_user_id")
    wanted = params.number("ephemeral_message_id")
    for message in reversed(chat.log):
        if message.ephemeral_id == wanted and message.receiver is receiver and not message.deleted:
            return message
    raise bad_request(f"message to {deed} not found")


def edit_text(world: World, params: Params) -> bool:
    """Answer editEphemeralMessageText."""
    message = _found(world, params, "edit")
    text, entities = text_of(world, params)
    return _revised(world, message, (text, entities, keyboard(params, world)))


def edit_markup(world: World, params: Params) -> bool:
    """Answer editEphemeralMessageReplyMarkup."""
    message = _found(world, params, "edit")
    return _revised(world, message, (message.text, message.entities, keyboard(params, world)))


def _revised(world: World, message: Message, new: tuple[str, list[dict[str, Any]], dict[str, Any] | None]) -> bool:
    if new == (message.text, message.entities, message.reply_markup):
        raise bad_request(NOT_MODIFIED)
    message.revise(*new, world.now())
    world.changed.ring()
    return True


def delete(world: World, params: Params) -> bool:
    """Answer deleteEphemeralMessage."""
    _found(world, params, "delete").deleted = True
    world.changed.ring()
    return True
