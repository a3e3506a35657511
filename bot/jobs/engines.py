"""Which engine goes with which database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.jobs.sqlite import SqliteJobs, utc_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncEngine

    from bot.jobs.jobs import Jobs


async def engine_for(engine: AsyncEngine, now: Callable[[], datetime] = utc_now) -> Jobs:
    """Return the engine of jobs for an open database, with its own tables brought up to date."""
    if engine.dialect.name == "sqlite":
        return SqliteJobs(engine, now)
    # The other engine's libraries are an extra.
    from bot.jobs.procrastinate import ProcrastinateJobs  # noqa: PLC0415
    from bot.jobs.upkeep import install  # noqa: PLC0415

    await install(engine)
    return ProcrastinateJobs(engine, now)
