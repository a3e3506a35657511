"""What every engine of jobs promises: a named job, done at least once, in its lane's order, not before it is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

Plain = str | int | bool | None
Arguments = Mapping[str, Plain]
# What a worker calls for a job. It must be repeatable without harm: after a crash it is called again.
Performer = Callable[[Arguments], Awaitable[None]]


class Priority(IntEnum):
    """Who goes first among jobs that are due."""

    LATER = 0
    USUAL = 10
    SAFETY = 20


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do.

    `name`: which performer does it. `arguments`: ids only, never words of a person. `lane`: jobs of one lane are done
    one after the other, in the order in which they were deferred; None: in no order. `key`: of jobs with the same key
    only the first is ever taken, also after it was done (48 hours). `due`: not before then; None: at once.
    """

    name: str
    arguments: Arguments = field(default_factory=dict)
    lane: str | None = None
    key: str | None = None
    due: datetime | None = None
    priority: Priority = Priority.USUAL


class Jobs(Protocol):
    """An engine. A caller opens the transaction: nothing is done before its commit, nothing remains of a rollback."""

    async def defer(self, connection: AsyncConnection, job: Job) -> bool:
        """Put a job down within the caller's transaction; False if one with its key was there already."""

    async def work(self, performers: Mapping[str, Performer]) -> None:
        """Do jobs as they become due, until `stop` is called. A job that raises is tried again, three times in all."""

    async def stop(self, seconds: float) -> None:
        """Finish what is in flight within so many seconds; hand the rest back."""
