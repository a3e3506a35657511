"""Nothing of what somebody writes, is called or sends is left behind: in no log, error, figure or table."""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
import sys
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import psycopg
import pytest

from tests.ops.conftest import Port
from tests.ops.planted import Marks, Planted
from tests.scenarios.examples import HEAVY
from tests.scenarios.running import Process
from tests.standin import Server, Town, faults
from tests.standin.patience import comes_true

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.words import InterfaceWords
    from tests.standin import Group, Person


@pytest.fixture
def databases(postgres: str, postgres_running: Any, tmp_path: Path) -> list[Kept]:  # noqa: ANN401 - has no types
    """An empty database of each kind."""
    return [InFile(tmp_path / "bot.sqlite3"), OnPostgres(postgres, postgres_running.log)]


class Kept(Protocol):
    """A database, looked into past the bot."""

    @property
    def address(self) -> str:
        """Where it is, as DATABASE_URL has it."""

    def rows(self) -> dict[str, list[str]]:
        """Return every row of every table, as text."""

    def beside(self) -> str:
        """Return what the database has written beside its tables: deleted rows, its own log."""


@dataclass(frozen=True)
class InFile:
    """An SQLite file."""

    file: Path

    @property
    def address(self) -> str:
        """Where it is, as DATABASE_URL has it."""
        return f"sqlite:///{self.file}"

    def rows(self) -> dict[str, list[str]]:
        """Return every row of every table, as text."""
        with closing(sqlite3.connect(self.file)) as database:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: [str(row) for row in database.execute(f"SELECT * FROM {name}")] for name in names}  # noqa: S608

    def beside(self) -> str:
        """Return the bytes of the file and its log."""
        files = self.file.parent.glob(f"{self.file.name}*")
        return "".join(file.read_bytes().decode("utf-8", "replace") for file in files)


@dataclass(frozen=True)
class OnPostgres:
    """A database of PostgreSQL, and the log of its server."""

    address: str
    log: Path

    def rows(self) -> dict[str, list[str]]:
        """Return every row of every table, as text."""
        with psycopg.connect(self.address) as database:
            wanted = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            names = [name for (name,) in database.execute(wanted)]
            found = {name: database.execute(f"SELECT whole::text FROM {name} whole").fetchall() for name in names}  # type: ignore[arg-type, call-overload, unused-ignore]  # noqa: S608
        return {name: [text for (text,) in rows] for name, rows in found.items()}

    def beside(self) -> str:
        """Return what the server has written down."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch, and no PostgreSQL for tests")
async def test_a_marked_word_in_every_field_of_every_update_is_found_nowhere_once_the_jobs_are_done(
    databases: list[Kept], knowledge: Knowledge, tmp_path: Path
) -> None:
    # Both at once: most of their time they wait for Telegram's limits.
    async with asyncio.TaskGroup() as both:
        for kept in databases:
            (folder := tmp_path / type(kept).__name__).mkdir()
            both.create_task(leaves_nothing_behind(kept, folder, knowledge))


async def leaves_nothing_behind(kept: Kept, folder: Path, knowledge: Knowledge) -> None:
    """Let a process of the bot have all updates, and look wherever something of them could have stayed."""
    async with Server() as server, talkative(kept, folder, server) as process:
        await _has_all_updates(kept, server, process, knowledge)


@asynccontextmanager
async def talkative(kept: Kept, folder: Path, server: Server) -> AsyncIterator[Process]:
    """Set a process up that says all it can, and has a port."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    settings = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.url, "DATABASE_URL": kept.address}
    process = Process(folder, settings | {"LOG_LEVEL": "debug", "LOG_FORMAT": "json", "PORT": str(port)})
    try:
        yield process
    finally:
        await process.kill()


async def _has_all_updates(kept: Kept, server: Server, process: Process, knowledge: Knowledge) -> None:
    town = Town(server)
    planted = Planted(town, group=town.group("Help", bot="administrator"))
    planted.group.chat.title, vera = planted.mark("title of the group"), planted.somebody("volunteer")
    desk = town.group(planted.mark("title of the desk"), [vera])
    refused = faults.refused(400, f"Bad Request: can't parse {planted.mark('refusal')}")
    server.order(refused, method="sendMessage", chat=planted.group)
    server.order(faults.bad_gateway(), method="sendMessage")
    server.order(faults.half_an_answer(), method="getUpdates")
    await process.start(ESCALATION_CHAT_ID=str(desk.id))
    await server.called("getUpdates")

    at_the_desk = Desk(desk, vera, planted.mark, knowledge.words)
    zoe, yan = planted.somebody("Zoe"), planted.somebody("Yan")
    stories = asyncio.gather(at_the_desk.told_all_of(zoe), at_the_desk.talks_to(yan))
    await desk.sees(lambda message: bool(message.buttons))
    for update in planted.updates():
        server.feed.push_raw(update)
    await stories
    await town.settled()
    assert await comes_true(lambda: done(kept))

    port = Port(int(process.settings["PORT"]))
    pages = [(await port.get(path)).raw.decode() for path in ("/metrics", "/readyz", f"/{planted.mark('path')}")]
    handed = await zoe.asks("/mydata")
    await town.settled()
    rows, told = kept.rows(), json.loads(server.world.files[handed.media["document"]["file_id"]])
    await zoe.asks("/forget")
    await town.settled()
    assert await comes_true(lambda: tables_of(zoe, kept.rows()) <= AGAINST_FLOODS)
    assert await process.terminate() == 0

    seen = {"log": process.said, "port": "".join(pages), "database": kept.beside(), "/mydata": json.dumps(told)}
    seen |= {name: "".join(found) for name, found in rows.items()}
    assert {where: found for where, text in seen.items() if (found := planted.mark.found_in(text))} == {}
    assert all(event in process.said for event in ("update handled", "update set aside", "the desk was told"))
    assert tables_of(zoe, rows) <= {name for name, found in told.items() if found} | AGAINST_FLOODS
    assert str(zoe.id) not in process.said


# When a chat may be written to next: its number and a time, for an hour at most.
AGAINST_FLOODS = {"pace"}


@dataclass(frozen=True)
class Desk:
    """A desk with a volunteer, and what people let it know."""

    group: Group
    vera: Person
    mark: Marks
    words: InterfaceWords

    async def told_all_of(self, zoe: Person) -> None:
        """Let Zoe be in danger, let somebody write to her, and share what she wrote."""
        await zoe.writes(f"{HEAVY} {self.mark('what Zoe wrote')}")
        told = await zoe.sees(self.words["status.told_alarm"])
        await zoe.presses(self.words["button.contact"], on=told)
        label = self.words["button.share_words"]
        await zoe.presses(label, on=await zoe.sees(lambda message: label in message.labels))
        await zoe.sees(self.words["consent.words"])

    async def talks_to(self, yan: Person) -> None:
        """Let Yan be in danger, and talk to the volunteer."""
        await yan.writes(f"{HEAVY} {self.mark('what Yan wrote')}")
        told = await yan.sees(self.words["status.told_alarm"])
        await yan.presses(self.words["button.contact"], on=told)
        card = await self.group.sees(lambda message: str(yan.user.username) in message.html)
        await self.vera.presses(self.words["desk.claim"], on=card)
        await yan.presses(self.words["button.talk"], on=await yan.sees(self.words["status.seen"]))
        await yan.sees(self.words["relay.open"])
        await yan.writes(word := self.mark("to the volunteer"))
        await self.group.sees(word)
        await self.vera.writes(word := self.mark("from the volunteer"), to=self.group, reply_to=card)
        await yan.sees(word)


def done(kept: Kept) -> bool:
    """Whether nothing waits to be handled: no update has its words any more."""
    return not any("message_id" in row for row in kept.rows()["updates"])


def tables_of(person: Person, rows: dict[str, list[str]]) -> set[str]:
    """Name the tables in which somebody's number stands."""
    names = {name for name, found in rows.items() if any(str(person.id) in row for row in found)}
    return {name.removeprefix("procrastinate_") for name in names}
