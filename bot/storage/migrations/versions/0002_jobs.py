"""Jobs and what belongs to them: keys, parcels, the journal of calls, quarantine, pace."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward. There is no way back."""
    _jobs()
    _calls()
    op.create_table(
        "quarantine",
        sa.Column("id", sa.String(48), primary_key=True),
        sa.Column("error", sa.String(64), nullable=False),
        sa.Column("place", sa.String(128)),
        sa.Column("set_aside_at", TIME, nullable=False),
    )
    op.create_table(
        "pace",
        sa.Column("limited", sa.String(32), primary_key=True),
        sa.Column("free_at", sa.Double, nullable=False),
    )


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("arguments", sa.JSON, nullable=False),
        sa.Column("lane", sa.String(64)),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("due", TIME),
        sqlite_autoincrement=True,
    )
    op.create_index("jobs_by_time", "jobs", ["due"])
    op.create_table(
        "job_keys",
        sa.Column("key", sa.String(96), primary_key=True),
        sa.Column("taken_at", TIME, nullable=False),
    )
    op.create_index("job_keys_by_age", "job_keys", ["taken_at"])
    op.create_table(
        "parcels",
        sa.Column("id", sa.String(48), primary_key=True),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("kept_at", TIME, nullable=False),
    )


def _calls() -> None:
    op.create_table(
        "calls",
        sa.Column("job", sa.String(48), primary_key=True),
        sa.Column("name", sa.String(96), primary_key=True),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("result", sa.JSON, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
    )
    op.create_index("calls_by_age", "calls", ["made_at"])
