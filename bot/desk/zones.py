"""Time zones that people can choose: by their names in the tz database, found by the time that it is there now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

if TYPE_CHECKING:
    from collections.abc import Iterable

NOWHERE = "UTC"
# The names by place; the others are old spellings of these.
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def zones() -> tuple[str, ...]:
    """Return the names of all zones, UTC first."""
    return (NOWHERE, *sorted(name for name in available_timezones() if name.partition("/")[0] in REGIONS))


def zone_named(name: str) -> tzinfo:
    """Return a zone; UTC for a name that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def minutes_ahead(zone: str, now: datetime) -> int:
    """Return how many minutes the clocks of a zone are ahead of UTC; below zero behind."""
    return _minutes(now.astimezone(zone_named(zone)).utcoffset())


def offsets(now: datetime) -> tuple[int, ...]:
    """Return by how many minutes clocks differ from UTC anywhere on earth now, in order."""
    return tuple(sorted({minutes_ahead(zone, now) for zone in zones()}))


def zones_at(ahead: int, now: datetime) -> tuple[str, ...]:
    """Return the zones whose clocks are so many minutes ahead of UTC now."""
    return tuple(zone for zone in zones() if minutes_ahead(zone, now) == ahead)


def clocks(now: datetime) -> Iterable[tuple[int, str]]:
    """Yield each difference from UTC with the time that it is there now."""
    for ahead in offsets(now):
        yield ahead, f"{now.astimezone(UTC) + timedelta(minutes=ahead):%a %H:%M}"


def _minutes(offset: timedelta | None) -> int:
    return int((offset or timedelta()).total_seconds() // 60)
