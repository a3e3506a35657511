"""Things that tests of operation need: a bot with a webhook, and a way to knock at its port."""

from __future__ import annotations

import asyncio
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.telegram.port.posting import Address
from bot.telegram.port.web import listening_socket
from tests.scenarios.conftest import ann, bot, database_file, empty_database, idle, process, watched
from tests.scenarios.staging import stage
from tests.standin.fixtures import server, town
from tests.standin.patience import PATIENCE

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable, Iterator

    from tests.scenarios.running import Running
    from tests.standin import Server

__all__ = ["ann", "bot", "database_file", "empty_database", "idle", "process", "server", "stage", "town", "watched"]

URL = "https://bot.example.org/hook/a%20b"
PATH = "/hook/a%20b"
SECRET = "s3cret_of-the-webhook"  # noqa: S105 - opens nothing
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True)
class Answer:
    """What came back over a connection before the other side closed it: "" if it was closed without a word."""

    raw: bytes

    @property
    def status(self) -> int | None:
        """The status; None: there was no answer."""
        return int(self.raw.split(b" ", 2)[1]) if self.raw else None

    @property
    def body(self) -> bytes:
        """What stands behind the headers."""
        return self.raw.partition(b"\r\n\r\n")[2]


@dataclass(frozen=True)
class Port:
    """The bot's port, to be written to byte by byte."""

    number: int

    @property
    def url(self) -> str:
        """The address of the port."""
        return f"http://127.0.0.1:{self.number}"

    async def get(self, path: str) -> Answer:
        """Ask for a page."""
        return await self.writes(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    async def post(self, body: bytes = b"", path: str = PATH, method: str = "POST", **headers: str) -> Answer:
        """Post a body with a right secret, unless `headers` say otherwise: an underscore stands for a dash."""
        lines = {HEADER: SECRET, "Content-Length": str(len(body)), "Connection": "close"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
        return await self.writes(f"{method} {path} HTTP/1.1\r\nHost: x\r\n{head}\r\n".encode(), body)

    async def writes(self, *parts: bytes, within: float = PATIENCE) -> Answer:
        """Write bytes, and read until the other side closes, or wait in vain (TimeoutError)."""
        return await self.writes_all(parts, within)

    async def writes_all(self, parts: Iterable[bytes], within: float = PATIENCE) -> Answer:
        """Write bytes as they are made."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.number)
        with closing(writer):
            sending = asyncio.ensure_future(_send(writer, parts))
            try:
                return Answer(await asyncio.wait_for(_all_of(reader), within))
            finally:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)


async def _send(writer: asyncio.StreamWriter, parts: Iterable[bytes]) -> None:
    with suppress(ConnectionError):
        for part in parts:
            writer.write(part)
            await writer.drain()


async def _all_of(reader: asyncio.StreamReader) -> bytes:
    read = b""
    with suppress(ConnectionError):  # it hung up although more was on its way
        while part := await reader.read(65_536):
            read += part
    return read


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A free port of this machine, which the bot is given."""
    with closing(listening_socket(0)) as opened:
        yield opened


@pytest.fixture
def port(listener: socket.socket) -> Port:
    """The same port, for whoever knocks."""
    return Port(listener.getsockname()[1])


@pytest_asyncio.fixture
async def unhooked(idle: Running, server: Server, listener: socket.socket, port: Port) -> Running:
    """A bot that was not started yet, and that Telegram will post to."""
    server.world.webhook.route, server.world.webhook.retry_after = port.url, 0.02
    idle.deployment = replace(idle.deployment, webhook=Address(URL, SECRET), listener=listener)
    return idle


@pytest_asyncio.fixture
async def hooked(unhooked: Running) -> Running:
    """A bot that Telegram posts to."""
    return await unhooked.start()
