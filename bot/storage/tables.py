"""What is kept, and for how long. No words and no names of people: ids, choices, times.

`info={"kept": ...}` on each column says what ends its life; a test reads them, and the privacy page is checked against
them. Times are UTC. Schema changes go through `migrations/`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, DateTime, Double, Index, Integer, MetaData, String, Table
from sqlalchemy.types import TypeDecorator

# Telegram hands an update out again for 24 hours (Bot API, getUpdates); twice that leaves room for a wrong clock.
UPDATES_KEPT = timedelta(hours=48)
# A message can be edited for 48 hours (Bot API, editMessageText speaks of the same span for business messages).
ANSWERS_KEPT = timedelta(hours=48)
# A limit of Telegram's reaches over a minute at most: an hour later nothing is left of it.
PACE_KEPT = timedelta(hours=1)

WHILE_USED = "RETENTION_DAYS after the person's last message, or until /forget"
WHILE_TALKING = "2 hours after the last reply, or until /forget"
TO_ANSWER_EDITS = "48 hours, or until /forget"
WHILE_A_CASE = "RETENTION_DAYS after the case began, or until /forget"
AGAINST_REPEATS = "48 hours; belongs to no person"
UNTIL_HANDLED = "until the update was handled, a few seconds as a rule, or until /forget"
AS_A_COUNT = "RETENTION_DAYS; belongs to no person"
UNTIL_DONE = "until the job is done, or until /forget"
UNTIL_TAKEN_UP = "until what waits for it is done, 48 hours at most, or until /forget"
AGAINST_FLOODS = "an hour after the last message there"
WHILE_REPEATABLE = "minutes after the job was done, or until /forget"
AS_A_FAULT = "RETENTION_DAYS; belongs to no person, holds no text"

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


def kept(how_long: str, name: str, type_: Any, *, key: bool = False, null: bool = False) -> Column[Any]:  # noqa: ANN401
    """Return a column that says how long it is kept: whoever reads the tables, and the test of retention, can tell."""
    return Column(name, type_, primary_key=key, nullable=null, autoincrement=False, info={"kept": how_long})


people = Table(
    "people",
    metadata,
    kept(WHILE_USED, "person", BigInteger, key=True),
    kept(WHILE_USED, "country", String(2), null=True),
    kept(WHILE_USED, "seen_at", Moment),
)

conversations = Table(
    "conversations",
    metadata,
    kept(WHILE_TALKING, "chat", BigInteger, key=True),
    kept(WHILE_TALKING, "person", BigInteger, key=True),
    kept(WHILE_TALKING, "topic", String(48), null=True),
    kept(WHILE_TALKING, "offered", JSON),
    kept(WHILE_TALKING, "said_at", Moment),
)

# `asked` is the number of the person's message, `answer` that of ours which carries the buttons.
answers = Table(
    "answers",
    metadata,
    kept(TO_ANSWER_EDITS, "chat", BigInteger, key=True),
    kept(TO_ANSWER_EDITS, "asked", BigInteger, key=True),
    kept(TO_ANSWER_EDITS, "answer", BigInteger, key=True),
    kept(TO_ANSWER_EDITS, "person", BigInteger),
    kept(TO_ANSWER_EDITS, "topic", String(48), null=True),
    kept(TO_ANSWER_EDITS, "level", Integer),
    kept(TO_ANSWER_EDITS, "pathway", String(16), null=True),
    kept(TO_ANSWER_EDITS, "flags", JSON),
    kept(TO_ANSWER_EDITS, "answered_at", Moment),
)

cases = Table(
    "cases",
    metadata,
    kept(WHILE_A_CASE, "id", String(22), key=True),
    kept(WHILE_A_CASE, "person", BigInteger),
    kept(WHILE_A_CASE, "chat", BigInteger),
    kept(WHILE_A_CASE, "level", Integer),
    kept(WHILE_A_CASE, "pathway", String(16), null=True),
    kept(WHILE_A_CASE, "flags", JSON),
    kept(WHILE_A_CASE, "country", String(2), null=True),
    kept(WHILE_A_CASE, "asked_for", Boolean),
    kept(WHILE_A_CASE, "consent", Integer),
    kept(WHILE_A_CASE, "opened_at", Moment),
    kept(WHILE_A_CASE, "desk", BigInteger, null=True),
    kept(WHILE_A_CASE, "note", BigInteger, null=True),
    kept(WHILE_A_CASE, "thread", BigInteger, null=True),
    kept(WHILE_A_CASE, "copies", JSON),
    kept(WHILE_A_CASE, "group", BigInteger, null=True),
    kept(WHILE_A_CASE, "asked", BigInteger, null=True),
    kept(WHILE_A_CASE, "topic", BigInteger, null=True),
    kept(WHILE_A_CASE, "stage", String(8)),
    kept(WHILE_A_CASE, "version", Integer),
    kept(WHILE_A_CASE, "volunteer", BigInteger, null=True),
    kept(WHILE_A_CASE, "free_since", Moment, null=True),
    kept(WHILE_A_CASE, "reminded", Integer),
    kept(WHILE_A_CASE, "claimed_at", Moment, null=True),
    kept(WHILE_A_CASE, "ended_at", Moment, null=True),
    kept(WHILE_A_CASE, "outcome", String(16), null=True),
    kept(WHILE_A_CASE, "talking", Boolean),
    kept(WHILE_A_CASE, "pictures", Boolean),
)

# `content` is Telegram's JSON, words and all: written down before the update is confirmed, erased once it was handled.
updates = Table(
    "updates",
    metadata,
    kept(AGAINST_REPEATS, "bot", BigInteger, key=True),
    kept(AGAINST_REPEATS, "id", BigInteger, key=True),
    kept(AGAINST_REPEATS, "arrived_at", Moment),
    kept(UNTIL_HANDLED, "lane", BigInteger, null=True),
    kept(UNTIL_HANDLED, "content", JSON(none_as_null=True), null=True),
)

feedback = Table(
    "feedback",
    metadata,
    kept(AS_A_COUNT, "day", String(10), key=True),
    kept(AS_A_COUNT, "topic", String(48), key=True),
    kept(AS_A_COUNT, "helped", Boolean, key=True),
    kept(AS_A_COUNT, "count", Integer),
)

# The queue of the embedded engine. `due` is empty where there is nothing to wait for: no clock can then delay it.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True, info={"kept": UNTIL_DONE}),
    kept(UNTIL_DONE, "name", String(32)),
    kept(UNTIL_DONE, "arguments", JSON),
    kept(UNTIL_DONE, "lane", String(64), null=True),
    kept(UNTIL_DONE, "priority", Integer),
    kept(UNTIL_DONE, "due", Moment, null=True),
    # A number is never given twice: what a job has done is written down under it.
    sqlite_autoincrement=True,
)

job_keys = Table(
    "job_keys",
    metadata,
    kept(AGAINST_REPEATS, "key", String(96), key=True),
    kept(AGAINST_REPEATS, "taken_at", Moment),
)

# What a job needs beyond ids, such as our own answer that an edit will add a line to; and the numbers of pictures that
# wait for their person's word.
parcels = Table(
    "parcels",
    metadata,
    kept(UNTIL_TAKEN_UP, "id", String(48), key=True),
    kept(UNTIL_TAKEN_UP, "person", BigInteger),
    kept(UNTIL_TAKEN_UP, "content", JSON),
    kept(UNTIL_TAKEN_UP, "kept_at", Moment),
)

# Which calls to Telegram a job has made, and the number of the message that came of each: no words.
calls = Table(
    "calls",
    metadata,
    kept(WHILE_REPEATABLE, "job", String(48), key=True),
    kept(WHILE_REPEATABLE, "name", String(96), key=True),
    kept(WHILE_REPEATABLE, "chat", BigInteger),
    kept(WHILE_REPEATABLE, "result", JSON),
    kept(WHILE_REPEATABLE, "made_at", Moment),
)

quarantine = Table(
    "quarantine",
    metadata,
    kept(AS_A_FAULT, "id", String(48), key=True),
    kept(AS_A_FAULT, "error", String(64)),
    kept(AS_A_FAULT, "place", String(128), null=True),
    kept(AS_A_FAULT, "set_aside_at", Moment),
)

# When the next message may go, for several workers: seconds since 1970, by what is limited. Used on PostgreSQL only.
pace = Table(
    "pace",
    metadata,
    kept(AGAINST_FLOODS, "limited", String(32), key=True),
    kept(AGAINST_FLOODS, "free_at", Double),
)

Index("answers_of", answers.c.person)
Index("answers_by_age", answers.c.answered_at)
Index("cases_of", cases.c.person)
Index("cases_at", cases.c.desk, cases.c.note)
Index("updates_by_age", updates.c.arrived_at)
Index("jobs_by_time", jobs.c.due)
Index("job_keys_by_age", job_keys.c.taken_at)
Index("calls_by_age", calls.c.made_at)
