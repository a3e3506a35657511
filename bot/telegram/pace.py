"""Telegram's limits, kept ahead of time: when the next message may go. Counted at the send, not when a job is begun."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from bot.telegram.limits import PER_CHAT, PER_GROUP, PER_SECOND, PER_SECOND_URGENT, Rate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Limits = dict[str, Rate]


class Pace(Protocol):
    """Tells who may go when."""

    async def wait(self, chat: int, *, urgent: bool) -> float:
        """Take the next turn for a message to a chat; returns how many seconds to wait for it."""


class NoPace:
    """No limits: a Bot API of one's own, or a measurement."""

    async def wait(self, chat: int, *, urgent: bool) -> float:  # noqa: ARG002
        """Go at once."""
        return 0.0


class MemoryPace:
    """The turns of one process that is alone. `clock`: seconds, of any beginning, never going back."""

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._free: dict[str, float] = {}

    async def wait(self, chat: int, *, urgent: bool) -> float:
        """Take the next turn for a message to a chat; returns how many seconds to wait for it."""
        now = self._clock()
        start, taken = turn(self._free, chat, now, urgent=urgent)
        self._free |= taken
        if len(self._free) > MANY:
            self._free = {name: free for name, free in self._free.items() if free > now}
        return start - now


MANY = 10_000  # chats whose turns are held in memory before those that are past are let go


def limits_of(chat: int) -> Limits:
    """Return the limits of a chat: groups have negative numbers."""
    return {f"chat:{chat}": PER_CHAT} | ({f"group:{chat}": PER_GROUP} if chat < 0 else {})


def turn(free: Mapping[str, float], chat: int, now: float, *, urgent: bool) -> tuple[float, dict[str, float]]:
    """Find the next turn that all limits allow. `free`: what was taken before; returns the time, and what is taken now.

    The generic cell rate algorithm (ITU-T I.371): for each limit the time at which it is quite free again. What is
    urgent has a share of the whole for itself, and takes it or the common one, whichever is free first.
    """
    limits, shares = limits_of(chat), [("all", PER_SECOND)]
    if urgent:
        shares.append(("urgent", PER_SECOND_URGENT))
    name, rate = min(shares, key=lambda share: _allowed(free, *share))
    limits[name] = rate
    start = max(now, *(_allowed(free, *limit) for limit in limits.items()))
    return start, {name: max(free.get(name, 0.0), start) + rate.seconds for name, rate in limits.items()}


def _allowed(free: Mapping[str, float], name: str, rate: Rate) -> float:
    return free.get(name, 0.0) - (rate.burst - 1) * rate.seconds
