"""Lanes: work in order within a chat, side by side across chats."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Work = Callable[[], Awaitable[None]]


class Lanes:
    """Each chat is a lane: its work is done one after the other. What a work leaves for later holds up no lane."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        self._group = group
        self._last: dict[int, asyncio.Task[None]] = {}
        self._turns: set[asyncio.Task[None]] = set()

    def put(self, lane: int, work: Work, then: Work) -> asyncio.Task[None]:
        """Queue `work` in a lane and `then` behind it, outside; the task ends when both are done."""
        turn = self._group.create_task(self._in_turn(self._last.get(lane), work))
        self._last[lane] = turn
        self._turns.add(turn)
        turn.add_done_callback(lambda _: self._ended(lane, turn))
        return self._group.create_task(self._behind(turn, then))

    def leave(self) -> None:
        """Stop all work where it is."""
        for turn in self._turns:
            turn.cancel()

    @staticmethod
    async def _in_turn(before: asyncio.Task[None] | None, work: Work) -> None:
        if before is not None:
            await asyncio.wait([before])
        await work()

    @staticmethod
    async def _behind(turn: asyncio.Task[None], then: Work) -> None:
        await asyncio.wait([turn])
        await then()

    def _ended(self, lane: int, turn: asyncio.Task[None]) -> None:
        self._turns.discard(turn)
        if self._last.get(lane) is turn:
            del self._last[lane]
