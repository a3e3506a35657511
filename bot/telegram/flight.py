"""How many messages are under way at once: those are what a killed process sends again.

A message is under way from the call until it is written down that it was made. Telegram offers no key against doing a
call twice, so that the number of such calls is kept small.
"""

from __future__ import annotations

import asyncio
from collections import deque

PLACES = 3
# Seconds after which a slow call gives its place up: so many places then let 30 a second pass, as fast as Telegram
# takes them, however long its way; and a chat in which calls hang holds up no other.
LONGEST = PLACES / 30


class Flight:
    """The places of one process. Who finds none free waits in turn; what is urgent never does."""

    def __init__(self) -> None:
        self._taken = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def board(self, *, urgent: bool) -> Place:
        """Take a place."""
        if self._taken < PLACES or urgent:
            self._taken += 1
        else:
            await self._own_turn()
        return Place(self)

    def left(self) -> None:
        """Give a place back: to whoever has waited longest."""
        self._taken -= 1
        while self._waiting and self._taken < PLACES:
            turn = self._waiting.popleft()
            if not turn.done():
                self._taken += 1
                turn.set_result(None)

    async def _own_turn(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self.left()  # it was given just now, and is not used
            raise


class Place:
    """A place that was taken; given back once, however often it is left."""

    def __init__(self, flight: Flight) -> None:
        self._flight = flight
        self._timer: asyncio.TimerHandle | None = asyncio.get_running_loop().call_later(LONGEST, self.leave)

    def leave(self) -> None:
        """Give it back."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            self._flight.left()
