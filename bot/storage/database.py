"""Open the database, bring its tables up to date, hand out transactions."""

from __future__ import annotations

import math
import secrets
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.storage.in_loop import LoopEngine
from bot.storage.migrate import migrate
from bot.storage.store import Store
from bot.storage.tables import updates

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Engine
    from sqlalchemy.pool import ConnectionPoolEntry

LOCK = 0x636F6E73  # any number, the same in each process
POOL = 5  # connections to PostgreSQL that stay open, and as many more under load
CONNECT = 3  # seconds to PostgreSQL: a machine that is switched off refuses nothing, and answers nothing
# When a silent machine counts as gone: after 25 s. Parameters of libpq; a socket on this machine needs none of them.
ALIVE = {"keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "25000"}
FRESH, RESTS_SINCE = 1.0, "rests since"  # seconds that a connection may rest without having to prove that it works

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    # Deleted rows are overwritten: without it they stay readable in the file.
    "PRAGMA secure_delete = ON",
)


class Trouble(StrEnum):
    """Why a database cannot be used; each has its line on what to do in words.yaml."""

    FULL = "full"
    LOCKED = "locked"
    READ_ONLY = "read_only"
    NOT_OPENED = "not_opened"
    NO_DATABASE = "no_database"
    NO_ENGINE = "no_engine"
    UNREACHABLE = "unreachable"
    IN_USE = "in_use"
    OTHER = "other"


class StorageError(Exception):
    """The database cannot be used. `trouble` says why, in general terms: no statement, no value of a row."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


SIGNS = {
    "is full": Trouble.FULL,
    "disk full": Trouble.FULL,
    "no space": Trouble.FULL,
    "locked": Trouble.LOCKED,
    "readonly": Trouble.READ_ONLY,
    "read-only": Trouble.READ_ONLY,
    "permission": Trouble.NOT_OPENED,
    "unable to open": Trouble.NOT_OPENED,
    "not a directory": Trouble.NOT_OPENED,
    "is a directory": Trouble.NOT_OPENED,
    "file exists": Trouble.NOT_OPENED,
    "not a database": Trouble.NO_DATABASE,
    "malformed": Trouble.NO_DATABASE,
    # PostgreSQL
    "could not extend": Trouble.FULL,
    "connection refused": Trouble.UNREACHABLE,
    "connection failed": Trouble.UNREACHABLE,
    "connection is bad": Trouble.UNREACHABLE,
    "connection timeout": Trouble.UNREACHABLE,
    "password authentication": Trouble.UNREACHABLE,
    "does not exist": Trouble.UNREACHABLE,
    "server closed": Trouble.UNREACHABLE,
    "terminating connection": Trouble.UNREACHABLE,
    "connection is closed": Trouble.UNREACHABLE,
}


def trouble_of(error: Exception) -> Trouble:
    """Tell from a library's error what is wrong: SQLite has no finer class than OperationalError."""
    # Never the whole text of an OSError: it quotes a path, and a folder may well be named "full".
    said = str(error.strerror if isinstance(error, OSError) else getattr(error, "orig", None) or error).lower()
    return next((trouble for sign, trouble in SIGNS.items() if sign in said), Trouble.OTHER)


class Database:
    """One database for one process. Raises StorageError, whatever goes wrong below."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    @property
    def shared(self) -> bool:
        """Whether several processes can use it at once."""
        return self.engine.dialect.name != "sqlite"

    @classmethod
    async def open(cls, address: str) -> Database:
        """Open `address` (as `Settings.database` spells it), migrate it, and see that it can be written."""
        try:
            database = cls(_engine(address))
        except OSError as error:
            raise StorageError(trouble_of(error)) from None
        try:
            async with database.engine.begin() as connection:
                if database.shared:
                    # Of several that start at once, one makes the tables, and the others find them made.
                    await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                await connection.run_sync(migrate)
            await database._try_writing()
        except (SQLAlchemyError, OSError) as error:
            await database.close()
            raise StorageError(trouble_of(error)) from None
        return database

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Store]:
        """Open a transaction: committed at the end, rolled back if something is raised."""
        try:
            async with self.engine.begin() as connection:
                yield Store(connection)
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(trouble_of(error)) from error

    async def wipe(self) -> None:
        """Take what was erased out of SQLite's write-ahead log too: secure_delete reaches the main file only."""
        if self.shared:
            return
        try:
            async with self.engine.connect() as connection:
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(trouble_of(error)) from error

    async def close(self) -> None:
        """Let go of the file."""
        await self.engine.dispose()

    async def _try_writing(self) -> None:
        # A full disk is better met now than at the first message. Bot 0 is nobody's; others may try at the same time.
        number = secrets.randbits(31)
        probe = {"bot": 0, "id": number, "arrived_at": datetime.now(UTC), "content": {"room": "x" * 8192}}
        async with self.engine.begin() as connection:
            await connection.execute(updates.insert().values(probe))
        async with self.engine.begin() as connection:
            await connection.execute(updates.delete().where(updates.c.bot == 0, updates.c.id == number))


def _engine(address: str) -> AsyncEngine:
    try:
        url = make_url(address)
    except ArgumentError:
        raise StorageError(Trouble.NOT_OPENED) from None
    if url.drivername.startswith("postgresql"):
        return _postgres(url)
    if url.database and url.database != ":memory:":
        _private_file(Path(url.database))
    # One connection: SQLite has one writer, and with one process nobody then waits for a lock inside it.
    engine = LoopEngine(url)
    event.listen(engine.sync_engine, "connect", _set_up)
    return cast("AsyncEngine", engine)


def _postgres(url: URL) -> AsyncEngine:
    try:
        engine = create_async_engine(
            # The queue, which goes by the same address, notices it likewise.
            url.update_query_dict({name: value for name, value in ALIVE.items() if name not in url.query}),
            hide_parameters=True,
            pool_size=POOL,
            max_overflow=POOL,
            connect_args={"connect_timeout": CONNECT} if "connect_timeout" not in url.query else {},
        )
    except ModuleNotFoundError:
        raise StorageError(Trouble.NO_ENGINE) from None
    _see_that_what_rested_works(engine.sync_engine)
    return engine


def _see_that_what_rested_works(engine: Engine) -> None:
    """Let a connection that has rested prove that it still works, or be replaced: a restart cuts all of them.

    One in constant use is not asked each time, as the library would have it: each message needs several.
    """

    def rests(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info[RESTS_SINCE] = time.monotonic()

    def must_work(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401 - DBAPI
        if time.monotonic() - record.info.get(RESTS_SINCE, math.inf) < FRESH:
            return
        try:
            engine.dialect.do_ping(connection)
        except Exception as error:
            raise DisconnectionError from error

    event.listen(engine, "checkin", rests)
    event.listen(engine, "checkout", must_work)


def _private_file(path: Path) -> None:
    """Make the file before SQLite does, for the owner's eyes only: what it holds is about people's health."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection has no type
    cursor = connection.cursor()
    try:
        for pragma in PRAGMAS:
            cursor.execute(pragma)
    except Exception:
        # The pool does not know this connection yet: nobody else would end its thread.
        connection.close()
        raise
    cursor.close()
