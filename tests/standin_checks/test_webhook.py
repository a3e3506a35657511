"""Updates by webhook: signed, sent again until taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest_asyncio
from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telegram import Bot

    from tests.standin import Server, Town


@dataclass
class Receiver:
    """The bot's end: answers with the statuses it is given, then with 200."""

    port: int = 0
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[str, str | None, dict[str, Any]]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        """Note what was posted."""
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.got.append((request.path, secret, await request.json()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/{path:.*}", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.port = runner.addresses[0][1]
    yield receiver
    await runner.cleanup()


async def test_an_update_is_posted_with_the_secret_until_it_is_taken(
    bot: Bot, town: Town, server: Server, receiver: Receiver
) -> None:
    receiver.statuses = [500, 403]
    server.world.webhook.route = f"http://127.0.0.1:{receiver.port}"
    server.world.webhook.retry_after = 0.01
    await bot.set_webhook("https://bot.example.org/hook/1", secret_token="s3cret")

    await town.person("Ann").writes("hello")
    await town.settled()

    assert [(path, secret) for path, secret, _ in receiver.got] == [("/hook/1", "s3cret")] * 3
    assert {update["message"]["text"] for _, _, update in receiver.got} == {"hello"}
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("https://bot.example.org/hook/1", 0)
    assert info.last_error_message == "Wrong response from the webhook: 403 Forbidden"


async def test_after_the_webhook_is_deleted_updates_wait_for_polling(bot: Bot, town: Town, receiver: Receiver) -> None:
    await bot.set_webhook(f"http://127.0.0.1:{receiver.port}/")
    await bot.delete_webhook()

    await town.person("Ann").writes("hello")

    assert len(await bot.get_updates()) == 1
    assert receiver.got == []


async def test_dropping_pending_updates_loses_them(bot: Bot, town: Town) -> None:
    await town.person("Ann").writes("hello")

    await bot.delete_webhook(drop_pending_updates=True)

    assert await bot.get_updates() == ()
