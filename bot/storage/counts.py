"""How much waits, and for how long: figures for whoever watches the bot. No ids, no content."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.storage.tables import cases, quarantine, updates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class Pile:
    """Some things of one kind, and the age of the oldest."""

    number: int = 0
    oldest: timedelta = NO_TIME


@dataclass(frozen=True, slots=True)
class Counts:
    """Updates and jobs that wait, what was set aside, and people's cases by their stage.

    The engine counts the jobs: they stand in its own tables.
    """

    updates: Pile = Pile()
    jobs: Pile = Pile()
    quarantined: int = 0
    cases: Mapping[str, Pile] = field(default_factory=dict)


async def counts(connection: AsyncConnection, now: datetime) -> Counts:
    """Count, inside the caller's transaction."""
    unhandled = select(func.count(), func.min(updates.c.arrived_at)).where(updates.c.content.is_not(None))
    number, first = (await connection.execute(unhandled)).one()
    aside = await connection.scalar(select(func.count()).select_from(quarantine)) or 0
    by_stage = select(cases.c.stage, func.count(), func.min(cases.c.opened_at)).group_by(cases.c.stage)
    piles = {stage: Pile(many, _age(oldest, now)) for stage, many, oldest in await connection.execute(by_stage)}
    return Counts(updates=Pile(number, _age(first, now)), quarantined=aside, cases=piles)


def _age(since: datetime | None, now: datetime) -> timedelta:
    return max(NO_TIME, now - since) if since else NO_TIME
