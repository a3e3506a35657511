"""Groups and their choices, ways to a private chat, relayed messages, counts; the life of a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward. There is no way back."""
    _groups()
    _relayed()
    op.create_table(
        "tallies",
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("what", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
    _cases()


def _groups() -> None:
    op.create_table(
        "groups",
        sa.Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("choices", sa.JSON, nullable=False),
        sa.Column("whispers", sa.Boolean),
        sa.Column("trial_until", TIME),
        sa.Column("left_at", TIME),
    )
    op.create_table(
        "handoffs",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("thread", sa.BigInteger),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("gist", sa.JSON(none_as_null=True)),
        sa.Column("expires_at", TIME, nullable=False),
    )
    op.create_index("handoffs_of", "handoffs", ["person"])


def _relayed() -> None:
    op.create_table(
        "relayed",
        sa.Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("to_chat", sa.BigInteger, nullable=False),
        sa.Column("to_message", sa.BigInteger, nullable=False),
        sa.Column("case_id", sa.String(22), nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_index("relayed_copies", "relayed", ["to_chat", "to_message"])
    op.create_index("relayed_of", "relayed", ["person"])


def _cases() -> None:
    # A case of before this step has no card that could be claimed: it is over.
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("group", sa.BigInteger))
        cases.add_column(sa.Column("thread", sa.BigInteger))
        cases.add_column(sa.Column("stage", sa.String(8), nullable=False, server_default="resolved"))
        cases.add_column(sa.Column("version", sa.Integer, nullable=False, server_default="0"))
        cases.add_column(sa.Column("volunteer", sa.BigInteger))
        cases.add_column(sa.Column("free_since", TIME))
        cases.add_column(sa.Column("reminded", sa.Integer, nullable=False, server_default="0"))
        cases.add_column(sa.Column("claimed_at", TIME))
        cases.add_column(sa.Column("ended_at", TIME))
        cases.add_column(sa.Column("outcome", sa.String(16)))
        cases.add_column(sa.Column("talking", sa.Boolean, nullable=False, server_default=sa.false()))
        cases.add_column(sa.Column("pictures", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("cases_at", "cases", ["desk", "note"])
