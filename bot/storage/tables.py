"""What is kept, and for how long. No words and no names of people: ids, choices, times.

`info={"kept": ...}` on each column says what ends its life; a test reads them, and the privacy page is checked against
them. Times are UTC. Schema changes go through `migrations/`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, DateTime, Index, Integer, MetaData, String, Table
from sqlalchemy.types import TypeDecorator

# Telegram hands an update out again for 24 hours (Bot API, getUpdates); twice that leaves room for a wrong clock.
UPDATES_KEPT = timedelta(hours=48)
# A message can be edited for 48 hours (Bot API, editMessageText speaks of the same span for business messages).
ANSWERS_KEPT = timedelta(hours=48)

WHILE_USED = "RETENTION_DAYS after the person's last message, or until /forget"
WHILE_TALKING = "2 hours after the last reply, or until /forget"
TO_ANSWER_EDITS = "48 hours, or until /forget"
WHILE_A_CASE = "RETENTION_DAYS after the case began, or until /forget"
AGAINST_REPEATS = "48 hours; belongs to no person"
UNTIL_HANDLED = "until the update was handled, a few seconds as a rule, or until /forget"
AS_A_COUNT = "RETENTION_DAYS; belongs to no person"

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """A time with its zone: SQLite forgets the zone, so UTC goes in and UTC comes out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ANN401, ARG002
        """Write UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ANN401, ARG002
        """Read UTC."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def _kept(how_long: str, name: str, type_: Any, *, key: bool = False, null: bool = False) -> Column[Any]:  # noqa: ANN401
    return Column(name, type_, primary_key=key, nullable=null, autoincrement=False, info={"kept": how_long})


people = Table(
    "people",
    metadata,
    _kept(WHILE_USED, "person", BigInteger, key=True),
    _kept(WHILE_USED, "country", String(2), null=True),
    _kept(WHILE_USED, "seen_at", Moment),
)

conversations = Table(
    "conversations",
    metadata,
    _kept(WHILE_TALKING, "chat", BigInteger, key=True),
    _kept(WHILE_TALKING, "person", BigInteger, key=True),
    _kept(WHILE_TALKING, "topic", String(48), null=True),
    _kept(WHILE_TALKING, "offered", JSON),
    _kept(WHILE_TALKING, "said_at", Moment),
)

# `asked` is the number of the person's message, `answer` that of ours which carries the buttons.
answers = Table(
    "answers",
    metadata,
    _kept(TO_ANSWER_EDITS, "chat", BigInteger, key=True),
    _kept(TO_ANSWER_EDITS, "asked", BigInteger, key=True),
    _kept(TO_ANSWER_EDITS, "answer", BigInteger, key=True),
    _kept(TO_ANSWER_EDITS, "person", BigInteger),
    _kept(TO_ANSWER_EDITS, "topic", String(48), null=True),
    _kept(TO_ANSWER_EDITS, "level", Integer),
    _kept(TO_ANSWER_EDITS, "pathway", String(16), null=True),
    _kept(TO_ANSWER_EDITS, "flags", JSON),
    _kept(TO_ANSWER_EDITS, "answered_at", Moment),
)

cases = Table(
    "cases",
    metadata,
    _kept(WHILE_A_CASE, "id", String(22), key=True),
    _kept(WHILE_A_CASE, "person", BigInteger),
    _kept(WHILE_A_CASE, "chat", BigInteger),
    _kept(WHILE_A_CASE, "level", Integer),
    _kept(WHILE_A_CASE, "pathway", String(16), null=True),
    _kept(WHILE_A_CASE, "flags", JSON),
    _kept(WHILE_A_CASE, "country", String(2), null=True),
    _kept(WHILE_A_CASE, "asked_for", Boolean),
    _kept(WHILE_A_CASE, "consent", Integer),
    _kept(WHILE_A_CASE, "opened_at", Moment),
    _kept(WHILE_A_CASE, "desk", BigInteger, null=True),
    _kept(WHILE_A_CASE, "note", BigInteger, null=True),
)

# `content` is Telegram's JSON, words and all: written only when an update could not be dealt with at once.
updates = Table(
    "updates",
    metadata,
    _kept(AGAINST_REPEATS, "bot", BigInteger, key=True),
    _kept(AGAINST_REPEATS, "id", BigInteger, key=True),
    _kept(AGAINST_REPEATS, "arrived_at", Moment),
    _kept(UNTIL_HANDLED, "lane", BigInteger, null=True),
    _kept(UNTIL_HANDLED, "content", JSON(none_as_null=True), null=True),
)

feedback = Table(
    "feedback",
    metadata,
    _kept(AS_A_COUNT, "day", String(10), key=True),
    _kept(AS_A_COUNT, "topic", String(48), key=True),
    _kept(AS_A_COUNT, "helped", Boolean, key=True),
    _kept(AS_A_COUNT, "count", Integer),
)

Index("answers_of", answers.c.person)
Index("answers_by_age", answers.c.answered_at)
Index("cases_of", cases.c.person)
Index("updates_by_age", updates.c.arrived_at)
