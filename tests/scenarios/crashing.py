"""People write while processes are killed: what became of their messages. Also used by `make bench`."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.standin.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from tests.scenarios.running import Process
    from tests.standin import Message, Person, Server, Town

    # Told how many kills there were before.
    Deed = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of all questions: how many there were, have no answer, were answered again, or out of order."""

    questions: int
    unanswered: int
    repeated: int
    out_of_order: int


async def nothing(_kill: int) -> None:
    """Let nothing happen."""


@dataclass(frozen=True, slots=True)
class Crashes:
    """A town that writes, and processes that are killed in turn, each started again at once."""

    server: Server
    town: Town
    processes: Sequence[Process]
    questions: Sequence[str]
    kills_fall_in: float = 1.0  # the first share of all answers
    # What happens while a process is dead, and once it was started again.
    meanwhile: Deed = nothing
    afterwards: Deed = nothing

    async def story(self, people: int, kills: int, within: float = PATIENCE) -> Outcome:
        """Let everybody write all questions at once; kill after each further share of the answers."""
        await self.begin()
        crowd = self.town.people(people)
        asked = [await person.writes(question) for question in self.questions for person in crowd]
        for kill in range(kills):
            await self._until(crowd, int((kill + 1) * len(asked) * self.kills_fall_in / (kills + 1)), within)
            process = self.processes[kill % len(self.processes)]
            await process.kill()
            await self.meanwhile(kill)
            await process.start()
            await self.afterwards(kill)
        await self._until(crowd, len(asked), within)
        await self.server.settled(within=within, quiet=0.5)
        return outcome(asked, crowd)

    async def begin(self) -> None:
        """Start all processes that were not started yet, and wait until one listens."""
        for process in self.processes:
            if process.process is None:
                await process.start()
        await self.server.called("getUpdates")

    async def _until(self, crowd: Sequence[Person], answers: int, within: float) -> None:
        """Wait for so many answered questions; what is missing then is seen by the outcome."""
        await self.server.world.changed.until(lambda: len(_answered(crowd)) >= answers, within)
        await asyncio.sleep(0)


def _answered(crowd: Sequence[Person]) -> Counter[Message]:
    replies = (message.reply_to for person in crowd for message in person.private.messages)
    return Counter(reply for reply in replies if reply is not None)


def outcome(asked: Sequence[Message], crowd: Sequence[Person]) -> Outcome:
    """Compare what was asked with what was answered."""
    answered = _answered(crowd)
    order = 0
    for person in crowd:
        first = dict.fromkeys(message.reply_to for message in person.private.messages if message.reply_to)
        order += sum(later.sequence < sooner.sequence for sooner, later in pairwise(first))
    return Outcome(
        questions=len(asked),
        unanswered=sum(1 for question in asked if question not in answered),
        repeated=sum(count - 1 for count in answered.values()),
        out_of_order=order,
    )
