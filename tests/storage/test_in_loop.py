"""SQLite in the loop's own thread: what goes to another thread is not torn from its connection."""

from __future__ import annotations

import asyncio
import time

from bot.storage.in_loop import in_thread


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
