"""All cards of a case, so that each shows how things are; and where in a group it began, to be told there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward. There is no way back."""
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("copies", sa.JSON, nullable=False, server_default="[]"))
        cases.add_column(sa.Column("asked", sa.BigInteger))
        cases.add_column(sa.Column("topic", sa.BigInteger))
