"""SQLite in the event loop's own thread, behind the interface of SQLAlchemy's asynchronous engine.

A statement on a local file takes some 20 microseconds; handing it to a thread and back takes 20 times that, and a
message needs several dozen hand-overs. What can take long does not hold up the loop: a lock that another process has is
waited for here, and the wipe of the log, which waits for the disk, goes to a thread.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy import URL, Connection, CursorResult, ScalarResult

T = TypeVar("T")

BUSY, BUSY_CODES = 2.0, frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})  # seconds for a lock of another process
FIRST_NAP, LONGEST_NAP = 0.001, 0.05  # seconds between two tries, doubling
TO_THE_DISK = "PRAGMA wal_checkpoint"


async def patiently(deed: Callable[[], T]) -> T:
    """Do something on the database; while another process has it locked, try again, for BUSY seconds at most."""
    deadline, nap = time.monotonic() + BUSY, FIRST_NAP
    while True:
        try:
            return deed()
        except OperationalError as error:
            if not _is_busy(error) or time.monotonic() > deadline:
                raise
        await asyncio.sleep(nap)
        nap = min(nap * 2, LONGEST_NAP)


async def in_thread(deed: Callable[[], T]) -> T:
    """Do something in a thread. Cancelled, it still waits for the end: a connection in use must not change hands."""
    doing = asyncio.get_running_loop().run_in_executor(None, deed)
    try:
        return await asyncio.shield(doing)
    finally:
        while not doing.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([doing])


def _is_busy(error: OperationalError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF in BUSY_CODES


class LoopConnection:
    """A connection whose methods can be awaited, and seldom have to wait."""

    def __init__(self, connection: Connection) -> None:
        self.sync_connection = connection
        self.dialect = connection.dialect

    async def execute(self, statement: Any, parameters: Any = None) -> CursorResult[Any]:  # noqa: ANN401 - handed on
        """Do a statement."""
        return await patiently(lambda: self.sync_connection.execute(statement, parameters))

    async def scalar(self, statement: Any, parameters: Any = None) -> Any:  # noqa: ANN401 - handed on
        """Return the first column of the first row."""
        return (await self.execute(statement, parameters)).scalar()

    async def scalars(self, statement: Any, parameters: Any = None) -> ScalarResult[Any]:  # noqa: ANN401 - handed on
        """Return the first column."""
        return (await self.execute(statement, parameters)).scalars()

    async def exec_driver_sql(self, statement: str) -> CursorResult[Any]:
        """Do a statement as written."""
        if statement.startswith(TO_THE_DISK):
            return await in_thread(lambda: self.sync_connection.exec_driver_sql(statement))
        return await patiently(lambda: self.sync_connection.exec_driver_sql(statement))

    async def run_sync(self, deed: Callable[..., T], *arguments: Any) -> T:  # noqa: ANN401 - handed on
        """Hand the connection to something that awaits nothing."""
        return deed(self.sync_connection, *arguments)

    async def commit(self) -> None:
        """Commit what was begun."""
        await patiently(self.sync_connection.commit)

    async def rollback(self) -> None:
        """Undo what was begun."""
        self.sync_connection.rollback()


class LoopEngine:
    """One connection, used by one transaction at a time, in the order in which they ask for it."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.sync_engine = create_engine(
            url.set(drivername="sqlite+pysqlite"),
            hide_parameters=True,
            pool_size=1,
            max_overflow=0,
            connect_args={"timeout": 0.0, "check_same_thread": False},
        )
        self.dialect = self.sync_engine.dialect
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[LoopConnection]:
        """Lend the connection; what was not committed is undone."""
        async with self._turn:
            with self.sync_engine.connect() as connection:
                yield LoopConnection(connection)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[LoopConnection]:
        """Open a transaction: committed at the end, rolled back if something is raised."""
        async with self.connect() as connection:
            yield connection
            await connection.commit()

    async def dispose(self) -> None:
        """Let go of the file."""
        self.sync_engine.dispose()
