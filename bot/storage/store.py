"""Questions and deeds of the database, one method each, inside the transaction that the caller opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select, update

from bot.assistant.conversation import Conversation
from bot.storage.age import past_its_time
from bot.storage.delivery import Delivery
from bot.storage.prepared import OFTEN
from bot.storage.rows import (
    Answered,
    answered_from,
    answered_row,
    case_from,
    case_row,
    plain,
    put,
    rows_of,
)
from bot.storage.tables import answers, cases, conversations, feedback, people, updates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from sqlalchemy import RowMapping, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.desk.case import Case


# Asked for each message: a statement that is made once takes a third of the time of one that is made anew.
KNOWS = select(people.c.person).where(people.c.person == bindparam("of"))
COUNTRY = select(people.c.country).where(people.c.person == bindparam("of"))
CONVERSATION = (
    select(conversations, people.c.country)
    .join(people, people.c.person == conversations.c.person, isouter=True)
    .where(conversations.c.chat == bindparam("in_chat"), conversations.c.person == bindparam("of"))
)
ANSWERS_TO = (
    select(answers)
    .where(answers.c.chat == bindparam("in_chat"), answers.c.asked == bindparam("to"))
    .order_by(answers.c.answer)
    .execution_options(**OFTEN)
)


class Store:
    """What is kept, over one open transaction. Times are handed in; nothing here looks at a clock."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.delivery = Delivery(connection)

    # ------------------------------------------------------------ people and conversations

    async def knows(self, person: int) -> bool:
        """Whether this person has been here before (and was not forgotten)."""
        return await self.connection.scalar(KNOWS, {"of": person}) is not None

    async def met(self, person: int, now: datetime) -> None:
        """Note that somebody was here."""
        await self._put(people, {"person": person, "seen_at": now})

    async def choose_country(self, person: int, country: str | None, now: datetime) -> None:
        """Keep the country that somebody chose; None: no longer."""
        await self._put(people, {"person": person, "country": country, "seen_at": now})

    async def conversation(self, chat: int, person: int, now: datetime) -> Conversation:
        """Return what still holds of a conversation; the country belongs to the person, in whatever chat."""
        row = (await self.connection.execute(CONVERSATION, {"in_chat": chat, "of": person})).mappings().first()
        if row is None:
            return Conversation(country=await self.connection.scalar(COUNTRY, {"of": person}))
        country = row["country"]
        return Conversation(row["topic"], tuple(row["offered"]), country, row["said_at"]).alive(now)

    async def remember(self, chat: int, person: int, conversation: Conversation, now: datetime) -> None:
        """Keep a conversation's topic and offers; who talks with us in private has met us."""
        key = {"chat": chat, "person": person}
        said = {"topic": conversation.topic, "offered": list(conversation.offered), "said_at": conversation.at or now}
        await self._put(conversations, key | said)
        if chat == person:
            await self.met(person, now)

    # ------------------------------------------------------------ answers

    async def keep_answer(self, answered: Answered, now: datetime) -> None:
        """Keep what an answer was about, for edits and for its buttons."""
        await self._put(answers, answered_row(answered) | {"answered_at": now})

    async def answers_to(self, chat: int, asked: int) -> tuple[Answered, ...]:
        """Return the answers to one message, oldest first."""
        found = await self.connection.execute(ANSWERS_TO, {"in_chat": chat, "to": asked})
        return tuple(answered_from(row) for row in found.mappings())

    async def answer(self, chat: int, answer: int) -> Answered | None:
        """Return what one of our messages was about."""
        row = await self._one(select(answers).where(answers.c.chat == chat, answers.c.answer == answer))
        return answered_from(row) if row else None

    # ------------------------------------------------------------ cases

    async def keep_case(self, case: Case) -> None:
        """Keep a case as it now stands."""
        await self._put(cases, case_row(case))

    async def case(self, case_id: str) -> Case | None:
        """Return a case by its id."""
        row = await self._one(select(cases).where(cases.c.id == case_id))
        return case_from(row) if row else None

    async def cases_of(self, person: int) -> tuple[Case, ...]:
        """Return a person's cases, the latest first."""
        wanted = select(cases).where(cases.c.person == person).order_by(cases.c.opened_at.desc())
        return tuple(case_from(row) for row in (await self.connection.execute(wanted)).mappings())

    # ------------------------------------------------------------ counts, rights, age

    async def count_feedback(self, topic: str, day: str, *, helped: bool) -> None:
        """Count one "this helped" or "did not help"; nobody's in particular."""
        key = {"day": day, "topic": topic, "helped": helped}
        where = (feedback.c.day == day) & (feedback.c.topic == topic) & (feedback.c.helped == helped)
        row = await self._one(select(feedback.c.count).where(where))
        await self._put(feedback, key | {"count": (row["count"] if row else 0) + 1})

    async def about(self, person: int) -> dict[str, list[dict[str, Any]]]:
        """Return every row that is about one person, by table; times as text."""
        found = {}
        for table, condition in rows_of(person).items():
            rows = (await self.connection.execute(select(table).where(condition))).mappings()
            # Of a message that waits, not the words: they stand in the chat, and are erased once they were answered.
            found[table.name] = [{name: plain(row[name]) for name in row if name != "content"} for row in rows]
        return found

    async def forget(self, person: int) -> None:
        """Delete all that is about one person."""
        for table, condition in rows_of(person).items():
            # Of an update the id stays, which belongs to nobody: else it would be acted on again.
            emptied = update(updates).where(condition).values(lane=None, content=None)
            await self.connection.execute(emptied if table is updates else delete(table).where(condition))

    async def purge(self, now: datetime, retention: timedelta) -> int:
        """Delete what is past its time (`tables.py` says when that is). Returns how many rows went."""
        gone = [
            await self.connection.execute(delete(table).where(past)) for table, past in past_its_time(now, retention)
        ]
        return sum(result.rowcount for result in gone)

    async def _one(self, wanted: Any) -> RowMapping | None:  # noqa: ANN401 - a Select of whatever columns
        return (await self.connection.execute(wanted)).mappings().first()

    async def _put(self, table: Table, row: Mapping[str, Any]) -> None:
        await put(self.connection, table, row)
