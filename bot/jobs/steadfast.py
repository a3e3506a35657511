"""procrastinate's dealings with its tables, through faults of the database that pass: no disk space, no connection.

The library's worker gives up at the first such fault, and then takes nothing new until all that is under way has
ended, be it in an hour; and a job whose end could not be written down stays "doing" for as long as its process lives,
and holds up its lane. So faults that pass are waited out here, and the worker does not learn of them.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.manager import JobManager
from psycopg import OperationalError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from procrastinate.connector import BaseConnector
    from procrastinate.jobs import Job

log = structlog.get_logger(__name__)
T = TypeVar("T")

AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_REST, LONGEST_REST = 0.1, 2.0  # seconds between tries, doubling: everybody waits for the end of an outage


class Steadfast(JobManager):
    """The library's manager of jobs, for one worker. Once `stopping` is set, nothing is waited for any more."""

    def __init__(self, connector: BaseConnector, stopping: asyncio.Event) -> None:
        super().__init__(connector)
        self._stopping = stopping

    async def fetch_job(self, *arguments: Any, **named: Any) -> Job | None:  # noqa: ANN401 - handed on
        """Take a job; None if there is none."""
        try:
            return await self._insist("fetch", lambda: super(Steadfast, self).fetch_job(*arguments, **named))
        except UniqueViolation:
            # Two workers at once, for two jobs of one lane, the second put down just now and more urgent.
            return None

    async def finish_job(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - handed on
        """Write down that a job is over."""
        await self._insist("finish", lambda: super(Steadfast, self).finish_job(*arguments, **named))

    async def retry_job(self, job: Job, *_: Any, **__: Any) -> None:  # noqa: ANN401 - nothing else is asked for
        """Hand a job back, to be done at once, whatever the clocks here and in the database say."""
        await self._insist("hand back", lambda: super(Steadfast, self).retry_job(job, AT_ONCE))

    async def update_heartbeat(self, worker_id: int) -> None:
        """Tell the other workers that this one lives."""
        await self._insist("heartbeat", lambda: super(Steadfast, self).update_heartbeat(worker_id))

    async def listen_for_jobs(self, **named: Any) -> None:  # noqa: ANN401 - handed on
        """Listen for new jobs."""
        await self._insist("listen", lambda: super(Steadfast, self).listen_for_jobs(**named))

    async def _insist(self, what: str, deed: Callable[[], Awaitable[T]]) -> T:
        """Do something until it works. Raises what will not pass, and everything when it is time to stop."""
        rest = FIRST_REST
        while True:
            try:
                return await deed()
            except ConnectorException as error:
                if self._stopping.is_set() or not isinstance(error.__cause__, OperationalError):
                    raise
                log.warning("the queue must wait", what=what, error=type(error.__cause__).__name__, again_in=rest)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), rest)
            rest = min(rest * 2, LONGEST_REST)
