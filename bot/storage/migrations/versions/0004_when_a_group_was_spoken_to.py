"""When the bot last spoke in a group unasked: all processes rest together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward. There is no way back."""
    with op.batch_alter_table("groups") as groups:
        groups.add_column(sa.Column("spoke_at", sa.DateTime(timezone=True)))
