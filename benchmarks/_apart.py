"""Our bot in a process of its own, as it runs everywhere: what it takes is then its own, and not the stand-in's.

`python -m benchmarks._apart ADDRESS TOKEN DATABASE CLOCK LIMITS`: CLOCK is a file with the seconds by which its clock
is ahead, LIMITS is "limits" or "none". Ends at SIGTERM.
"""

from __future__ import annotations

import asyncio
import logging
import mmap
import re
import struct
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

import structlog

from bot import Assistant
from bot.cli.settled import settle
from bot.cli.signals import asked_by_signals
from bot.jobs.sqlite import utc_now
from bot.telegram import chores
from bot.telegram.deployment import Deployment
from bot.telegram.pace import NoPace
from bot.telegram.service import serve

if TYPE_CHECKING:
    from tests.standin import Server

SECONDS = struct.Struct("d")
PROJECT = Path(__file__).parents[1]
MIB = 1024  # /proc counts in KiB


class Apart:
    """The process, seen from outside. `async with Apart(server, database):` runs it."""

    def __init__(self, server: Server, database: str, *, limits: bool = False) -> None:
        self._server = server
        self._folder = tempfile.TemporaryDirectory(prefix="apart")
        self._clock = Path(self._folder.name) / "clock"
        self._arguments = (server.url, server.token, database, str(self._clock), "limits" if limits else "none")

    async def __aenter__(self) -> Self:
        """Start it, and wait until it polls."""
        self.set_clock(0)
        polls = len(self._server.calls.of("getUpdates"))
        command = (sys.executable, "-m", "benchmarks._apart", *self._arguments)
        self._process = await asyncio.create_subprocess_exec(*command, cwd=PROJECT)
        await self._server.called("getUpdates", times=polls + 1, within=60)
        return self

    async def __aexit__(self, *_: object) -> None:
        """End it."""
        self._process.terminate()
        await self._process.wait()
        self._folder.cleanup()

    def set_clock(self, ahead: float) -> None:
        """Let its clock be so many seconds ahead."""
        with self._clock.open("r+b" if self._clock.exists() else "w+b") as file:
            file.write(SECONDS.pack(ahead))

    def memory(self, what: str = "VmRSS") -> float:
        """Return the MiB that it has now, or had at most ("VmHWM"); on Linux only."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        found = re.search(rf"{what}:\s+(\d+) kB", status)
        return int(found[1]) / MIB if found else 0.0


def _run(address: str, token: str, database: str, clock: str, limits: str) -> None:
    with Path(clock).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as ahead:

        def now() -> datetime:
            return utc_now() + timedelta(seconds=SECONDS.unpack(ahead[: SECONDS.size])[0])

        pace = None if limits == "limits" else NoPace()
        deployment = Deployment(token, address, database, None, timedelta(days=30), pace=pace, now=now)
        asyncio.run(_serve(deployment, Assistant.load()))


async def _serve(deployment: Deployment, assistant: Assistant) -> None:
    settle()
    await serve(deployment, assistant, asked_by_signals().end)


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    # What is done every hour comes as often as an hour can pass by this clock.
    chores.PURGE_EVERY = timedelta(seconds=0.5)
    _run(*sys.argv[1:6])
