"""Every engine on a real database, and somebody who notes what it does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.jobs.engines import engine_for
from bot.jobs.jobs import Job, doing
from bot.storage.database import Database
from tests.standin.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.jobs.jobs import Arguments, Jobs


@dataclass
class Bench:
    """A database, a worker on it, and what its performers have noted."""

    database: Database
    engine: Jobs
    done: list[Any] = field(default_factory=list)
    began: list[Any] = field(default_factory=list)
    identities: list[str | None] = field(default_factory=list)
    lost: list[tuple[str, Arguments, str]] = field(default_factory=list)
    fails: dict[Any, list[Exception]] = field(default_factory=dict)
    holds: dict[Any, asyncio.Event] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    worker: asyncio.Task[None] | None = None

    async def defer(self, *jobs: Job) -> list[bool]:
        """Put jobs down in one transaction."""
        async with self.database.engine.begin() as connection:
            return [await self.engine.defer(connection, job) for job in jobs]

    def work(self) -> None:
        """Let the worker begin."""
        self.worker = asyncio.create_task(self.engine.work({"note": self._note}, self._given_up))

    async def _note(self, arguments: Arguments) -> None:
        which = arguments["n"]
        self.began.append(which)
        one = doing.get()
        self.identities.append(one.identity if one else None)
        self._ring()
        if which in self.holds:
            await self.holds[which].wait()
        if self.fails.get(which):
            raise self.fails[which].pop(0)
        self.done.append(which)
        self._ring()

    async def _given_up(self, name: str, arguments: Arguments, error: Exception) -> None:
        self.lost.append((name, arguments, type(error).__name__))
        self._ring()

    def _ring(self) -> None:
        self.changed.set()

    async def until(self, what: list[Any], number: int, within: float = PATIENCE) -> list[Any]:
        """Wait until a list is so long."""
        async with asyncio.timeout(within):
            while len(what) < number:
                self.changed.clear()
                await self.changed.wait()
        return what

    async def kill(self) -> None:
        """End the worker where it stands, as a power cut does."""
        assert self.worker is not None, "it was never started"
        self.worker.cancel()
        await asyncio.gather(self.worker, return_exceptions=True)


def note(which: int, **more: Any) -> Job:  # noqa: ANN401 - fields of Job
    """Make a job that is noted when it is done."""
    return Job("note", {"n": which} | more.pop("arguments", {}), **more)


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> str:
    """Where an empty database is, of each kind that an engine needs."""
    return str(request.getfixturevalue(f"{request.param}_address"))


async def engine_on(database: Database) -> Jobs:
    """Return the engine that fits a database."""
    return await engine_for(database.engine)


@pytest_asyncio.fixture
async def bench(address: str) -> AsyncIterator[Bench]:
    """An engine that does not work yet."""
    async for made in _bench(address):
        yield made


@pytest_asyncio.fixture
async def small_bench(sqlite_address: str) -> AsyncIterator[Bench]:
    """The embedded engine that does not work yet."""
    async for made in _bench(sqlite_address):
        yield made


@pytest_asyncio.fixture
async def large_bench(postgres_address: str) -> AsyncIterator[Bench]:
    """The engine for several processes that does not work yet."""
    async for made in _bench(postgres_address):
        yield made


async def _bench(address: str) -> AsyncIterator[Bench]:
    database = await Database.open(address)
    made = Bench(database, await engine_on(database))
    yield made
    await made.engine.stop(1)
    if made.worker is not None:
        await asyncio.gather(made.worker, return_exceptions=True)
    await database.close()
