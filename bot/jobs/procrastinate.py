"""Jobs on PostgreSQL by procrastinate: any number of workers, in any number of processes.

What procrastinate leaves to its user is done here: jobs of a dead worker are taken over, its planner is kept informed,
keys outlive their jobs, and what is due later holds up nobody in its lane before then.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import AppNotOpen, ProcrastinateException
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from sqlalchemy import text

from bot.jobs.attempts import FIRST_REST, LONGEST_REST, Attempts
from bot.jobs.jobs import Backlog, Job, Priority, Try
from bot.jobs.keys import take_key
from bot.jobs.steadfast import AT_ONCE, Steadfast
from bot.jobs.upkeep import Upkeep

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from procrastinate.jobs import Job as Row
    from procrastinate.types import JSONDict
    from psycopg import AsyncConnection as Psycopg
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from bot.jobs.jobs import Arguments, GivenUp, Performer

log = structlog.get_logger(__name__)

WIDTH = 50  # jobs at once in a process: one that waits for its chat takes a place, and holds up no other
POOL = 8  # connections of a process for its queue
# A lane does not wake itself: ten jobs in one took 30 s with the library's 5 s, 0.4 s with 0.05; in seconds.
LOOK_EVERY = 0.2
HEARTBEAT = 2.0  # seconds
PATIENCE = 3  # seconds for a connection: the library's pool waits 30, also when it is time to stop
LAST_WORDS = 2.0  # seconds that the database has at a stop

OF_PERSON = "(lock = :lane OR args->'arguments'->>'person' = :lane) AND status = 'todo'"


class HandBack(BaseRetryStrategy):
    """Whatever ends a job from outside (a stop, a lost connection) hands it back: failures are dealt with inside."""

    def get_retry_decision(self, *, exception: BaseException, job: Row) -> RetryDecision:  # noqa: ARG002
        """Let it be done at once, by whoever is there."""
        return RetryDecision(retry_at=AT_ONCE)


class Pool(AsyncConnectionPool):
    """Connections of the queue. An outage is waited out by `work`, which opens it anew, and not inside of it.

    Each deed is one statement, and so a transaction by itself; whether a connection still works is seen as it is used:
    `Steadfast` then takes another. Else each deed would go to the database and back four times.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*arguments, **named | {"check": None})

    async def open(self, wait: bool = False, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109, FBT001, FBT002
        """Open it as the library does, but wait no longer than PATIENCE."""
        await super().open(wait, timeout)


class ProcrastinateJobs:
    """The queue of one process, shared with all others on the same database."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.engine = engine
        self.now = now
        address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._connector = PsycopgConnector(
            pool_factory=Pool,
            conninfo=address,
            kwargs={"connect_timeout": PATIENCE},
            configure=_one_by_one,
            min_size=1,
            max_size=POOL,
            timeout=PATIENCE,
            # Who asks for a connection tries anew; the library alone would wait ever longer between two tries.
            reconnect_timeout=PATIENCE,
        )
        self._stopping = asyncio.Event()
        self.app = App(connector=self._connector)
        self.app.job_manager = Steadfast(self._connector, self._stopping)
        self._do = self.app.task(name="do", pass_context=True, retry=HandBack())(self._perform)
        self._later = self.app.task(name="later", pass_context=True, retry=HandBack())(self._join_lane)
        self._attempts: Attempts | None = None
        self._busy: set[asyncio.Task[Any]] = set()
        self._at_work: asyncio.Task[Any] | None = None

    async def defer(self, connection: AsyncConnection, job: Job) -> bool:
        """Put a job down within the caller's transaction; False if one with its key was there already."""
        if not await take_key(connection, job.key, self.now()):
            return False
        raw, priority, arguments = await _raw(connection), int(job.priority), cast("JSONDict", dict(job.arguments))
        if job.due is not None and job.lane is not None:
            # One that waits would hold up its lane: it joins when it is due.
            later = self._later.configure(schedule_at=job.due, priority=priority, connection=raw)
            await later.defer_async(name=job.name, arguments=arguments, lane=job.lane)
        else:
            now = self._do.configure(lock=job.lane, schedule_at=job.due, priority=priority, connection=raw)
            await now.defer_async(name=job.name, arguments=arguments)
        return True

    async def defer_all(self, connection: AsyncConnection, jobs: Sequence[Job]) -> None:
        """Put many jobs down that have no key and are due at once."""
        waiting = [
            self._do.configure(lock=job.lane, priority=int(job.priority)).make_new_job(
                name=job.name, arguments=cast("JSONDict", dict(job.arguments))
            )
            for job in jobs
        ]
        # Numbered in this order, and so done in it within a lane.
        await self.app.job_manager.batch_defer_jobs_async(waiting, await _raw(connection))

    async def work(self, performers: Mapping[str, Performer], given_up: GivenUp) -> None:
        """Do jobs as they become due, until `stop` is called; a database that goes away is waited for."""
        self._at_work = asyncio.current_task()
        self._attempts, rest = Attempts(performers, given_up), FIRST_REST
        while not self._stopping.is_set():
            try:
                await self._work()
                rest = FIRST_REST
            except (ProcrastinateException, PoolTimeout, OSError) as error:
                log.error("the queue cannot be read", error=type(error).__name__, again_in=rest)  # noqa: TRY400
            if not self._stopping.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), rest)
                rest = min(rest * 2, LONGEST_REST)

    async def stop(self, seconds: float) -> int:
        """Finish what is in flight within so many seconds; hand the rest back. Returns how many were handed back."""
        self._stopping.set()
        if self._busy:
            await asyncio.wait(set(self._busy), timeout=seconds)
        left = list(self._busy)
        for task in left:
            task.cancel()
        if self._at_work is not None:
            # That they are done, or handed back, is still to be written down.
            await asyncio.wait([self._at_work], timeout=LAST_WORDS)
        # Whoever still waits for a database that is gone waits no longer.
        with suppress(AppNotOpen):
            await self._connector.pool.close(timeout=1)
        return len(left)

    async def open(self, connection: AsyncConnection) -> set[str]:
        """Return the identities of all jobs that are not over."""
        wanted = text("SELECT id FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        return {str(number) for number in await connection.scalars(wanted)}

    async def backlog(self, connection: AsyncConnection) -> Backlog:
        """Say how many jobs are due and not done, and for how long the oldest has been so."""
        wanted = text(
            "SELECT count(DISTINCT job.id), min(greatest(job.scheduled_at, event.at)) FROM procrastinate_jobs job"
            " JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'"
            " WHERE job.status = 'doing' OR job.status = 'todo' AND coalesce(job.scheduled_at, now()) <= now()"
        )
        count, oldest = (await connection.execute(wanted)).one()
        return Backlog(count, max(0.0, (self.now() - oldest).total_seconds()) if oldest else 0.0)

    async def about(self, connection: AsyncConnection, person: int) -> list[dict[str, Any]]:
        """Return the waiting jobs of one person."""
        wanted = text(f"SELECT id, lock, args, scheduled_at FROM procrastinate_jobs WHERE {OF_PERSON}")  # noqa: S608
        found = (await connection.execute(wanted, {"lane": str(person)})).mappings()
        return [dict(row) for row in found]

    async def forget(self, connection: AsyncConnection, person: int) -> None:
        """Take the waiting jobs of one person away."""
        gone = text(f"DELETE FROM procrastinate_jobs WHERE {OF_PERSON}")  # noqa: S608
        await connection.execute(gone, {"lane": str(person)})

    async def _work(self) -> None:
        """Work until it is time to stop, or the library gives up because the database went away."""
        try:
            await self.app.open_async()
            await self._work_while_open()
        finally:
            # Also what could not be opened: the library would keep it, closed, and never try again.
            await self.app.close_async()

    async def _work_while_open(self) -> None:
        worker = asyncio.create_task(
            self.app.run_worker_async(
                concurrency=WIDTH,
                fetch_job_polling_interval=LOOK_EVERY,
                delete_jobs="always",
                install_signal_handlers=False,
                update_heartbeat_interval=HEARTBEAT,
            )
        )
        beside = [
            asyncio.create_task(Upkeep(self.app, self.engine).run(self._stopping)),
            asyncio.create_task(self._stopping.wait()),
        ]
        try:
            await asyncio.wait([worker, beside[-1]], return_when=asyncio.FIRST_COMPLETED)
        finally:
            # It fetches nothing more, and ends when what is in flight has.
            worker.cancel()
            for task in beside:
                task.cancel()
            ended, *_ = await asyncio.gather(worker, *beside, return_exceptions=True)
        if isinstance(ended, Exception):
            raise ended

    async def _perform(self, context: JobContext, name: str, arguments: dict[str, Any]) -> None:
        task = asyncio.current_task()
        if self._attempts is None or task is None:
            raise RuntimeError
        task.add_done_callback(_heard)
        self._busy.add(task)
        try:
            job = context.job
            one = Try(str(job.id), Priority(job.priority), fresh=job.attempts == 0)
            await self._attempts.make(one, name, cast("Arguments", arguments))
        finally:
            self._busy.discard(task)

    async def _join_lane(self, context: JobContext, name: str, arguments: dict[str, Any], lane: str) -> None:
        key, priority = f"due:{context.job.id}", Priority(context.job.priority)
        async with self.engine.begin() as connection:
            await self.defer(connection, Job(name, arguments, lane, key, priority=priority))


def _heard(task: asyncio.Task[Any]) -> None:
    """Hear how the library's task ended: nobody else does."""
    if not task.cancelled() and (error := task.exception()) is not None:
        # The process is ending; another takes it for dead, and the job over.
        log.warning("not written down that a job has ended", error=type(error).__name__)


async def _one_by_one(connection: Psycopg[Any]) -> None:
    """Let each statement be a transaction by itself."""
    await connection.set_autocommit(True)


async def _raw(connection: AsyncConnection) -> Psycopg[Any]:
    return cast("Psycopg[Any]", (await connection.get_raw_connection()).driver_connection)
