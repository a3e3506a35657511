"""Methods that change or take away a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standin.access import chat_of
from tests.standin.content import caption_of, text_of
from tests.standin.keyboard import keyboard
from tests.standin.refusal import NOT_MODIFIED, bad_request

if TYPE_CHECKING:
    from tests.standin.message import Entity, Message
    from tests.standin.params import Params
    from tests.standin.world import World

DELETABLE_SECONDS = 48 * 3600  # Bot API, deleteMessage


def edit_text(world: World, params: Params) -> dict[str, Any]:
    """Answer editMessageText."""
    message = _editable(world, params)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    text, entities = text_of(world, params)
    return _revised(world, message, text, entities, keyboard(params, world))


def edit_caption(world: World, params: Params) -> dict[str, Any]:
    """Answer editMessageCaption."""
    message = _editable(world, params)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    text, entities = caption_of(world, params)
    return _revised(world, message, text, entities, keyboard(params, world))


def edit_markup(world: World, params: Params) -> dict[str, Any]:
    """Answer editMessageReplyMarkup."""
    message = _editable(world, params)
    return _revised(world, message, message.text, message.entities, keyboard(params, world))


def _editable(world: World, params: Params) -> Message:
    if params.values.get("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = chat_of(world, params)
    if params.number("message_id") is None:
        raise bad_request("message identifier is not specified")
    message = chat.message(params.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot_under_test:
        raise bad_request("message can't be edited")
    return message


def _revised(
    world: World, message: Message, text: str, entities: list[Entity], markup: dict[str, Any] | None
) -> dict[str, Any]:
    if (text, entities, markup) == (message.text, message.entities, message.reply_markup):
        raise bad_request(NOT_MODIFIED)
    message.revise(text, entities, markup, world.now())
    world.changed.ring()
    return message.wire()


def delete_message(world: World, params: Params) -> bool:
    """Answer deleteMessage."""
    chat = chat_of(world, params)
    message = chat.message(params.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    mine = message.from_bot_under_test or chat.type == "private"
    if not mine and not chat.member(world.bot.user).may("can_delete_messages"):
        raise bad_request("message can't be deleted")
    if world.clock.now() - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    world.changed.ring()
    return True
