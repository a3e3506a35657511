"""Time as the stand-in tells it, moved by hand where a test asks; and a bell that wakes who waits for a change."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Clock:
    """Seconds since 1970, real time plus what was added by `advance`. Dates, limits and old queries go by it."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Give the time, in seconds."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass (negative: set the clock back)."""
        self._ahead += seconds


class Bell:
    """Rings at each change; whoever waits looks again."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake all who wait."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def wait(self, seconds: float) -> None:
        """Wait for the next ring, at most so long."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        # Not wait_for: in Python 3.11 it can swallow a cancellation that comes together with the result.
        try:
            await asyncio.wait({future}, timeout=seconds)
        finally:
            self._waiting.discard(future)

    async def until(self, look: Callable[[], T | None], within: float) -> T | None:
        """Look at each ring until something is found; None when `within` seconds have passed."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while not (found := look()):
            left = deadline - loop.time()
            if left <= 0:
                return None
            await self.wait(left)
        return found
