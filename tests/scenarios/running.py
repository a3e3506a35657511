"""A running bot for a story: in the test's own loop, or as the process that a user starts."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from bot.telegram.deployment import Deployment
from bot.telegram.pace import NoPace
from bot.telegram.service import Ending, serve
from tests.standin.patience import PATIENCE, comes_true

if TYPE_CHECKING:
    from bot import Assistant
    from tests.standin import Group, Person, Server, Town

PROJECT = Path(__file__).parents[2]


class Running:
    """The bot on the stand-in's Bot API, with a desk of one volunteer unless told otherwise."""

    def __init__(self, server: Server, town: Town, assistant: Assistant, database: Path) -> None:
        self.assistant = assistant
        self.database = database
        self.volunteer: Person = town.person("Vera", started=True)
        self.desk: Group = town.group("Desk", [self.volunteer])
        self.deployment = Deployment(
            token=server.token,
            api_url=server.url,
            database=f"sqlite:///{database}",
            desk=self.desk.id,
            retention=timedelta(days=30),
            pace=NoPace(),
        )
        self._server = server
        self._stop = asyncio.Event()
        self._task: asyncio.Task[Ending] | None = None

    async def start(self, **changes: Any) -> Self:  # noqa: ANN401 - fields of Deployment
        """Start it, with another deployment perhaps (`desk=None`), and wait until it listens or has its webhook."""
        self._stop = asyncio.Event()
        deployment = replace(self.deployment, **changes)
        self._task = asyncio.create_task(serve(deployment, self.assistant, self._stop))
        first = "setWebhook" if deployment.webhook else "getUpdates"
        await self._server.called(first, times=len(self._server.calls.of(first)) + 1)
        await self._server.settled(quiet=0.05)
        return self

    async def stop(self) -> Ending:
        """Stop it as SIGTERM does; gives how it ended."""
        assert self._task is not None, "it was never started"
        self._stop.set()
        ending = await self._task
        self._task = None
        return ending

    async def dies(self) -> None:
        """End it where it stands: nothing is finished, nothing handed back."""
        assert self._task is not None, "it was never started"
        task, self._task = self._task, None
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def ended(self) -> Ending:
        """Wait until it ends by itself; gives how."""
        assert self._task is not None, "it was never started"
        task, self._task = self._task, None
        return await task

    async def restart(self, **changes: Any) -> None:  # noqa: ANN401 - as for `start`
        """Stop and start, on the same database."""
        await self.stop()
        await self.start(**changes)

    async def close(self) -> None:
        """Stop it if it runs."""
        if self._task is not None:
            await self.stop()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Look into the database, past the bot."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(query).fetchall()

    async def erases(self, planted: bytes, within: float = PATIENCE) -> bool:
        """Wait until something can be read nowhere in the database's files; say whether it came to that."""
        return await comes_true(lambda: planted not in self.kept_bytes(), within)

    def kept_bytes(self) -> bytes:
        """Read everything that the database has on disk, its log too."""
        return b"".join(path.read_bytes() for path in self.database.parent.glob(f"{self.database.name}*"))


@dataclass
class Process:
    """`python -m bot run`, as a user starts it. What it writes goes to files, read by `said`."""

    folder: Path
    settings: dict[str, str]
    arguments: tuple[str, ...] = ("run",)
    # Whether coverage counts its lines: that takes twice the time, and of what is killed nothing is counted.
    counted: bool = False
    process: asyncio.subprocess.Process | None = field(default=None, init=False)

    async def start(self, **settings: str) -> Self:
        """Start it, with further settings."""
        names = ("PATH", "SYSTEMROOT", "KNOWLEDGE_DIR", "XDG_CACHE_HOME")
        inherited = {name: os.environ[name] for name in names if name in os.environ}
        coverage = {name: value for name, value in os.environ.items() if self.counted and name.startswith("COV")}
        home = {"HOME": str(self.folder), "PYTHONPATH": str(PROJECT)}
        with (self.folder / "said.txt").open("ab") as said:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                *self.arguments,
                cwd=self.folder,
                env=inherited | coverage | home | self.settings | settings,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        return self

    async def ends(self, within: float = PATIENCE) -> int:
        """Wait for its end; gives the exit code."""
        assert self.process is not None, "it was never started"
        return await asyncio.wait_for(self.process.wait(), within)

    async def terminate(self, within: float = 10) -> int:
        """Send SIGTERM; gives the exit code. Raises TimeoutError if it takes longer than the 10 s promised."""
        assert self.process is not None, "it was never started"
        self.process.terminate()
        return await self.ends(within)

    async def kill(self) -> None:
        """Send SIGKILL, as the power cut does."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    @property
    def said(self) -> str:
        """All that it has written so far, on both streams."""
        return (self.folder / "said.txt").read_text(encoding="utf-8")
