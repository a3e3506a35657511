"""Waiting that a stop cuts short: nobody who presses Ctrl-C waits for Telegram."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """It was time to stop."""


async def unless_stopped(stop: asyncio.Event, work: Coroutine[object, object, T]) -> T:
    """Return what `work` returns. Raises Stopped, and leaves the work undone, when `stop` is set first."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise Stopped
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


async def stopped_within(stop: asyncio.Event, seconds: float) -> bool:
    """Wait for `seconds`, or less if it is time to stop; return whether it is."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True
