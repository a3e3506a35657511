"""A key is taken once. The same in every database; `storage` has the table and purges it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import DateTime, String, column, table
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

job_keys = table("job_keys", column("key", String), column("taken_at", DateTime(timezone=True)))


async def take_key(connection: AsyncConnection, key: str | None, now: datetime) -> bool:
    """Take a key within the caller's transaction; False if it was taken before. No key is always free."""
    if key is None:
        return True
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    taking = insert(job_keys).values(key=key, taken_at=now).on_conflict_do_nothing().returning(job_keys.c.key)
    return await connection.scalar(taking) is not None
