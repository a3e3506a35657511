"""Every call that reached the server, in order, for assertions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.standin.params import Upload


@dataclass(eq=False)
class Call:
    """One call. `status` is the code answered (None while under way, or when there was no answer); `at` in seconds."""

    number: int
    method: str
    params: dict[str, Any]
    files: dict[str, Upload]
    at: float
    status: int | None = None
    description: str = ""
    result: Any = None
    fault: str | None = None

    @property
    def ok(self) -> bool:
        """Whether Telegram said yes, and the caller heard it."""
        return self.status == 200

    @property
    def chat_id(self) -> int | str | None:
        """The chat that the call is about."""
        chat_id: int | str | None = self.params.get("chat_id")
        return chat_id

    def __repr__(self) -> str:
        """Name the call in a failing test; its text would be long."""
        return f"<{self.number} {self.method} to {self.chat_id}: {self.status} {self.fault or self.description}>"


class Calls(list[Call]):
    """The calls in order of arrival."""

    def of(self, *methods: str, chat: Any = None) -> Calls:  # noqa: ANN401 - a person, a group, or an id
        """Pick the calls of some methods, to one chat if told."""
        wanted = getattr(chat, "id", chat)
        named = {method.lower() for method in methods}
        return Calls(c for c in self if c.method.lower() in named and (wanted is None or c.chat_id == wanted))

    @property
    def effects(self) -> Calls:
        """Pick what the bot did: everything but asking for updates."""
        return Calls(call for call in self if call.method != "getUpdates")
