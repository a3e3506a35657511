"""The database: can it be opened and written, is its schema known, is there room?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.checkup.finding import Finding, fault, ok, warning

if TYPE_CHECKING:
    from bot.storage.inspection import Inspection

MEGABYTE = 1 << 20
ROOM, LITTLE_ROOM = 500, 50  # megabytes free: below, time to act; below, no time left


def database(seen: Inspection) -> list[Finding]:
    """Judge a database by what was seen of it."""
    return [_opened(seen), *_room(seen)]


def _opened(seen: Inspection) -> Finding:
    if seen.trouble is not None:
        return fault("database_trouble", trouble=f"fault.database_{seen.trouble.value}")
    if seen.version is None:
        return ok("database_new", engine=seen.engine)
    if not seen.known:
        return fault("database_newer")
    if seen.version != seen.head:
        return ok("database_old", engine=seen.engine)
    return ok("database", engine=seen.engine)


def _room(seen: Inspection) -> list[Finding]:
    if seen.free is None:
        return []
    free = seen.free // MEGABYTE
    if free >= ROOM:
        return [ok("disk", megabytes=free)]
    return [(warning if free >= LITTLE_ROOM else fault)("disk_full", megabytes=free)]
