"""People, conversations, answers, cases, updates, feedback: what one private chat needs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward. There is no way back."""
    op.create_table(
        "people",
        sa.Column("person", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("country", sa.String(2)),
        sa.Column("seen_at", TIME, nullable=False),
    )
    op.create_table(
        "conversations",
        sa.Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("person", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("topic", sa.String(48)),
        sa.Column("offered", sa.JSON, nullable=False),
        sa.Column("said_at", TIME, nullable=False),
    )
    _answers()
    _cases()
    _updates()
    op.create_table(
        "feedback",
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("topic", sa.String(48), primary_key=True),
        sa.Column("helped", sa.Boolean, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("asked", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("answer", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("topic", sa.String(48)),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("pathway", sa.String(16)),
        sa.Column("flags", sa.JSON, nullable=False),
        sa.Column("answered_at", TIME, nullable=False),
    )
    op.create_index("answers_of", "answers", ["person"])
    op.create_index("answers_by_age", "answers", ["answered_at"])


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("pathway", sa.String(16)),
        sa.Column("flags", sa.JSON, nullable=False),
        sa.Column("country", sa.String(2)),
        sa.Column("asked_for", sa.Boolean, nullable=False),
        sa.Column("consent", sa.Integer, nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("desk", sa.BigInteger),
        sa.Column("note", sa.BigInteger),
    )
    op.create_index("cases_of", "cases", ["person"])


def _updates() -> None:
    op.create_table(
        "updates",
        sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("arrived_at", TIME, nullable=False),
        sa.Column("lane", sa.BigInteger),
        sa.Column("content", sa.JSON(none_as_null=True)),
    )
    op.create_index("updates_by_age", "updates", ["arrived_at"])
