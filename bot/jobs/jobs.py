"""What every engine of jobs promises: a named job, done at least once, in its lane's order, not before it is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Protocol

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

    `name`: which performer does it. `arguments`: ids only, never words of a person; the number of the person whom it is
    about is named `person`. `lane`: jobs of one lane are done one after the other, the higher priority first, else in
    the order in which they were deferred; one that is due later joins its lane then. The lane of a chat is its number.
    None: in no order. `key`: of jobs with the same key only the first is ever taken, also after it was done (48 hours).
    `due`: not before then; None: at once, whatever a clock says.
    """

    name: str
    arguments: Arguments = field(default_factory=dict)
    lane: str | None = None
    key: str | None = None
    due: datetime | None = None
    priority: Priority = Priority.USUAL


@dataclass(slots=True)
class Try:
    """One try of a job.

    `identity` is the same each time the job is repeated, and no other job ever has it. `fresh`: no process has tried
    it before this one. `notes` is empty when a try begins, `lasting` when the process first tries; both belong to
    whoever needs to know what happened.
    """

    identity: str
    priority: Priority = Priority.USUAL
    fresh: bool = False
    notes: dict[str, Any] = field(default_factory=dict)
    lasting: dict[str, Any] = field(default_factory=dict)


# The try that is under way, in the task that makes it; None outside of a job.
doing: ContextVar[Try | None] = ContextVar("doing", default=None)


class NotNow(Exception):  # noqa: N818 - nothing is wrong with the job
    """Raised by a performer when the world is out of order (no database): tried again for as long as that lasts."""


# Told of a job that failed for good, with the error: `(name, arguments, error)`. The job is then over.
GivenUp = Callable[[str, Arguments, Exception], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many jobs are due and not done, and for how long the oldest has been so, in seconds."""

    waiting: int
    age: float


class Jobs(Protocol):
    """An engine. A caller opens the transaction: nothing is done before its commit, nothing remains of a rollback."""

    async def defer(self, connection: AsyncConnection, job: Job) -> bool:
        """Put a job down within the caller's transaction; False if one with its key was there already."""

    async def defer_all(self, connection: AsyncConnection, jobs: Sequence[Job]) -> None:
        """Put many jobs down that have no key and are due at once."""

    async def work(self, performers: Mapping[str, Performer], given_up: GivenUp) -> None:
        """Do jobs as they become due, until `stop` is called. A job that raises is tried again, three times in all."""

    async def stop(self, seconds: float) -> int:
        """Finish what is in flight within so many seconds; hand the rest back. Returns how many were handed back."""

    async def open(self, connection: AsyncConnection) -> set[str]:
        """Return the identities (see `Try`) of all jobs that are not over."""

    async def backlog(self, connection: AsyncConnection) -> Backlog:
        """Say how much is waiting."""

    async def about(self, connection: AsyncConnection, person: int) -> list[dict[str, Any]]:
        """Return the waiting jobs of one person: those in the lane of their chat, or with them as `person`."""

    async def forget(self, connection: AsyncConnection, person: int) -> None:
        """Take the waiting jobs of one person away."""
