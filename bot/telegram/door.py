"""The door: an update is checked once, here, and comes in as a value that cannot be empty."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType

from bot.desk.note import Person
from bot.telegram.buttons import Key, Keyboard, unpack


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wrote or sent in their private chat.

    `with_media`: the words, if any, stand below a picture or a file; `picture`: a photo or a voice; `album`: what was
    sent together has the same.
    """

    chat: int
    person: Person
    message: int
    text: str
    with_media: bool = False
    picture: bool = False
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that somebody pressed in their private chat.

    `message`: ours, with its `html` and `keyboard`, both empty when Telegram no longer shows them to us. `asked` and
    `words`: the person's own message that ours answers, if it does and is still there; `album`: what it was sent with.
    """

    chat: int
    person: Person
    query: str
    value: str
    message: int
    html: str = ""
    keyboard: Keyboard = ()
    asked: int | None = None
    words: str | None = None
    album: str | None = None


def must_be_numbered(update: Update) -> None:
    """Raise TypeError where a number that things are kept by is none: a database would quote it in its own log."""
    messages = [update.effective_message, update.effective_message and update.effective_message.reply_to_message]
    numbers: list[object] = [source.id for source in (update.effective_chat, update.effective_user) if source]
    for message in messages:
        if message is not None:
            numbers += [message.message_id, message.message_thread_id or 0, message.chat.id]
            numbers += [message.from_user.id] if message.from_user else []
    if not all(isinstance(number, int) for number in numbers):
        raise TypeError


def asked(update: Update) -> Question | None:
    """Take what somebody said in private; None for everything else."""
    message, user = update.effective_message, update.effective_user
    if message is None or user is None or user.is_bot or message.chat.type != ChatType.PRIVATE:
        return None
    text = message.text if message.text is not None else message.caption
    return Question(
        message.chat.id,
        Person(user.id, user.username),
        message.message_id,
        text or "",
        with_media=message.text is None,
        picture=bool(message.photo or message.voice),
        album=message.media_group_id,
    )


def pressed(update: Update) -> Pressed | None:
    """Take a press on a button in private; None for everything else."""
    query = update.callback_query
    if query is None or query.message is None or query.message.chat.type != ChatType.PRIVATE:
        return None
    press = unpack(query.data or "")
    value = press.value if press else ""
    person = Person(query.from_user.id, query.from_user.username)
    bare = Pressed(query.message.chat.id, person, query.id, value, query.message.message_id)
    return _with_message(bare, query.message) if isinstance(query.message, Message) else bare


def _with_message(bare: Pressed, message: Message) -> Pressed:
    # What we answered comes back with the button: so the person's words need not be kept anywhere by us.
    theirs = message.reply_to_message
    ours = theirs is None or theirs.from_user is None or theirs.from_user.is_bot
    return Pressed(
        bare.chat,
        bare.person,
        bare.query,
        bare.value,
        bare.message,
        html=message.text_html or "",
        keyboard=keyboard_of_message(message.reply_markup),
        asked=None if ours or theirs is None else theirs.message_id,
        words=None if ours or theirs is None else theirs.text or theirs.caption,
        album=None if ours or theirs is None else theirs.media_group_id,
    )


def keyboard_of_message(markup: InlineKeyboardMarkup | None) -> Keyboard:
    """Read the buttons under a message of ours."""
    rows = markup.inline_keyboard if markup else ()
    return tuple(
        tuple(Key(button.text, unpack(str(button.callback_data or "")), button.url) for button in row) for row in rows
    )
