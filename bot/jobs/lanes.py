"""Who is next: in each lane one after the other, the most urgent first. In memory, no clock, no database."""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.jobs.jobs import Arguments


class Loaded:
    """A job that is due, with its number in the database."""

    __slots__ = ("arguments", "lane", "name", "number", "priority", "rank")

    def __init__(self, number: int, name: str, arguments: Arguments, lane: str | None, priority: int) -> None:
        self.number = number
        self.name = name
        self.arguments = arguments
        # What is in no lane has one of its own.
        self.lane = lane if lane is not None else number
        self.priority = priority
        self.rank = (-priority, number)

    def __lt__(self, other: Loaded) -> bool:
        """Order by urgency, then by age."""
        return self.rank < other.rank


class Lanes:
    """Jobs that are due. Of each lane at most one is out at a time."""

    def __init__(self) -> None:
        self._heads: list[Loaded] = []
        self._behind: defaultdict[str | int, list[Loaded]] = defaultdict(list)
        self._out: set[str | int] = set()

    def __len__(self) -> int:
        """Count what waits here; what is out does not count."""
        return len(self._heads) + sum(map(len, self._behind.values()))

    def put(self, job: Loaded) -> None:
        """Let a job join its lane."""
        if job.lane in self._out:
            heappush(self._behind[job.lane], job)
        else:
            heappush(self._heads, job)

    def take(self) -> Loaded | None:
        """Give the most urgent job whose lane is free, and occupy the lane."""
        while self._heads:
            job = heappop(self._heads)
            if job.lane not in self._out:
                self._out.add(job.lane)
                return job
            heappush(self._behind[job.lane], job)
        return None

    def free(self, lane: str | int) -> None:
        """Let the lane's next job come forward."""
        self._out.discard(lane)
        waiting = self._behind.get(lane)
        if waiting:
            heappush(self._heads, heappop(waiting))
        if not waiting:
            self._behind.pop(lane, None)
