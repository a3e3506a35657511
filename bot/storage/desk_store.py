"""Questions and deeds about cases and relayed messages, inside the transaction that the caller opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from bot.desk.case import Case, Stage
from bot.storage.group_tables import relayed
from bot.storage.prepared import OFTEN
from bot.storage.rows import case_from, case_row, put
from bot.storage.tables import cases

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

OPEN = cases.c.stage != Stage.RESOLVED.value
# Asked for each message, and so made once.
OPEN_OF = (
    select(cases)
    .where(cases.c.person == bindparam("of"), OPEN)
    .order_by(cases.c.opened_at.desc())
    .limit(1)
    .execution_options(**OFTEN)
)


@dataclass(frozen=True, slots=True)
class Relayed:
    """A message that was passed on and its copy, by numbers, and the case that both belong to.

    Of a line of ours below a card there is no copy: it stands for itself.
    """

    chat: int
    message: int
    to_chat: int
    to_message: int
    case_id: str
    person: int


class DeskStore:
    """What is kept of cases, over one open transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    async def case(self, case_id: str) -> Case | None:
        """Return a case by its id."""
        return await self._case(cases.c.id == case_id)

    async def open_case(self, person: int) -> Case | None:
        """Return the case of a person that has not ended."""
        row = (await self.connection.execute(OPEN_OF, {"of": person})).mappings().first()
        return case_from(row) if row else None

    async def case_at(self, chat: int, message: int) -> Case | None:
        """Return the case whose card is a message, or whose relayed message it is, in either direction."""
        found = await self._case((cases.c.desk == chat) & (cases.c.note == message))
        return found or await self._case(cases.c.id == await self._case_of_relayed(chat, message))

    async def case_in(self, chat: int, thread: int) -> Case | None:
        """Return the case that a forum topic belongs to."""
        return await self._case((cases.c.desk == chat) & (cases.c.thread == thread))

    async def open_cases(self) -> tuple[Case, ...]:
        """Return the cases that have not ended, the oldest first."""
        return await self._cases(OPEN)

    async def at_work(self) -> frozenset[int]:
        """Return the chats in which a case stands that has not ended."""
        wanted = select(cases.c.desk).where(OPEN, cases.c.desk.is_not(None)).distinct()
        return frozenset(await self.connection.scalars(wanted))

    async def cases_since(self, day: datetime) -> tuple[Case, ...]:
        """Return the cases that were opened since then, the oldest first."""
        return await self._cases(cases.c.opened_at >= day)

    async def held_by(self, volunteer: int) -> tuple[Case, ...]:
        """Return the cases that a volunteer has."""
        return await self._cases((cases.c.volunteer == volunteer) & (cases.c.stage == Stage.CLAIMED.value))

    async def forget_volunteer(self, volunteer: int) -> None:
        """Take somebody's number out of the cases that they had."""
        theirs = cases.c.volunteer == volunteer
        await self.connection.execute(update(cases).where(theirs).values(volunteer=None))

    async def swap(self, before: Case, after: Case) -> Case | None:
        """Keep `after` in place of `before`; None if somebody else has changed the case meanwhile."""
        kept = replace(after, version=before.version + 1)
        same = (cases.c.id == before.id) & (cases.c.version == before.version)
        row = {name: value for name, value in case_row(kept).items() if name != "id"}
        done = await self.connection.execute(update(cases).where(same).values(row))
        return kept if done.rowcount else None

    async def keep_relayed(self, pair: Relayed, now: datetime) -> None:
        """Keep that a message was passed on."""
        row = {name: getattr(pair, name) for name in Relayed.__slots__} | {"at": now}
        await put(self.connection, relayed, row)

    async def talked_since(self, case_id: str, moment: datetime) -> bool:
        """Whether anything was passed on in a case since then."""
        wanted = select(relayed.c.message).where(relayed.c.case_id == case_id, relayed.c.at > moment)
        return (await self.connection.execute(wanted.limit(1))).first() is not None

    async def relayed(self, chat: int, message: int) -> Relayed | None:
        """Return the copy of a message that was passed on."""
        wanted = select(relayed).where(relayed.c.chat == chat, relayed.c.message == message)
        row = (await self.connection.execute(wanted)).mappings().first()
        return Relayed(**{name: row[name] for name in Relayed.__slots__}) if row else None

    async def original(self, to_chat: int, to_message: int) -> Relayed | None:
        """Return the message that a copy was made of."""
        wanted = select(relayed).where(relayed.c.to_chat == to_chat, relayed.c.to_message == to_message)
        row = (await self.connection.execute(wanted)).mappings().first()
        return Relayed(**{name: row[name] for name in Relayed.__slots__}) if row else None

    async def at_desks(self, person: int) -> tuple[Relayed, ...]:
        """Return what stands at desks of a person: what was passed on from them, and what we said there of them."""
        theirs = (relayed.c.person == person) & (relayed.c.to_chat != person)
        rows = (await self.connection.execute(select(relayed).where(theirs))).mappings()
        return tuple(Relayed(**{name: row[name] for name in Relayed.__slots__}) for row in rows)

    async def _case_of_relayed(self, chat: int, message: int) -> str | None:
        pair = await self.relayed(chat, message) or await self.original(chat, message)
        return pair.case_id if pair else None

    async def _case(self, condition: ColumnElement[bool]) -> Case | None:
        wanted = select(cases).where(condition).order_by(cases.c.opened_at.desc()).limit(1)
        row = (await self.connection.execute(wanted)).mappings().first()
        return case_from(row) if row else None

    async def _cases(self, condition: ColumnElement[bool]) -> tuple[Case, ...]:
        wanted = select(cases).where(condition).order_by(cases.c.opened_at)
        return tuple(case_from(row) for row in (await self.connection.execute(wanted)).mappings())
