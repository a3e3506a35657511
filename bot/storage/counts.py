"""How much waits, and for how long: figures for whoever watches the bot. No ids, no content."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.storage.tables import cases, updates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Column, ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class Pile:
    """Some things of one kind, and the age of the oldest."""

    number: int = 0
    oldest: timedelta = NO_TIME


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits to be done, what was set aside, and people's cases by their state."""

    waiting: int = 0
    oldest: timedelta = NO_TIME
    quarantined: int = 0
    cases: Mapping[str, Pile] = field(default_factory=dict)


async def counts(connection: AsyncConnection, now: datetime) -> Counts:
    """Count, inside the caller's transaction."""
    waiting = await _pile(connection, updates.c.arrived_at, now, updates.c.content.is_not(None))
    return Counts(waiting.number, waiting.oldest, cases={"open": await _pile(connection, cases.c.opened_at, now)})


async def _pile(
    connection: AsyncConnection, since: Column[datetime], now: datetime, *which: ColumnElement[bool]
) -> Pile:
    number, first = (await connection.execute(select(func.count(), func.min(since)).where(*which))).one()
    return Pile(number, max(NO_TIME, now - first)) if number else Pile()
