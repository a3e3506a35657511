"""Questions and deeds about groups, ways to a private chat and counts, inside the transaction that was opened."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.assistant.gist import Gist
from bot.assistant.manners import Manners, Speak, Where
from bot.assistant.reply import Decision
from bot.desk.choices import Choices
from bot.desk.reminders import QuietHours
from bot.knowledge.model import Level
from bot.storage.group_tables import groups, handoffs, tallies
from bot.storage.prepared import OFTEN
from bot.storage.rows import put
from bot.storage.tables import answers, cases, conversations

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Group:
    """A group as it is known: the bot's standing there, what was chosen, whether one member can be whispered to.

    `spoke_at`: when the bot last spoke there without having been called.
    """

    chat: int
    standing: str = "member"
    choices: Choices = field(default_factory=Choices)
    whispers: bool | None = None
    trial_until: datetime | None = None
    left_at: datetime | None = None
    spoke_at: datetime | None = None


class Purpose(StrEnum):
    """What a way to the private chat leads to."""

    ANSWER = "answer"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Handoff:
    """What waits behind a way to the private chat, and for whom alone; `thread`: the forum topic it was asked in."""

    person: int
    chat: int
    purpose: Purpose
    expires_at: datetime
    gist: Gist | None = None
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was counted on a day."""

    day: str
    what: str
    name: str
    count: int


class GroupStore:
    """What is kept of groups, over one open transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    async def groups(self) -> tuple[Group, ...]:
        """Return all groups that are known."""
        return tuple(group_from(row) for row in (await self.connection.execute(select(groups))).mappings())

    async def group(self, chat: int) -> Group | None:
        """Return one group."""
        row = (await self.connection.execute(select(groups).where(groups.c.chat == chat))).mappings().first()
        return group_from(row) if row else None

    async def keep(self, group: Group, known: Group | None = None) -> None:
        """Keep a group as it now stands; of one that was `known`, what is new: the rest may have changed elsewhere."""
        row, before = group_row(group), group_row(known) if known is not None else {}
        new = {name: value for name, value in row.items() if name not in before or before[name] != value}
        if known is not None and new:
            changed = update(groups).where(groups.c.chat == group.chat).values(new)
            if (await self.connection.execute(changed)).rowcount:
                return
        await put(self.connection, groups, row)

    async def move(self, old: int, new: int) -> None:
        """Follow a group to its new number."""
        await self.connection.execute(delete(groups).where(groups.c.chat == new))
        for table in (groups, answers, handoffs, conversations):
            await self.connection.execute(update(table).where(table.c.chat == old).values(chat=new))
        # Its messages have other numbers now.
        began = update(cases).where(cases.c.group == old).values(group=new, asked=None, topic=None)
        await self.connection.execute(began)

    async def put(self, token: str, handoff: Handoff) -> None:
        """Keep what waits behind a token (its digest)."""
        row = {"token": token} | handoff_row(handoff)
        await put(self.connection, handoffs, row)

    async def look(self, token: str) -> Handoff | None:
        """Return what waits behind a token, whoever asks."""
        row = (await self.connection.execute(select(handoffs).where(handoffs.c.token == token))).mappings().first()
        return handoff_from(row) if row else None

    async def use_up(self, token: str) -> bool:
        """Erase a token; False if somebody was faster."""
        return (await self.connection.execute(delete(handoffs).where(handoffs.c.token == token))).rowcount > 0

    async def answered_since(self, chat: int, moment: datetime, topic: str | None, asked: int) -> bool:
        """Whether a group was told about a topic in public since then, in answer to another message than `asked`."""
        wanted = select(answers.c.answer).where(answers.c.chat == chat, answers.c.answered_at > moment)
        wanted = wanted.where(answers.c.answer > 0, answers.c.topic == topic, answers.c.asked != asked)
        return (await self.connection.execute(wanted.limit(1))).first() is not None

    async def count(self, day: str, what: str, name: str, chat: int = 0) -> None:
        """Count one of something; nobody's in particular."""
        await self.count_all(day, [(what, name)], chat)

    async def count_all(self, day: str, things: Iterable[tuple[str, str]], chat: int = 0) -> None:
        """Count one of each of some things, told apart by what they are and by name."""
        rows = [{"day": day, "chat": chat, "what": what, "name": name, "count": 1} for what, name in things]
        await self.connection.execute(_one_more(self.connection.dialect.name), rows)

    async def counted(self, since: str, chat: int = 0) -> tuple[Tally, ...]:
        """Return what was counted since a day."""
        wanted = select(tallies).where(tallies.c.day >= since, tallies.c.chat == chat).order_by(tallies.c.day)
        rows = (await self.connection.execute(wanted)).mappings()
        return tuple(Tally(row["day"], row["what"], row["name"], row["count"]) for row in rows)

    async def forget_trial(self, chat: int) -> None:
        """Delete what was counted for a group on trial."""
        await self.connection.execute(delete(tallies).where(tallies.c.chat == chat))


def group_row(group: Group) -> dict[str, Any]:
    """Write a group as a row."""
    row = {name: getattr(group, name) for name in Group.__slots__}
    return row | {"choices": asdict(group.choices)}


def group_from(row: RowMapping) -> Group:
    """Read a group from its row; what an older version did not know has its default."""
    chosen = dict(row["choices"])
    manners, quiet = dict(chosen.pop("manners", {})), chosen.pop("quiet", None)
    if manners:
        off = tuple(manners.get("off", ()))
        manners |= {"speak": Speak(manners["speak"]), "where": Where(manners["where"]), "off": off}
    choices = Choices(manners=Manners(**manners), quiet=QuietHours(**quiet) if quiet else None, **chosen)
    return Group(**{name: row[name] for name in Group.__slots__} | {"choices": choices})


def handoff_row(handoff: Handoff) -> dict[str, Any]:
    """Write a handoff as a row."""
    row = {name: getattr(handoff, name) for name in Handoff.__slots__}
    return row | {"purpose": handoff.purpose.value, "gist": asdict(handoff.gist) if handoff.gist else None}


def handoff_from(row: RowMapping) -> Handoff:
    """Read a handoff from its row."""
    values = {name: row[name] for name in Handoff.__slots__}
    return Handoff(**values | {"purpose": Purpose(row["purpose"]), "gist": _gist(row["gist"])})


def _gist(kept: dict[str, Any] | None) -> Gist | None:
    if kept is None:
        return None
    kept = {name: kept[name] for name in Gist.__slots__ if name in kept}
    flags = tuple((flag, Level(level)) for flag, level in kept["flags"])
    shaped = {"decision": Decision(kept["decision"]), "level": Level(kept["level"]), "flags": flags}
    return Gist(**kept | shaped | {"topics": tuple(kept["topics"])})


@lru_cache
def _one_more(dialect: str) -> Any:  # noqa: ANN401 - each dialect has an Insert of its own
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(tallies)
    keys = [column.name for column in tallies.primary_key]
    return insert.on_conflict_do_update(index_elements=keys, set_={"count": tallies.c.count + 1}).execution_options(
        **OFTEN
    )
