"""The embedded engine: one process, one table, woken in memory; when there is nothing to do it sleeps.

The table (in `storage`) is the truth; what is due is loaded once and then kept in memory. A job leaves the table when
it is done: whatever a killed process left there is done by the next one.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import (
    JSON,
    DateTime,
    Integer,
    String,
    bindparam,
    column,
    delete,
    event,
    func,
    insert,
    or_,
    select,
    table,
)
from sqlalchemy.exc import SQLAlchemyError

from bot.jobs.attempts import FIRST_REST, LONGEST_REST, Attempts
from bot.jobs.jobs import Backlog, Priority, Try
from bot.jobs.keys import take_key
from bot.jobs.lanes import Lanes, Loaded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from bot.jobs.jobs import GivenUp, Job, Performer

log = structlog.get_logger(__name__)

WIDTH = 100  # lanes at once: one that waits for its chat takes a place, and holds up no other
MANY, TOGETHER = 10, 0.02  # jobs that run; seconds
LOOK_AGAIN = 60.0  # seconds: a clock that was set forward is noticed so late

jobs = table(
    "jobs",
    column("id", Integer),
    column("name", String),
    column("arguments", JSON),
    column("lane", String),
    column("priority", Integer),
    column("due", DateTime(timezone=True)),
)


PUT = insert(jobs)
# What is newer than the last look, or has become due since then.
DUE = (
    select(jobs)
    .where(or_(jobs.c.id > bindparam("last"), jobs.c.due > bindparam("looked_at")))
    .where(or_(jobs.c.due.is_(None), jobs.c.due <= bindparam("now")))
    .order_by(jobs.c.id)
    .execution_options(often=True)
)
NEXT = select(func.min(jobs.c.due)).where(jobs.c.due > bindparam("now")).execution_options(often=True)
LAST = select(func.max(jobs.c.id))
OVER = delete(jobs).where(jobs.c.id == bindparam("over")).execution_options(often=True)


def _row(job: Job) -> dict[str, Any]:
    due = job.due.astimezone(UTC) if job.due else None
    same = {"name": job.name, "arguments": dict(job.arguments), "lane": job.lane, "priority": int(job.priority)}
    return same | {"due": due}


def utc_now() -> datetime:
    """Tell the time."""
    return datetime.now(UTC)


class SqliteJobs:
    """Jobs in an SQLite file that this process alone has open, through one connection."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], datetime] = utc_now) -> None:
        self.engine = engine
        self.now = now
        self._lanes = Lanes()
        self._news = asyncio.Event()
        self._stopping = asyncio.Event()
        self._deferred = False
        self._running: dict[asyncio.Task[None], Loaded] = {}
        self._loaded: set[int] = set()
        self._over: set[int] = set()  # of those loaded: done, and still in the table
        self._last = 0
        self._from_before: int | None = None  # the last job that an earlier process may have tried
        self._looked_at: datetime | None = None
        self._wake_at: datetime | None = None
        # It comes just before the commit; whoever looks then waits for the one connection, and so for the commit.
        event.listen(engine.sync_engine, "commit", self._on_commit)

    async def defer(self, connection: AsyncConnection, job: Job) -> bool:
        """Put a job down within the caller's transaction; False if one with its key was there already."""
        if not await take_key(connection, job.key, self.now()):
            return False
        await connection.execute(PUT, [_row(job)])
        self._deferred = True
        return True

    async def defer_all(self, connection: AsyncConnection, jobs: Sequence[Job]) -> None:
        """Put many jobs down that have no key and are due at once."""
        await connection.execute(PUT, [_row(job) for job in jobs])
        self._deferred = True

    def wake(self) -> None:
        """Look again: something was put down, or a clock was moved."""
        self._news.set()

    async def work(self, performers: Mapping[str, Performer], given_up: GivenUp) -> None:
        """Do jobs as they become due, until `stop` is called."""
        attempts, rest = Attempts(performers, given_up), FIRST_REST
        self._news.set()
        while not self._stopping.is_set():
            try:
                await self._settle()
                rest = FIRST_REST
            except (SQLAlchemyError, OSError) as error:
                log.error("the queue cannot be read", error=type(error).__name__, again_in=rest)  # noqa: TRY400
                await _set_within(self._stopping, rest)
                rest = min(rest * 2, LONGEST_REST)
                continue
            self._begin(attempts)
            if len(self._running) >= MANY:
                # Under load, some are put away and fetched together.
                await asyncio.sleep(TOGETHER)
            await self._nap()

    async def stop(self, seconds: float) -> int:
        """Finish what is in flight within so many seconds; hand the rest back. Returns how many were handed back."""
        self._stopping.set()
        self._news.set()
        if self._running:
            await asyncio.wait(list(self._running), timeout=seconds)
        left = list(self._running)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        try:
            await self._settle()
        except (SQLAlchemyError, OSError) as error:
            log.warning("the queue could not be closed", error=type(error).__name__)
        return len(left)

    async def open(self, connection: AsyncConnection) -> set[str]:
        """Return the identities of all jobs that are not over."""
        return {str(number) for number in await connection.scalars(select(jobs.c.id)) if number not in self._over}

    async def backlog(self, connection: AsyncConnection) -> Backlog:
        """Say how many jobs are due and not done, and for how long the oldest of those with a time has been."""
        due = or_(jobs.c.due.is_(None), jobs.c.due <= self.now())
        wanted = select(func.count(), func.min(jobs.c.due)).where(due)
        count, oldest = (await connection.execute(wanted)).one()
        age = (self.now() - oldest.replace(tzinfo=UTC)).total_seconds() if oldest else 0.0
        return Backlog(count, max(0.0, age))

    async def about(self, connection: AsyncConnection, person: int) -> list[dict[str, Any]]:
        """Return the waiting jobs of one person."""
        found = (await connection.execute(select(jobs).where(_of(person)))).mappings()
        return [dict(row) for row in found]

    async def forget(self, connection: AsyncConnection, person: int) -> None:
        """Take the waiting jobs of one person away."""
        await connection.execute(delete(jobs).where(_of(person)))

    def _on_commit(self, _connection: object) -> None:
        if self._deferred:
            self._deferred = False
            self._news.set()

    async def _settle(self) -> None:
        """Take what is over out of the table, and load what has become due."""
        # That it is time to stop stays news: the worker may be about to nap just now, and would sleep for a minute.
        if not self._stopping.is_set():
            self._news.clear()
        over, now = set(self._over), self.now()
        async with self.engine.begin() as connection:
            if over:
                await connection.execute(OVER, [{"over": number} for number in over])
            if self._from_before is None:
                self._from_before = await connection.scalar(LAST) or 0
            new = [] if self._stopping.is_set() else await self._due(connection, now)
            self._wake_at = await connection.scalar(NEXT, {"now": now})
        self._over -= over
        self._loaded -= over
        self._looked_at = now
        for job in new:
            self._load(job)

    def _load(self, job: Loaded) -> None:
        # After a clock was set back, what was due before comes up again.
        if job.number not in self._loaded:
            self._loaded.add(job.number)
            self._last = max(self._last, job.number)
            self._lanes.put(job)

    async def _due(self, connection: AsyncConnection, now: datetime) -> list[Loaded]:
        """Return what is due and was not loaded: newer than the last look, or due since then."""
        looked_at = self._looked_at or datetime.max.replace(tzinfo=UTC)
        rows = await connection.execute(DUE, {"last": self._last, "looked_at": looked_at, "now": now})
        return [Loaded(row.id, row.name, row.arguments, row.lane, row.priority) for row in rows]

    def _begin(self, attempts: Attempts) -> None:
        while len(self._running) < WIDTH and not self._stopping.is_set() and (job := self._lanes.take()) is not None:
            one = Try(str(job.number), Priority(job.priority), fresh=job.number > (self._from_before or 0))
            task = asyncio.create_task(attempts.make(one, job.name, job.arguments))
            self._running[task] = job
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        job = self._running.pop(task)
        if not task.cancelled():
            self._over.add(job.number)
        self._lanes.free(job.lane)
        self._news.set()

    async def _nap(self) -> None:
        """Sleep until there is news or the next job is due; not at all when it is time to stop."""
        if self._stopping.is_set():
            return
        seconds = None
        if self._wake_at is not None:
            left = (self._wake_at.replace(tzinfo=UTC) - self.now()).total_seconds()
            seconds = min(max(left, 0.0), LOOK_AGAIN)
        await _set_within(self._news, seconds)


async def _set_within(news: asyncio.Event, seconds: float | None) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(news.wait(), seconds)


def _of(person: int) -> ColumnElement[bool]:
    return or_(jobs.c.lane == str(person), jobs.c.arguments["person"].as_integer() == person)
