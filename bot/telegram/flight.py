"""How many messages are under way at once: those are what a killed process sends again.

A message is under way from the call until it is written down that it was made. Telegram offers no key against doing a
call twice, so that no more of them are under way than are needed.
"""

from __future__ import annotations

import asyncio
from collections import deque
from enum import Enum

PLACES = 3
# Seconds between two calls where all places are taken by calls that were not answered yet: 20 a second go out, which is
# what `limits` lets pass, however long the way to Telegram; and a chat in which calls hang holds up no other.
GAP = 1 / 20
# Seconds for writing it down, once the call was answered: a database that takes longer has failed.
TO_WRITE = 3.0


class State(Enum):
    """How far a message is."""

    CALLED = "called"
    ANSWERED = "answered, and not written down"
    OVER = "over"


class Flight:
    """The places of one process. Who finds none free waits in turn; what is urgent never does."""

    def __init__(self) -> None:
        self._now = {State.CALLED: 0, State.ANSWERED: 0}
        self._last = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._clock: asyncio.TimerHandle | None = None

    async def board(self, *, urgent: bool) -> Place:
        """Take a place."""
        if urgent or (not self._waiting and self._has_room()):
            self._begin()
        else:
            await self._own_turn()
        return Place(self)

    def moved(self, before: State, after: State) -> None:
        """Note that a message has come further; whoever has waited longest may have a place now."""
        self._now[before] -= 1
        if after in self._now:
            self._now[after] += 1
        self._call_next()

    def _has_room(self) -> bool:
        if sum(self._now.values()) < PLACES:
            return True
        return self._now[State.ANSWERED] < PLACES and _time() >= self._last + GAP

    def _begin(self) -> None:
        self._now[State.CALLED] += 1
        self._last = _time()

    def _call_next(self) -> None:
        while self._waiting and self._has_room():
            turn = self._waiting.popleft()
            if not turn.done():
                self._begin()
                turn.set_result(None)
        if self._waiting and self._clock is None:
            self._clock = asyncio.get_running_loop().call_later(GAP, self._tick)

    def _tick(self) -> None:
        self._clock = None
        self._call_next()

    async def _own_turn(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        self._call_next()
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self.moved(State.CALLED, State.OVER)  # it was given just now, and is not used
            raise


class Place:
    """A place that was taken; given back once, however often it is left."""

    def __init__(self, flight: Flight) -> None:
        self._flight = flight
        self._state = State.CALLED
        self._timer: asyncio.TimerHandle | None = None

    def answered(self) -> None:
        """Keep it on until it is written down that the call was made."""
        self._move(State.ANSWERED)
        self._timer = asyncio.get_running_loop().call_later(TO_WRITE, self.leave)

    def leave(self) -> None:
        """Give it back."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._state is not State.OVER:
            self._move(State.OVER)

    def _move(self, state: State) -> None:
        before, self._state = self._state, state
        self._flight.moved(before, state)


def _time() -> float:
    return asyncio.get_running_loop().time()
