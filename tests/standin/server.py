"""The HTTP server on loopback that speaks the Bot API at /bot<token>/<method>, in the event loop of the test."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from tests.standin.endpoint import Endpoint
from tests.standin.faults import Fault, Faults, Order, fitting
from tests.standin.patience import PATIENCE
from tests.standin.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.standin.calls import Call, Calls
    from tests.standin.feed import Feed
    from tests.standin.limits import Limits

TOKEN = "123456789:AAStandInTokenForTestsOnly-0123456789"  # noqa: S105 - opens nothing
BODY_BYTES = 64 * 2**20


class Server:
    """The stand-in. `async with Server() as server:` starts it; `server.url` is the root for TELEGRAM_API_URL."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.url = ""
        self.world = World(token)
        self.faults = Faults()
        self.endpoint = Endpoint(self.world, self.faults)
        self._runner: web.AppRunner | None = None
        self._webhook: asyncio.Task[None] | None = None

    @property
    def calls(self) -> Calls:
        """Every call in order of arrival."""
        return self.endpoint.calls

    @property
    def feed(self) -> Feed:
        """The updates on their way to the bot: hold, release, repeat or poison them."""
        return self.world.feed

    @property
    def limits(self) -> Limits:
        """The limits on how fast the bot may write; `limits.on = True` switches them on."""
        return self.world.limits

    async def __aenter__(self) -> Self:
        """Start listening on a free port of loopback."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop: what still waits for an answer is cut off."""
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Start listening; after `stop`, on the same port, it is as if the network had come back."""
        app = web.Application(client_max_size=BODY_BYTES)
        app.router.add_get("/file/bot{token}/{path:.+}", self.endpoint.file)
        app.router.add_route("*", "/bot{token}/{method}", self.endpoint.handle)
        self.endpoint.stopping.clear()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._webhook = asyncio.create_task(self.world.webhook.deliver())

    async def stop(self) -> None:
        """Stop listening; what people do meanwhile waits in the feed."""
        self.endpoint.stop()
        if self._webhook is not None:
            self._webhook.cancel()
            with suppress(asyncio.CancelledError):
                await self._webhook
        if self._runner is not None:
            await self._runner.cleanup()

    def order(
        self,
        fault: Fault,
        *,
        times: int | None = 1,
        method: str | None = None,
        chat: Any = None,  # noqa: ANN401 - a person, a group, or an id
        when: Callable[[Call], bool] | None = None,
    ) -> Order:
        """Let the next calls that fit go wrong: `times` of them, or all (None) until `order.cancel()` or `heal()`."""
        return self.faults.order(fault, fitting(method, chat, when), times)

    def heal(self) -> None:
        """Forget all orders."""
        self.faults.orders.clear()

    async def called(self, method: str, *, chat: Any = None, times: int = 1, within: float = PATIENCE) -> Calls:  # noqa: ANN401
        """Wait until a method was called `times` times, whatever the answer. Raises AssertionError if it was not."""

        def enough() -> Calls | None:
            calls = self.calls.of(method, chat=chat)
            return calls if len(calls) >= times else None

        found = await self.world.changed.until(enough, within)
        assert found is not None, f"{method} was called {len(self.calls.of(method, chat=chat))} times: {self.calls}"
        return found

    async def settled(self, within: float = PATIENCE, quiet: float = 0.2) -> None:
        """Wait until the bot has taken all updates and then done nothing for `quiet` seconds: the way to await silence.

        Raises AssertionError when that does not happen.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while loop.time() < deadline:
            before = self.endpoint.number
            await asyncio.sleep(quiet)
            if self._idle() and before == self.endpoint.number:
                return
        left = [entry.id for entry in self.world.feed.waiting]
        raise AssertionError(f"the bot did not come to rest within {within} s; updates left: {left}")

    def _idle(self) -> bool:
        feed = self.world.feed
        at_rest = feed.polls_open > 0 or bool(feed.webhook_url)
        return at_rest and not feed.waiting and not self.endpoint.under_way and not self.world.webhook.in_flight
