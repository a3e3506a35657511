"""What a person asked by a button or by inline mode, and how the bot answered it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.standin.patience import PATIENCE

if TYPE_CHECKING:
    from tests.standin.clock import Bell
    from tests.standin.message import Button, Message
    from tests.standin.model import User


@dataclass(eq=False)
class Press:
    """A press on a button. `text`, `alert` and `url` are the bot's answer, once `is_answered`."""

    id: str
    who: User
    message: Message
    button: Button
    at: float
    changed: Bell
    is_answered: bool = False
    text: str = ""
    alert: bool = False
    url: str = ""
    update_id: int | None = None
    sent: Message | None = None

    async def answered(self, within: float = PATIENCE) -> Press:
        """Wait for the answer of the bot. Raises AssertionError if none comes: the button would spin for ever."""
        done = await self.changed.until(lambda: self.is_answered, within)
        assert done, f"the press on {self.button.text!r} was not answered within {within} s"
        return self


@dataclass(eq=False)
class InlineQuery:
    """An inline query. `results`, `personal`, `cache_time` and `button` are the bot's answer."""

    id: str
    who: User
    query: str
    changed: Bell
    is_answered: bool = False
    results: list[dict[str, Any]] = field(default_factory=list)
    personal: bool = False
    cache_time: int = 300
    next_offset: str = ""
    button: dict[str, Any] | None = None

    @property
    def titles(self) -> list[str]:
        """Give the titles of the results."""
        return [str(result.get("title", "")) for result in self.results]

    async def answered(self, within: float = PATIENCE) -> InlineQuery:
        """Wait for the answer of the bot. Raises AssertionError if none comes."""
        done = await self.changed.until(lambda: self.is_answered, within)
        assert done, f"the inline query {self.query!r} was not answered within {within} s"
        return self
