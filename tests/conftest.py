"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

import pytest

from bot.cli.opening import opened
from tests.postgres import outage, postgres, postgres_running, postgres_server
from tests.reading.shipped import shipped_assistant

if TYPE_CHECKING:
    from pathlib import Path

    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge

# Rooms whose tests play people against a running process, in real time: on a busy machine one may look too early.
PLAYED = ("tests/scenarios/", "tests/ops/", "tests/jobs/", "tests/standin_checks/")

__all__ = ["outage", "postgres", "postgres_running", "postgres_server"]


def pytest_configure(config: pytest.Config) -> None:
    """Let all that runs the program share what it keeps of the knowledge, away from whoever runs the tests.

    Where several processes test, it is made before they begin: each of them and all that they start would make it.
    """
    if hasattr(config, "workerinput"):  # one of several: it has inherited the folder
        return
    cache = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    config.add_cleanup(cache.cleanup)
    os.environ["XDG_CACHE_HOME"] = cache.name
    # What tests learn from is small: more threads would only wait for each other, and use up the processors meanwhile.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if config.getoption("numprocesses", None):
        opened(None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give what is played in real time a second and a third try; what fails thrice is broken."""
    for item in items:
        if item.nodeid.startswith(PLAYED):
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=1))


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    """Where a database in a file would be, as `Settings.database` has it."""
    return f"sqlite:///{tmp_path / 'some folder' / 'bot.sqlite3'}"


@pytest.fixture
def postgres_address(postgres: str) -> str:
    """Where an empty database of PostgreSQL is, as `Settings.database` has it."""
    return postgres.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """The assistant with the knowledge that ships, loaded once."""
    return shipped_assistant()


@pytest.fixture(scope="session")
def knowledge(assistant: Assistant) -> Knowledge:
    """The knowledge that ships."""
    return assistant.knowledge
