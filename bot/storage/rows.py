"""Rows and the values that they stand for; whose rows they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

from bot.desk.case import Case, Consent, NoteAt, Outcome, Stage
from bot.knowledge.model import Level
from bot.storage.group_tables import handoffs, relayed
from bot.storage.prepared import OFTEN
from bot.storage.tables import answers, calls, cases, conversations, parcels, people, updates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, RowMapping, Table
    from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that was sent: to which message, by which, and what it was about. Ids only."""

    chat: int
    person: int
    asked: int
    answer: int
    topic: str | None
    level: Level
    pathway: str | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """An update that waits to be dealt with: its id, its lane (the chat), and Telegram's JSON."""

    id: int
    lane: int
    content: dict[str, Any]


def answered_row(answered: Answered) -> dict[str, Any]:
    """Write an answer as a row."""
    values = {name: getattr(answered, name) for name in Answered.__slots__}
    return values | {"level": int(answered.level), "flags": list(answered.flags)}


def answered_from(row: RowMapping) -> Answered:
    """Read an answer from its row."""
    values = {name: row[name] for name in Answered.__slots__}
    return Answered(**values | {"level": Level(row["level"]), "flags": tuple(row["flags"])})


def case_row(case: Case) -> dict[str, Any]:
    """Write a case as a row."""
    values = {name: getattr(case, name) for name in Case.__slots__ if name != "note"}
    shaped: dict[str, Any] = {"level": int(case.level), "flags": list(case.flags), "consent": int(case.consent)}
    shaped["copies"] = [[card.chat, card.message, card.thread] for card in case.copies]
    at = case.note
    place = {"desk": at and at.chat, "note": at and at.message, "thread": at and at.thread}
    return values | shaped | {"stage": case.stage.value, "outcome": case.outcome and case.outcome.value} | place


def case_from(row: RowMapping) -> Case:
    """Read a case from its row."""
    values = {name: row[name] for name in Case.__slots__ if name != "note"}
    shaped = {"level": Level(row["level"]), "flags": tuple(row["flags"]), "consent": Consent(row["consent"])}
    shaped["copies"] = tuple(NoteAt(*card) for card in row["copies"])
    shaped |= {"stage": Stage(row["stage"]), "outcome": Outcome(row["outcome"]) if row["outcome"] else None}
    place = NoteAt(row["desk"], row["note"], row["thread"]) if row["note"] is not None else None
    return Case(**values | shaped, note=place)


def rows_of(person: int) -> dict[Table, ColumnElement[bool]]:
    """Say which rows are about one person. A private chat has their number: what waits in that lane is theirs.

    Jobs are not among them: their engine is asked.
    """
    return {
        people: people.c.person == person,
        conversations: conversations.c.person == person,
        answers: answers.c.person == person,
        cases: cases.c.person == person,
        updates: updates.c.lane == person,
        parcels: parcels.c.person == person,
        calls: calls.c.chat == person,
        handoffs: handoffs.c.person == person,
        relayed: relayed.c.person == person,
    }


@lru_cache(maxsize=200)
def putting(dialect: str, table: Table, names: frozenset[str], *, over: bool) -> Any:  # noqa: ANN401 - each dialect has an Insert of its own
    """Return the statement that puts rows with these columns in: over rows with the same key, or beside them.

    Made once: to build a statement takes longer than to do it. Beside them, it returns the last column of the key.
    """
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    keys = [column.name for column in table.primary_key]
    if not over:
        return insert.on_conflict_do_nothing().returning(table.c[keys[-1]])
    rest = {name: insert.excluded[name] for name in names if name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=rest).execution_options(**OFTEN)


async def put(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> None:
    """Put a row in, or its values over the row with the same key."""
    statement = putting(connection.dialect.name, table, frozenset(row), over=True)
    await connection.execute(statement, dict(row))


async def put_new(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> set[Any]:
    """Put rows in, but none over another with its key; return the last column of the keys of those that were put in."""
    if not rows:
        return set()
    statement = putting(connection.dialect.name, table, frozenset(rows[0]), over=False)
    return set((await connection.execute(statement, list(rows))).scalars())


def plain(value: object) -> object:
    """Return a value as JSON can hold it."""
    return value.isoformat() if hasattr(value, "isoformat") else value
