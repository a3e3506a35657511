"""A message as the chat holds it: what can be read now, and what stood there before each edit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.standin.entities import to_html

if TYPE_CHECKING:
    from tests.standin.model import Chat, User

Entity = dict[str, Any]


@dataclass(frozen=True)
class Button:
    """One inline button: what is on it, and what it carries."""

    text: str
    data: str | None = None
    url: str | None = None
    wire: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Version:
    """What a message said before it was edited."""

    text: str
    html: str
    buttons: tuple[tuple[Button, ...], ...]


@dataclass(eq=False)
class Message:
    """A message: `text` is plain (the caption, where there is media), `html` is the same with its formatting."""

    chat: Chat
    message_id: int
    date: int
    sender: User | None = None
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    reply_markup: dict[str, Any] | None = None
    media: dict[str, Any] = field(default_factory=dict)
    reply_to: Message | None = None
    thread_id: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    edit_date: int | None = None
    history: list[Version] = field(default_factory=list)
    deleted: bool = False
    receiver: User | None = None
    ephemeral_id: int | None = None
    lost: bool = False
    sequence: int = 0
    silent: bool = False
    preview: bool = True

    @property
    def html(self) -> str:
        """Give the text with its entities as Telegram's HTML."""
        return to_html(self.text, self.entities)

    @property
    def rows(self) -> tuple[tuple[Button, ...], ...]:
        """Give the inline buttons, row by row."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return tuple(tuple(as_button(button) for button in row) for row in rows)

    @property
    def buttons(self) -> list[Button]:
        """Give the inline buttons, one after the other."""
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        """Give what stands on the buttons."""
        return [button.text for button in self.buttons]

    @property
    def is_service(self) -> bool:
        """Whether this tells of an event (joined, topic created), not of something said."""
        return "service" in self.extra

    @property
    def from_bot_under_test(self) -> bool:
        """Whether the bot under test sent it."""
        return bool(self.extra.get("ours"))

    def button(self, wanted: str) -> Button:
        """Find a button by its label, else by its data, else by a part of its label.

        Raises AssertionError that names the buttons there are.
        """
        exact = [b for b in self.buttons if wanted == b.text] or [b for b in self.buttons if wanted == b.data]
        found = exact or [b for b in self.buttons if wanted in b.text]
        assert found, f"no button {wanted!r} on {self}; there are {self.labels}"
        return found[0]

    def revise(self, text: str, entities: list[Entity], reply_markup: dict[str, Any] | None, now: int) -> None:
        """Put a new version in place of the present one, which goes into the history."""
        self.history.append(Version(self.text, self.html, self.rows))
        self.text, self.entities, self.reply_markup, self.edit_date = text, entities, reply_markup, now

    def wire(self, *, nested: bool = False) -> dict[str, Any]:
        """Give the Bot API's Message; `nested` leaves out what it replies to."""
        wire: dict[str, Any] = {"message_id": self.message_id, "date": self.date, "chat": self.chat.wire()}
        wire |= {"from": self.sender.wire()} if self.sender else {}
        wire |= self._content() | self._place(nested=nested)
        wire |= {"edit_date": self.edit_date} if self.edit_date else {}
        wire |= {"reply_markup": self.reply_markup} if self.rows else {}
        wire |= {"ephemeral_message_id": self.ephemeral_id} if self.ephemeral_id else {}
        return wire | {name: value for name, value in self.extra.items() if name not in {"service", "ours"}}

    def _content(self) -> dict[str, Any]:
        text, entities = ("caption", "caption_entities") if self.media else ("text", "entities")
        wire = dict(self.media) | ({text: self.text} if self.text else {})
        return wire | ({entities: self.entities} if self.entities and self.text else {})

    def _place(self, *, nested: bool) -> dict[str, Any]:
        wire: dict[str, Any] = {}
        if self.thread_id is not None:
            wire["message_thread_id"] = self.thread_id
            wire |= {"is_topic_message": True} if self.chat.is_forum else {}
        if self.reply_to is not None and not nested:
            wire["reply_to_message"] = self.reply_to.wire(nested=True)
        return wire

    def __str__(self) -> str:
        """Name the message in a failing test."""
        who = self.sender.first_name if self.sender else "channel"
        return f"<{who} in {self.chat.title or self.chat.type}: {self.text!r} {self.labels or ''}>"

    __repr__ = __str__


def as_button(wire: dict[str, Any]) -> Button:
    """Read the Bot API's InlineKeyboardButton."""
    return Button(wire["text"], wire.get("callback_data"), wire.get("url"), wire)
