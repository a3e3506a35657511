"""Serve on with the knowledge as it now stands: checked first, taken over between two messages."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from bot import Assistant
from bot.cli.settled import settle
from bot.knowledge.faults import KnowledgeError
from bot.storage.database import StorageError
from bot.telegram.service import Ending
from bot.telegram.stopping import stopped_within

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.cli.signals import Asked

    # Serves with an assistant until the event is set.
    Serve = Callable[[Assistant, asyncio.Event], Awaitable[Ending]]

log = structlog.get_logger(__name__)

PAUSE = 5.0  # seconds before the next try, where the world outside failed just when the knowledge was taken over


async def serve_on(serve: Serve, assistant: Assistant, folder: Path | None, asked: Asked) -> Ending:
    """Serve until asked to end, each turn with the latest knowledge of `folder`. Conversations live in the database.

    Raises what `serve` raises in its first turn; later it is tried again, for a reload must not end a bot that ran.
    """
    first = True
    while True:
        turn = asyncio.Event()
        following = asyncio.create_task(_following(folder, asked, turn))
        try:
            ending = await _turn(serve, assistant, turn, first=first)
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following
        after = None if following.cancelled() else following.result()
        if asked.end.is_set() or (after is None and ending is not None):
            return ending or Ending.STOPPED
        assistant, first = after or assistant, first and after is None
        if ending is None and await stopped_within(asked.end, PAUSE):
            return Ending.STOPPED


async def _turn(serve: Serve, assistant: Assistant, turn: asyncio.Event, *, first: bool) -> Ending | None:
    """Serve for one turn; None: the database or the network failed at the start of a later one."""
    settle()
    try:
        ending = await serve(assistant, turn)
    except StorageError as error:
        if first:
            raise
        log.error("database not opened, trying again", trouble=error.trouble.value)  # noqa: TRY400 - it says enough
        return None
    return None if ending is Ending.NO_NETWORK and not first else ending


async def _following(folder: Path | None, asked: Asked, turn: asyncio.Event) -> Assistant | None:
    """Wait for a reason to end the turn, and end it. Returns the assistant for the next turn; None: there is none."""
    assistant = None
    while assistant is None and await _reload_is_asked(asked):
        asked.reload.clear()
        assistant = await _read_again(folder)
    turn.set()
    return assistant


async def _read_again(folder: Path | None) -> Assistant | None:
    """Read the knowledge beside the work; None, and a line in the log for each fault, if it cannot be used."""
    try:
        assistant = await asyncio.to_thread(Assistant.prepared, folder)
    except KnowledgeError as error:
        for fault in error.faults:
            log.error("knowledge not taken over", fault=str(fault))  # noqa: TRY400 - the fault says where
        return None
    except Exception as error:  # noqa: BLE001 - whatever it is, the bot goes on with what it has
        log.error("knowledge not taken over", error=type(error).__name__)  # noqa: TRY400 - it may quote the file
        return None
    log.info("knowledge read again", topics=len(assistant.knowledge.topics), flags=len(assistant.knowledge.flags))
    return assistant


async def _reload_is_asked(asked: Asked) -> bool:
    """Wait for one of the two; return whether it is the reload."""
    waits = [asyncio.create_task(event.wait()) for event in (asked.end, asked.reload)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
    return not asked.end.is_set()
