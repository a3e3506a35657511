"""A bot in a process of its own, killed and started again."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.standin import faults

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.standin import Server, Town

ECHO = """
import os, httpx
api = httpx.Client(base_url=f"{os.environ['TELEGRAM_API_URL']}/bot{os.environ['TELEGRAM_BOT_TOKEN']}/", timeout=60)
offset = 0
while True:
    for update in api.post("getUpdates", json={"offset": offset, "timeout": 30}).json()["result"]:
        api.post("sendMessage", json={"chat_id": update["message"]["chat"]["id"], "text": update["message"]["text"]})
        offset = update["update_id"] + 1
"""


@asynccontextmanager
async def echo(server: Server, folder: Path) -> AsyncIterator[None]:
    script = folder / "echo.py"
    script.write_text(ECHO)
    settings = os.environ | {"TELEGRAM_API_URL": server.url, "TELEGRAM_BOT_TOKEN": server.token}
    process = await asyncio.create_subprocess_exec(sys.executable, script, env=settings)
    try:
        yield
    finally:
        process.kill()
        await process.wait()


async def test_what_was_not_confirmed_before_a_kill_comes_again_after_it(
    town: Town, server: Server, tmp_path: Path
) -> None:
    ann = town.person("Ann")
    server.order(faults.timeout_after_effect(), method="sendMessage")

    async with echo(server, tmp_path):
        await ann.asks("one")
    await ann.writes("two")
    async with echo(server, tmp_path):
        await ann.sees("two")
        await town.settled()

    assert [message.text for message in ann.private.messages] == ["one", "one", "two"]


async def test_a_killed_poller_leaves_no_conflict_behind(town: Town, server: Server, tmp_path: Path) -> None:
    async with echo(server, tmp_path):
        await server.called("getUpdates")

    async with echo(server, tmp_path):
        await town.person("Ann").asks("hello")

    assert {call.status for call in server.calls} <= {200, None}
