"""SQLite in the loop: one connection, which nobody spoils for the next."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import StorageError, Trouble, trouble_of
from bot.storage.in_loop import in_thread
from bot.storage.standing import standing
from tests.storage.test_store import ANN

if TYPE_CHECKING:
    from datetime import datetime

    from bot.storage.database import Database

WIPE = "PRAGMA wal_checkpoint(TRUNCATE)"


async def test_a_wipe_that_is_still_remembered_holds_up_no_commit(in_a_file: Database, noon: datetime) -> None:
    async with in_a_file.engine.connect() as connection:
        held = await connection.exec_driver_sql(WIPE)

    async with in_a_file.begin() as store:
        await store.met(ANN, noon)

    assert held.closed
    async with in_a_file.begin() as store:
        assert await store.knows(ANN)


async def test_what_was_cancelled_in_a_thread_is_waited_for_before_its_connection_changes_hands() -> None:
    ended: list[bool] = []

    def slow() -> None:
        time.sleep(0.1)
        ended.append(True)

    task = asyncio.create_task(in_thread(slow))
    await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert task.cancelled()
    assert ended == [True]


async def test_what_fails_in_between_leaves_nothing(in_a_file: Database, noon: datetime) -> None:
    with pytest.raises(StorageError):
        await _met(in_a_file, noon, "INSERT INTO nothing_there VALUES (1)")

    async with in_a_file.begin() as store:
        assert not (await standing(store, ANN, ANN, 1, noon)).known


async def test_a_prepared_statement_fails_as_any_other(in_a_file: Database, noon: datetime) -> None:
    async with in_a_file.begin() as store:
        await store.connection.execute(text("DROP TABLE cases"))

        with pytest.raises(SQLAlchemyError) as raised:
            await standing(store, ANN, ANN, 1, noon)

    assert trouble_of(raised.value) is Trouble.OTHER
    assert str(ANN) not in str(raised.value)


async def _met(database: Database, at: datetime, then: str = "SELECT 1") -> None:
    async with database.begin() as store:
        await store.met(ANN, at)
        await store.connection.execute(text(then))


@pytest.mark.skipif(sys.platform == "win32", reason="sets a limit that Windows does not know")
async def test_a_commit_that_fails_for_want_of_room_is_an_error_and_not_forgotten(
    in_a_file: Database, noon: datetime
) -> None:
    import resource  # noqa: PLC0415 - Windows has none

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, limits[1]))
    try:
        with pytest.raises(StorageError):
            await _meet(in_a_file, 1, noon)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    await _meet(in_a_file, 2, noon)

    async with in_a_file.begin() as store:
        assert [await store.knows(person) for person in (1, 2)] == [False, True]


async def _meet(database: Database, person: int, noon: datetime) -> None:
    async with database.begin() as store:
        await store.met(person, noon)
