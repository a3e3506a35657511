"""Calls to Telegram, watched from outside: how long they took, how they ended, when one was last answered."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from telegram.request import BaseRequest

if TYPE_CHECKING:
    from bot.telegram.metrics import Metrics

OK = 200
# To read our own text and buttons again, with the message that they answer, takes longer than to send them.
OF_A_MESSAGE = frozenset({"message_id", "date", "chat", "entities", "ephemeral_message_id"})
SERVER_FAULT = 500  # from here on it is not the Bot API that answered, or not in its senses


class Contact:
    """Remembers when Telegram last gave a sensible answer. Seconds of a clock that nobody can set back."""

    def __init__(self) -> None:
        self._at: float | None = None

    def made(self) -> None:
        """Note an answer."""
        self._at = time.monotonic()

    @property
    def ago(self) -> float | None:
        """Return how many seconds ago that was; None: never."""
        return None if self._at is None else time.monotonic() - self._at


class Observed(BaseRequest):
    """Makes the calls of another request object, and takes note."""

    def __init__(self, inner: BaseRequest, metrics: Metrics, contact: Contact) -> None:
        self.inner = inner
        self.metrics = metrics
        self.contact = contact

    @property
    def read_timeout(self) -> float | None:
        """Return the seconds that an answer may take."""
        return self.inner.read_timeout

    async def initialize(self) -> None:
        """Get ready."""
        await self.inner.initialize()

    async def shutdown(self) -> None:
        """Let go of all connections."""
        await self.inner.shutdown()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer. Of a message of ours, only what is used: which it is, where, and the links in it."""
        read = BaseRequest.parse_json_payload(payload)
        result = read.get("result")
        if isinstance(result, dict) and "message_id" in result:
            read["result"] = {name: value for name, value in result.items() if name in OF_A_MESSAGE}
        return read

    async def do_request(self, url: str, *arguments: Any, **named: Any) -> tuple[int, bytes]:  # noqa: ANN401 - handed on
        """Make a call; raises what the inner one raises."""
        started, outcome = time.monotonic(), "network"
        try:
            status, content = await self.inner.do_request(url, *arguments, **named)
            outcome = "ok" if status == OK else str(status)
            if status < SERVER_FAULT:
                self.contact.made()
            return status, content
        finally:
            self.metrics.called(method_of(url), outcome, time.monotonic() - started)


def method_of(url: str) -> str:
    """Return the method that a call's address names: its last part, without what is asked."""
    return url.partition("?")[0].rpartition("/")[2]
