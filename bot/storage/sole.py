"""Who is the only one: one process on an SQLite file, one poller on a PostgreSQL database.

Both locks vanish with their owner, however it ends.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.storage.database import StorageError, Trouble, trouble_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOOK_EVERY = 2.0  # seconds between two tries for the lock, and two looks whether it is still ours
POLLER = 0x706F6C6C  # with the bot's number, what pollers of one bot lock


@asynccontextmanager
async def alone_on(address: str) -> AsyncIterator[None]:
    """Be the only process on a database in a file while the block lasts; others need no such thing.

    Raises StorageError (IN_USE) if another process is there.
    """
    path = _file_of(address)
    if path is None:
        yield
        return
    held = _locked(path)
    try:
        yield
    finally:
        held.close()


def _file_of(address: str) -> Path | None:
    with suppress(ArgumentError):
        url = make_url(address)
        if url.drivername.startswith("sqlite") and url.database not in {None, "", ":memory:"}:
            return Path(f"{url.database}.lock")
    return None


def _locked(path: Path) -> IO[bytes]:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = path.open("ab")
    except OSError as error:
        raise StorageError(trouble_of(error)) from None
    try:
        if sys.platform == "win32":
            held.seek(0)
            msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise StorageError(Trouble.IN_USE) from None
    return held


class Turn(Enum):
    """Whose turn it is to poll."""

    OURS = "ours"
    OTHERS = "another process's"
    UNKNOWN = "the database cannot be reached"


class PollersTurn:
    """The right to poll for one bot, among all processes on a database of PostgreSQL."""

    def __init__(self, engine: AsyncEngine, bot: int) -> None:
        self.engine = engine
        self._names = {"poller": POLLER, "bot": bot % (1 << 31)}
        self._connection: AsyncConnection | None = None

    async def take(self) -> Turn:
        """Try to take the turn."""
        connection = self.engine.connect()
        turn = Turn.UNKNOWN
        try:
            await connection.start()
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            wanted = text("SELECT pg_try_advisory_lock(:poller, :bot)")
            if await connection.scalar(wanted, self._names):
                self._connection = connection
                return Turn.OURS
            turn = Turn.OTHERS
        except (SQLAlchemyError, OSError):
            pass
        await _let_go(connection)
        return turn

    async def lost(self) -> None:
        """Return when another process has the turn.

        While the database cannot be reached nobody else can take it: whoever had it last goes on, so that people are
        answered meanwhile.
        """
        while self._connection is None or await self._broken(self._connection):
            await self.close()
            if await self.take() is Turn.OTHERS:
                return
            await asyncio.sleep(LOOK_EVERY)

    @staticmethod
    async def _broken(connection: AsyncConnection) -> bool:
        """Return True when a connection, and with it the turn, is lost."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await connection.execute(text("SELECT 1"))
            except (SQLAlchemyError, OSError):
                return True

    async def close(self) -> None:
        """Let others have their turn."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await _let_go(connection)


async def _let_go(connection: AsyncConnection) -> None:
    # The lock belongs to the session: the connection must not go back to the pool with it.
    with suppress(SQLAlchemyError, OSError):
        await connection.invalidate()
    with suppress(SQLAlchemyError, OSError):
        await connection.close()
