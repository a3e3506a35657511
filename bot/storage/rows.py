"""Rows and the values that they stand for; whose rows they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

from bot.desk.case import Case, Consent, NoteAt, Outcome, Stage
from bot.knowledge.model import Level
from bot.storage.group_tables import handoffs, relayed
from bot.storage.tables import answers, calls, cases, conversations, parcels, people, updates

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    shaped = {"level": int(case.level), "flags": list(case.flags), "consent": int(case.consent)}
    at = case.note
    place = {"desk": at and at.chat, "note": at and at.message, "thread": at and at.thread}
    return values | shaped | {"stage": case.stage.value, "outcome": case.outcome and case.outcome.value} | place


def case_from(row: RowMapping) -> Case:
    """Read a case from its row."""
    values = {name: row[name] for name in Case.__slots__ if name != "note"}
    shaped = {"level": Level(row["level"]), "flags": tuple(row["flags"]), "consent": Consent(row["consent"])}
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


def upsert(dialect: str, table: Table, row: Mapping[str, Any], **instead: Any) -> Any:  # noqa: ANN401 - each dialect has an Insert of its own
    """Return the statement that puts a row in, or its values (or those `instead`) over the row with the same key."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    keys = [column.name for column in table.primary_key]
    rest = instead or {name: value for name, value in row.items() if name not in keys}
    return insert(table).values(row).on_conflict_do_update(index_elements=keys, set_=rest)


async def insert_new(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> bool:
    """Put a row in, unless there is one with its key; return whether it was put in."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    first, *_ = table.primary_key
    putting = insert(table).values(row).on_conflict_do_nothing().returning(first)
    return await connection.scalar(putting) is not None


def plain(value: object) -> object:
    """Return a value as JSON can hold it."""
    return value.isoformat() if hasattr(value, "isoformat") else value
