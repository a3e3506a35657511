"""Delivery by webhook: each update is posted, signed with the secret, and sent again until it is taken with 2xx."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import ClientError, ClientSession, ClientTimeout

if TYPE_CHECKING:
    from tests.standin.clock import Bell
    from tests.standin.feed import Feed, Waiting

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
PATIENCE = 60.0  # seconds until an unanswered post counts as failed


class Webhook:
    """The sending end. `route` (scheme, host, port) stands in for the public address, which tests cannot reach.

    `retry_after` is the pause, in seconds, before a post that failed is tried again.
    """

    def __init__(self, feed: Feed, changed: Bell) -> None:
        self.secret = ""
        self.connections = 40
        self.last_error: str | None = None
        self.route: str | None = None
        self.retry_after = 0.1
        self.in_flight = 0
        self._feed = feed
        self._changed = changed

    @property
    def address(self) -> str:
        """Where updates are posted to, after `route`."""
        url = self._feed.webhook_url
        if self.route is None:
            return url
        _, _, rest = url.partition("://")
        _, slash, path = rest.partition("/")
        return self.route.rstrip("/") + slash + path

    async def deliver(self) -> None:
        """Deliver for ever; cancelled when the server stops."""
        async with ClientSession(timeout=ClientTimeout(PATIENCE)) as session, asyncio.TaskGroup() as posts:
            while True:
                for entry in self._due():
                    entry.in_flight = True
                    self.in_flight += 1
                    posts.create_task(self._post(session, entry))
                await self._changed.wait(self.retry_after)

    def _due(self) -> list[Waiting]:
        if not self._feed.webhook_url:
            return []
        free = max(self.connections - self.in_flight, 0)
        return [entry for entry in self._feed.waiting if not entry.in_flight][:free]

    async def _post(self, session: ClientSession, entry: Waiting) -> None:
        entry.attempts += 1
        try:
            taken = await self._taken(session, entry)
        finally:
            self.in_flight -= 1
        if taken:
            self._feed.done(entry)
            return
        await asyncio.sleep(self.retry_after)
        entry.in_flight = False
        self._changed.ring()

    async def _taken(self, session: ClientSession, entry: Waiting) -> bool:
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            async with session.post(self.address, json=entry.update, headers=headers) as answer:
                if answer.ok:
                    return True
                self.last_error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (ClientError, TimeoutError, OSError) as error:
            self.last_error = f"Connection failed: {type(error).__name__}"
        return False
