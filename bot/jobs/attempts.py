"""Try a job three times, in its place, so that nothing in its lane overtakes it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.jobs.jobs import NotNow, doing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.jobs.jobs import Arguments, GivenUp, Performer, Try

log = structlog.get_logger(__name__)

# Seconds before the second and the third try. Short: the person waits, and so does what they write next.
PAUSES = (0.25, 1.0)
FIRST_REST, LONGEST_REST = 0.5, 30.0  # seconds between tries while the world is out of order, doubling


class Attempts:
    """Does one job after the other for an engine: each until it is done, or has failed for good."""

    def __init__(self, performers: Mapping[str, Performer], given_up: GivenUp) -> None:
        self.performers = performers
        self.given_up = given_up

    async def make(self, one: Try, name: str, arguments: Arguments) -> None:
        """Do a job. Raises nothing but a cancellation: a job that fails for good is told of, and over."""
        for pause in (*PAUSES, None):
            error = await self._try(one, name, arguments)
            if error is None:
                return
            log.warning("job failed", job=name, error=type(error).__name__, again_in=pause)
            if pause is None:
                await self._give_up(name, arguments, error)
            else:
                await asyncio.sleep(pause)

    async def _try(self, one: Try, name: str, arguments: Arguments) -> Exception | None:
        rest = FIRST_REST
        while True:
            one.notes.clear()
            doing.set(one)
            try:
                await self.performers[name](arguments)
            except NotNow:
                log.warning("job must wait", job=name, seconds=rest)
                await asyncio.sleep(rest)
                rest = min(rest * 2, LONGEST_REST)
            except Exception as error:  # noqa: BLE001 - whatever a job raises, it costs only itself
                return error
            else:
                return None

    async def _give_up(self, name: str, arguments: Arguments, error: Exception) -> None:
        try:
            await self.given_up(name, arguments, error)
        except Exception as second:  # noqa: BLE001 - the worker's loop: it must go on
            log.error("job lost without a record", job=name, error=type(second).__name__)  # noqa: TRY400 - may quote words
