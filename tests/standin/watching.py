"""Waiting for a message to appear, and saying what was there instead when it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.standin.message import Message

if TYPE_CHECKING:
    from tests.standin.world import World

Wanted = str | Callable[[Message], bool]


def fits(message: Message, wanted: Wanted) -> bool:
    """Say whether a message holds a text, or fits a predicate."""
    return wanted in message.text if isinstance(wanted, str) else bool(wanted(message))


async def awaited(world: World, look: Callable[[], list[Message]], wanted: Wanted, within: float) -> Message:
    """Wait for a message among those that `look` gives; the newest that fits.

    Raises AssertionError with what is there when `within` seconds have passed.
    """
    found = await world.changed.until(
        lambda: next((message for message in reversed(look()) if fits(message, wanted)), None), within
    )
    assert found is not None, f"{wanted!r} did not appear within {within} s; there is {look()}"
    return found
