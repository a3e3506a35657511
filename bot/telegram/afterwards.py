"""What an update still causes after its chat was answered, and whether its handler failed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Deed = Callable[[], Awaitable[None]]


class Afterwards:
    """Deeds that are done outside of the chat's lane, before the update counts as handled; by update id."""

    def __init__(self) -> None:
        self._waiting: dict[int, list[Deed]] = defaultdict(list)
        self._failed: set[int] = set()

    def put(self, update: int, deed: Deed) -> None:
        """Let a deed be done once the handler has returned."""
        self._waiting[update].append(deed)

    async def done(self, update: int) -> None:
        """Do what an update has left, in order."""
        for deed in self._waiting.pop(update, []):
            await deed()

    def failed(self, update: int) -> None:
        """Note that neither the handler nor the fallback reached the person."""
        self._failed.add(update)

    def has_failed(self, update: int) -> bool:
        """Whether an update failed since this was last asked."""
        failed = update in self._failed
        self._failed.discard(update)
        return failed


class Recent:
    """Remembers the last things that it was asked about."""

    def __init__(self, size: int = 1000) -> None:
        self._size = size
        self._known: dict[str | int, None] = {}  # in order of arrival

    def is_new(self, thing: str | int) -> bool:
        """Whether this is the first time; from now on it is not."""
        if thing in self._known:
            return False
        self._known[thing] = None
        if len(self._known) > self._size:
            del self._known[next(iter(self._known))]
        return True
