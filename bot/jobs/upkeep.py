"""What procrastinate needs from its user: its tables, fresh statistics, and somebody who misses the dead."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import structlog
from procrastinate.exceptions import ProcrastinateException
from procrastinate.schema import SchemaManager
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from procrastinate import App
    from psycopg import AsyncConnection as Psycopg
    from sqlalchemy.ext.asyncio import AsyncEngine

log = structlog.get_logger(__name__)

EVERY = 2.0  # seconds between two looks
DEAD_AFTER = 10.0  # seconds without a heartbeat: five are missing
# Its planner reads statistics that are far behind a burst: 14 to 98 jobs a second before an ANALYZE, 550 to 675 after.
GROWN_BY = 300
LOCK = 0x636F6E74  # any number, the same in each process: who makes tables, does so alone

SHARPER = (
    "ALTER TABLE procrastinate_jobs SET (autovacuum_analyze_threshold = 200, autovacuum_analyze_scale_factor = 0,"
    " autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0)"
)


async def install(engine: AsyncEngine) -> None:
    """Bring procrastinate's tables up to its version; safe with any number of processes that start at once."""
    steps = _steps()
    async with engine.begin() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        raw = cast("Psycopg[Any]", (await connection.get_raw_connection()).driver_connection)
        there = await connection.scalar(text("SELECT to_regclass('procrastinate_jobs') IS NOT NULL"))
        # How far it is stands beside the table itself, as its comment.
        comment = text("SELECT obj_description('procrastinate_jobs'::regclass)")
        reached = str(await connection.scalar(comment)) if there else ""
        if not there:
            await raw.execute(SchemaManager.get_schema())
            await raw.execute(SHARPER)
        for step in steps if there else ():
            if step.name > reached:
                await raw.execute(step.read_text(encoding="utf-8").encode())
        if reached != steps[-1].name:
            await connection.execute(text(f"COMMENT ON TABLE procrastinate_jobs IS '{steps[-1].name}'"))


def _steps() -> list[Path]:
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"), key=lambda path: path.name)


class Upkeep:
    """Runs beside a worker."""

    def __init__(self, app: App, engine: AsyncEngine) -> None:
        self.app = app
        self.engine = engine
        self._analysed_at = -GROWN_BY

    async def run(self, stop: asyncio.Event) -> None:
        """Look after the queue until told to stop; a look that fails is made up for by the next."""
        while not stop.is_set():
            try:
                await self._analyse()
                await self._take_over()
            except (ProcrastinateException, SQLAlchemyError, OSError) as error:
                log.warning("no upkeep of the queue", error=type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), EVERY)

    async def _take_over(self) -> None:
        """Let jobs of workers that have died be done by others."""
        for job in await self.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
            # Another process may have been faster.
            with suppress(ProcrastinateException):
                await self.app.job_manager.retry_job(job)
                log.warning("job of a dead worker taken over", job=job.id)

    async def _analyse(self) -> None:
        async with self.engine.begin() as connection:
            count = await connection.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")) or 0
            if abs(count - self._analysed_at) >= GROWN_BY:
                await connection.execute(text("ANALYZE procrastinate_jobs"))
                self._analysed_at = count
