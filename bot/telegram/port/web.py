"""The port that the process listens on: the webhook, and whether all is well. No address is logged."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from starlette.routing import BaseRoute

HEAD_SECONDS = 10.0  # until the head of a request has arrived, on a new connection or an old one
IDLE_SECONDS = 75  # a connection without requests: longer than proxies keep theirs (nginx: 60 s)
STOP_SECONDS = 2  # for requests under way at a stop; the process has 10
CONNECTIONS = 512  # at once; who comes later is told 503. Telegram opens at most 100.
BACKLOG = 256


def listening_socket(port: int) -> socket.socket:
    """Return a socket on all addresses of this machine. Raises OSError if the port is taken or not ours to take."""
    if socket.has_dualstack_ipv6():
        try:
            return socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=BACKLOG)
        except OSError:
            pass  # a machine or container without IPv6: what is wrong with the port itself shows below
    return socket.create_server(("", port), backlog=BACKLOG)


@asynccontextmanager
async def served(routes: Sequence[BaseRoute], listener: socket.socket) -> AsyncIterator[None]:
    """Serve `routes` on `listener` inside the block; at its end, finish what is under way within STOP_SECONDS."""
    server = _Server(_config(Starlette(routes=routes)))
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(server.serve([listener]))
        try:
            yield
        finally:
            server.should_exit = True
            await asyncio.wait([serving])


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=_Patient,
        ws="none",
        lifespan="off",
        log_config=None,
        # Below that it tells of every stranger who knocks: whoever finds the address could fill the log.
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )


class _Server(uvicorn.Server):
    """The library's server, without its signal handlers: the process has its own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class _Patient(H11Protocol):
    """The library's protocol, with a limit on how long the head of a request may take."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as the library has it
        """Start to wait for the first head."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Take what arrived; what is no whole head yet has its time."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._rest()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Go on; what already came of the next head has its time too."""
        super().on_response_complete()
        if self.conn.trailing_data[0]:
            self._watch()

    def _watch(self) -> None:
        if self._busy():
            self._rest()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self._hang_up)

    def _busy(self) -> bool:
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _hang_up(self) -> None:
        self._deadline = None
        if not self._busy():
            self.transport.close()
