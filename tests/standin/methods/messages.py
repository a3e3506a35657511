"""Methods that put a message into a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standin.access import chat_of, topic_of, writable
from tests.standin.content import caption_of, text_of
from tests.standin.keyboard import keyboard
from tests.standin.message import Message
from tests.standin.methods.ephemeral import send_ephemeral
from tests.standin.refusal import bad_request

if TYPE_CHECKING:
    from tests.standin.model import Chat
    from tests.standin.params import Params, Upload
    from tests.standin.world import World

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
FILE_BYTES = 50 * 2**20  # Bot API, sendDocument


def send_message(world: World, params: Params) -> dict[str, Any]:
    """Answer sendMessage."""
    if world.knows_ephemeral and params.values.get("ephemeral_message_parameters"):
        return send_ephemeral(world, params)
    chat = writable(world, params)
    message = drafted(world, chat, params)
    message.text, message.entities = text_of(world, params)
    return sent(world, message).wire()


def send_document(world: World, params: Params) -> dict[str, Any]:
    """Answer sendDocument: a file in the form, or the id of one that Telegram has."""
    chat = writable(world, params, "documents")
    message = drafted(world, chat, params)
    message.text, message.entities = caption_of(world, params)
    message.media = {"document": _document(world, params)}
    return sent(world, message).wire()


def _document(world: World, params: Params) -> dict[str, Any]:
    upload = _upload(params, "document")
    if upload is None:
        file_id = params.text("document")
        if file_id not in world.files:
            raise bad_request(
                "wrong file identifier/HTTP URL specified" if file_id else "there is no document in the request"
            )
        return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(world.files[file_id])}
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > FILE_BYTES:
        raise bad_request("file is too big")
    file_id = world.file_id(upload.content)
    return {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "file_name": upload.filename,
        "mime_type": upload.content_type or "application/octet-stream",
        "file_size": len(upload.content),
    }


def _upload(params: Params, name: str) -> Upload | None:
    reference = params.text(name).removeprefix("attach://")
    return params.files.get(name) or params.files.get(reference)


def send_chat_action(world: World, params: Params) -> bool:
    """Answer sendChatAction."""
    chat = writable(world, params)
    topic_of(world, chat, params)
    if params.text("action").lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def copy_message(world: World, params: Params) -> dict[str, Any]:
    """Answer copyMessage: the content goes, its sender does not."""
    message = _carried(world, params, "copy")
    if params.values.get("caption") is not None and message.media:
        message.text, message.entities = caption_of(world, params)
    return {"message_id": sent(world, message).message_id}


def forward_message(world: World, params: Params) -> dict[str, Any]:
    """Answer forwardMessage: the sender's name goes with it."""
    source = _source(world, params, "forward")
    message = _carried(world, params, "forward")
    person = source.sender.wire() if source.sender else {}
    hidden = source.sender is not None and source.sender.hides_link
    who = (
        {"type": "hidden_user", "sender_user_name": person.get("first_name", "")}
        if hidden
        else {"type": "user", "sender_user": person}
    )
    message.extra["forward_origin"] = who | {"date": source.date}
    return sent(world, message).wire()


def _source(world: World, params: Params, deed: str) -> Message:
    source = chat_of(world, params, "from_chat_id").message(params.number("message_id"))
    if source is None:
        raise bad_request(f"message to {deed} not found")
    if source.is_service or source.chat.protected:
        raise bad_request(f"message can't be {'copied' if deed == 'copy' else 'forwarded'}")
    return source


def _carried(world: World, params: Params, deed: str) -> Message:
    chat, source = writable(world, params), _source(world, params, deed)
    message = drafted(world, chat, params)
    message.text, message.entities, message.media = source.text, list(source.entities), dict(source.media)
    return message


def drafted(world: World, chat: Chat, params: Params) -> Message:
    """Begin a message of the bot: place, buttons, what it answers. Raises Refusal where one of them is wrong."""
    topic, answered = topic_of(world, chat, params), _answered(chat, params)
    thread = topic.thread_id if topic else (answered.thread_id if answered else None)
    preview = params.object("link_preview_options", "link preview options") or {}
    return Message(
        chat,
        0,
        world.now(),
        world.bot.user,
        reply_markup=keyboard(params, world),
        reply_to=answered or (topic.created_by if topic else None),
        thread_id=thread,
        extra={"ours": True},
        silent=params.flag("disable_notification"),
        preview=not (preview.get("is_disabled") or params.flag("disable_web_page_preview")),
    )


def _answered(chat: Chat, params: Params) -> Message | None:
    options = params.object("reply_parameters", "reply parameters") or {}
    wanted = options.get("message_id") or params.number("reply_to_message_id")
    if not wanted:
        return None
    if not isinstance(wanted, int):
        raise bad_request('can\'t parse reply parameters: Field "message_id" must be of type Number')
    answered = chat.message(wanted)
    lenient = options.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply")
    if answered is None and not lenient:
        raise bad_request("message to be replied not found")
    return answered


def sent(world: World, message: Message) -> Message:
    """Send a drafted message, if the limits let it through."""
    world.spend(message.chat)
    message.message_id = message.chat.next_message_id()
    return world.post(message)
