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
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.storage.prepared import Prepared, is_often

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
        except (OperationalError, sqlite3.OperationalError) as error:
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


def _is_busy(error: OperationalError | sqlite3.OperationalError) -> bool:
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
    return code & 0xFF in BUSY_CODES


class LoopConnection:
    """A connection whose methods can be awaited, and seldom have to wait."""

    def __init__(self, connection: Connection, prepared: Prepared) -> None:
        self.sync_connection = connection
        self.dialect = connection.dialect
        self._driver: sqlite3.Connection = cast("sqlite3.Connection", connection.connection.driver_connection)
        self._prepared = prepared

    async def execute(self, statement: Any, parameters: Any = None) -> Any:  # noqa: ANN401 - handed on
        """Do a statement; returns a CursorResult, or what is like one."""
        if parameters is not None and is_often(statement):
            return await self._often(statement, parameters)
        return await patiently(lambda: self.sync_connection.execute(statement, parameters))

    async def scalar(self, statement: Any, parameters: Any = None) -> Any:  # noqa: ANN401 - handed on
        """Return the first column of the first row."""
        return (await self.execute(statement, parameters)).scalar()

    async def scalars(self, statement: Any, parameters: Any = None) -> ScalarResult[Any]:  # noqa: ANN401 - handed on
        """Return the first column."""
        found: ScalarResult[Any] = (await self.execute(statement, parameters)).scalars()
        return found

    async def exec_driver_sql(self, statement: str) -> CursorResult[Any]:
        """Do a statement as written."""
        if not statement.startswith(TO_THE_DISK):
            return await patiently(lambda: self.sync_connection.exec_driver_sql(statement))
        return await in_thread(lambda: self._to_the_end(statement))

    async def run_sync(self, deed: Callable[..., T], *arguments: Any) -> T:  # noqa: ANN401 - handed on
        """Hand the connection to something that awaits nothing."""
        return deed(self.sync_connection, *arguments)

    async def commit(self) -> None:
        """Commit what was begun."""
        try:
            # The driver first: SQLAlchemy gives a transaction up whose commit has failed once.
            await patiently(self._driver.commit)
        except sqlite3.Error as error:
            # Where the disk is full, SQLite has undone it all by now: a second try would find nothing, and succeed.
            raise DBAPIError(None, None, error, hide_parameters=True) from error
        if not self.sync_connection.in_transaction():
            self.sync_connection.begin()  # whoever listens for commits hears of those that had no need of it, too
        self.sync_connection.commit()

    async def rollback(self) -> None:
        """Undo what was begun."""
        self.sync_connection.rollback()
        self._driver.rollback()

    async def _often(self, statement: Any, parameters: Any) -> Any:  # noqa: ANN401 - handed on
        do = self._prepared.of(statement, parameters)
        try:
            return await patiently(lambda: do(self._driver, parameters))
        except sqlite3.Error as error:
            raise DBAPIError(None, None, error, hide_parameters=True) from error

    def _to_the_end(self, statement: str) -> CursorResult[Any]:
        # A statement is over once its last row was read; before that, nothing can be committed on this connection.
        result = self.sync_connection.exec_driver_sql(statement)
        result.close()
        return result


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
        self._prepared = Prepared(self.dialect)
        self._connection: Connection | None = None
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[LoopConnection]:
        """Lend the connection; what was not committed is undone."""
        async with self._turn:
            if self._connection is None or self._connection.closed or self._connection.invalidated:
                self._connection = self.sync_engine.connect()
            connection = LoopConnection(self._connection, self._prepared)
            try:
                yield connection
            finally:
                await connection.rollback()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[LoopConnection]:
        """Open a transaction: committed at the end, rolled back if something is raised."""
        async with self.connect() as connection:
            yield connection
            await connection.commit()

    async def dispose(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.sync_engine.dispose()
