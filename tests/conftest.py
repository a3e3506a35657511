"""Fixtures that every room's tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.postgres import outage, postgres, postgres_running, postgres_server
from tests.reading.shipped import shipped_assistant

if TYPE_CHECKING:
    from pathlib import Path

    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge

# Rooms whose tests play people against a running process, in real time: on a busy machine one may look too early.
PLAYED = ("tests/scenarios/", "tests/ops/", "tests/jobs/", "tests/standin_checks/")

__all__ = ["outage", "postgres", "postgres_running", "postgres_server"]


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
