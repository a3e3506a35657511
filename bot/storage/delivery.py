"""Updates from their arrival to "handled", and what the jobs need that they cause: parcels, calls, quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, select, update

from bot.storage.prepared import OFTEN
from bot.storage.rows import Kept, put, put_new
from bot.storage.tables import calls, pace, parcels, quarantine, updates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

JSON = dict[str, Any]


EMPTIED = (
    update(updates)
    .where(updates.c.bot == bindparam("of_bot"), updates.c.id == bindparam("number"))
    .values(lane=None, content=None)
    .execution_options(**OFTEN)
)
CALLS_OF = delete(calls).where(calls.c.job.in_(bindparam("jobs", expanding=True)))


class Delivery:
    """What keeps messages from being lost, over one open transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    # ------------------------------------------------------------ updates

    async def known(self, bot: int, numbers: Collection[int]) -> set[int]:
        """Return those of these updates that were written down before, handled or not."""
        wanted = select(updates.c.id).where(updates.c.bot == bot, updates.c.id.in_(numbers))
        return set(await self.connection.scalars(wanted))

    async def keep(self, bot: int, kept: Iterable[Kept], now: datetime) -> set[int]:
        """Write updates down, words and all; return the ids of those that were new."""
        rows = [{"bot": bot, "id": one.id, "lane": one.lane, "content": one.content, "arrived_at": now} for one in kept]
        return await put_new(self.connection, updates, rows)

    async def content(self, bot: int, number: int) -> JSON | None:
        """Return what was written down of an update; None once it was handled, or forgotten."""
        return await self.connection.scalar(select(updates.c.content).where(_numbered(bot, number)))

    async def waiting(self, bot: int) -> tuple[Kept, ...]:
        """Return what was written down and not handled, in Telegram's order."""
        wanted = select(updates).where(updates.c.bot == bot, updates.c.content.is_not(None)).order_by(updates.c.id)
        rows = (await self.connection.execute(wanted)).mappings()
        return tuple(Kept(row["id"], row["lane"], row["content"]) for row in rows)

    async def handled(self, bot: int, number: int, now: datetime) -> None:
        """Note that an update was handled, and erase what was written down of it."""
        if (await self.connection.execute(EMPTIED, {"of_bot": bot, "number": number})).rowcount == 0:
            row = {"bot": bot, "id": number, "lane": None, "content": None, "arrived_at": now}
            await put_new(self.connection, updates, [row])

    # ------------------------------------------------------------ parcels

    async def keep_parcel(self, parcel: str, person: int, content: JSON, now: datetime) -> None:
        """Keep what a job about somebody needs beyond ids, until the job is done."""
        row = {"id": parcel, "person": person, "content": content, "kept_at": now}
        await put(self.connection, parcels, row)

    async def parcel(self, parcel: str) -> JSON | None:
        """Return a parcel's content; None once it was dropped, or its person forgotten."""
        return await self.connection.scalar(select(parcels.c.content).where(parcels.c.id == parcel))

    async def drop_parcel(self, parcel: str) -> None:
        """Erase a parcel: its job is done."""
        await self.connection.execute(delete(parcels).where(parcels.c.id == parcel))

    # ------------------------------------------------------------ the journal of calls

    async def calls_of(self, job: str) -> dict[str, Any]:
        """Return what came of the calls that a job has made before, by name."""
        rows = await self.connection.execute(select(calls.c.name, calls.c.result).where(calls.c.job == job))
        return {row.name: row.result for row in rows}

    async def note_call(self, job: str, name: str, chat: int, result: object, now: datetime) -> None:
        """Write down that a job has made a call, and what came of it."""
        row = {"job": job, "name": name, "chat": chat, "result": result, "made_at": now}
        await put(self.connection, calls, row)

    async def drop_calls(self, jobs: Collection[str]) -> None:
        """Forget the calls of jobs that would do nothing if they were repeated."""
        await self.connection.execute(CALLS_OF, {"jobs": list(jobs)})

    async def forget_calls(self, *, but_of: set[str], before: datetime) -> int:
        """Forget the calls of jobs that are over. Returns how many."""
        jobs = set(await self.connection.scalars(select(calls.c.job).where(calls.c.made_at < before).distinct()))
        over = jobs - but_of
        if not over:
            return 0
        return (await self.connection.execute(delete(calls).where(calls.c.job.in_(over)))).rowcount

    # ------------------------------------------------------------ the pace of several workers

    async def turns(self, names: Iterable[str]) -> tuple[float, dict[str, float]]:
        """Return the database's time (seconds since 1970), and when what is named is free; nobody else has it then."""
        ordered = sorted(names)
        for name in ordered:
            await put_new(self.connection, pace, [{"limited": name, "free_at": 0.0}])
        wanted = select(pace.c.limited, pace.c.free_at).where(pace.c.limited.in_(ordered))
        rows = await self.connection.execute(wanted.order_by(pace.c.limited).with_for_update())
        free = {row.limited: row.free_at for row in rows}
        now = (await self.connection.execute(select(func.extract("epoch", func.clock_timestamp())))).scalar_one()
        return float(now), free

    async def take_turns(self, taken: Mapping[str, float]) -> None:
        """Note until when what is named is taken."""
        for name, free_at in taken.items():
            await self.connection.execute(update(pace).where(pace.c.limited == name).values(free_at=free_at))

    # ------------------------------------------------------------ quarantine

    async def set_aside(self, what: str, error: str, place: str | None, now: datetime) -> None:
        """Put something that cannot be done into quarantine: its id, the class and the place of the error."""
        row = {"id": what, "error": error[:64], "place": place[:128] if place else None, "set_aside_at": now}
        await put(self.connection, quarantine, row)

    async def quarantined(self) -> int:
        """Count what is in quarantine."""
        return await self.connection.scalar(select(func.count()).select_from(quarantine)) or 0


def _numbered(bot: int, number: int) -> ColumnElement[bool]:
    return (updates.c.bot == bot) & (updates.c.id == number)
