"""kill -9 while people write, wait and are helped: nobody is lost, all in order and in time, hardly anything twice."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest
import pytest_asyncio

from tests.scenarios.crashing import Crashes
from tests.scenarios.examples import HEAVY, sure_question
from tests.scenarios.running import Process

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot import Assistant
    from bot.knowledge.words import InterfaceWords
    from tests.standin import Message, Server, Town

PEOPLE, KILLS = 30, 2
KILLS_FALL_IN = 0.5  # of the answers: what the dead had begun is taken over after 10 s, for both in one wait
IN_FLIGHT = 3  # calls that are repeated for each kill at most: Telegram offers no key against that
PATIENCE = 300.0  # seconds that an emergency waits at the desk before it is reminded
SOON = 3.0  # seconds from the first kill to the reminder that is due: the process is back by then
# Seconds that a reminder may be late: what a dead worker had begun is taken over after 10, and a busy machine is slow
# to start the next process. A reminder that was lost would come five minutes later at the earliest.
LATE = 60.0
NOTED = 0.5  # seconds from Telegram's answer until it was written down: a kill before then repeats the call


def two_questions(assistant: Assistant) -> list[str]:
    first = sure_question(assistant)
    return [first, sure_question(assistant, other_than=first)]


class Night:
    """A desk at night: Ann waits for somebody, Bob has somebody, and Carl writes while the process is dead.

    `let_pass` lets so many seconds pass in the database: all that was is longer ago, all that is due is due sooner.
    """

    def __init__(self, town: Town, words: InterfaceWords, let_pass: Callable[[float], None]) -> None:
        self.town = town
        self.words = words
        self.let_pass = let_pass
        self.ann, self.bob, self.carl = (town.person(name) for name in ("Ann", "Bob", "Carl"))
        self.vera, self.wim = town.person("Vera", started=True), town.person("Wim", started=True)
        self.desk = town.group("Desk", [self.vera, self.wim])
        self.due_at = 0.0

    async def falls(self) -> None:
        """Let Ann and Bob be in danger, and Vera claim Bob's case."""
        await self.bob.writes(HEAVY)
        await self.bob.sees(self.words["status.told_alarm"])
        self.bobs = self.desk.last
        self.claim = self.bobs.button(self.words["desk.claim"]).data
        await (await self.vera.presses(self.words["desk.claim"], on=self.bobs)).answered()
        self._waits_since = self.town.clock.now()
        await self.ann.writes(HEAVY)
        await self.ann.sees(self.words["status.told_alarm"])

    async def goes_on(self, kill: int) -> None:
        """While the process is dead: Carl writes, and soon Ann has waited for too long."""
        if kill == 0:
            await self.carl.writes(HEAVY)
            waited = self.town.clock.now() - self._waits_since
            self.let_pass(PATIENCE - waited - SOON)
            self.due_at = self.town.clock.now() + SOON

    async def is_reminded(self, kill: int) -> None:
        """Wait for the reminder: what is killed next is the process that has sent it, once it knows that it did."""
        if kill == 0:
            await self.desk.sees(self._reminder)
            await self.ann.sees(self.words["status.waiting"])
            await asyncio.sleep(NOTED)

    @property
    def _reminder(self) -> str:
        return self.words.texts["desk.reminder"].partition("{")[0]

    @property
    def reminders(self) -> list[Message]:
        """All that the desk was reminded of."""
        return [message for message in self.desk.messages if message.text.startswith(self._reminder)]

    async def is_over(self, server: Server) -> None:
        """See that Ann's reminder came once and in time, that Bob is still Vera's, and that Carl was answered once."""
        taken = await (await self.wim.forges(self.claim or "", on=self.bobs)).answered()
        sent = server.calls.of("sendMessage", chat=self.desk)
        reminded_at = [call.at for call in sent if call.params["text"].startswith(self._reminder)]

        assert [self.ann.private.messages[-1].text] == [self.words["status.waiting"]]
        assert len(self.reminders) == 1
        assert self.due_at <= reminded_at[0] <= self.due_at + LATE
        assert taken.text == self.words.get("desk.taken", name="Vera")
        assert [message.text for message in self.bob.private.messages].count(self.words["status.seen"]) == 1
        assert len(self.carl.private.messages) == 1


async def _all_is_well(crashes: Crashes, night: Night, server: Server) -> None:
    """See that all are answered in order, few twice, and that whoever waited at the desk was not forgotten."""
    await crashes.begin()
    await night.falls()

    outcome = await crashes.story(PEOPLE, KILLS)

    assert (outcome.unanswered, outcome.out_of_order) == (0, 0)
    assert outcome.repeated <= IN_FLIGHT * KILLS
    await night.is_over(server)


async def test_a_process_that_is_killed_loses_nothing(
    process: Process, server: Server, town: Town, assistant: Assistant
) -> None:
    night = Night(
        town, assistant.knowledge.words, lambda seconds: _sqlite_ages(process.folder / "bot.sqlite3", seconds)
    )
    process.settings["ESCALATION_CHAT_ID"] = str(night.desk.id)
    crashes = Crashes(
        server, town, [process], two_questions(assistant), KILLS_FALL_IN, night.goes_on, night.is_reminded
    )

    await _all_is_well(crashes, night, server)


def _sqlite_ages(file: Path, seconds: float) -> None:
    earlier = f"strftime('%Y-%m-%d %H:%M:%f', {{}}, '-{seconds} seconds')"
    with closing(sqlite3.connect(file)) as database:
        database.execute(f"UPDATE jobs SET due = {earlier.format('due')} WHERE due IS NOT NULL")  # noqa: S608
        database.execute(f"UPDATE cases SET opened_at = {earlier.format('opened_at')}")  # noqa: S608
        database.commit()


@pytest_asyncio.fixture
async def workers(postgres: str, server: Server, tmp_path: Path) -> AsyncIterator[list[Process]]:
    """Two processes on one database, not started yet; none is left, however the story ends."""
    settings = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.url, "DATABASE_URL": postgres}
    processes = [Process(_folder(tmp_path, name), settings, (name,)) for name in ("run", "worker")]
    yield processes
    for process in processes:
        await process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="no PostgreSQL for tests on Windows")
async def test_two_workers_that_are_killed_lose_nothing(
    postgres: str, workers: list[Process], server: Server, town: Town, assistant: Assistant
) -> None:
    night = Night(town, assistant.knowledge.words, lambda seconds: _postgres_ages(postgres, seconds))
    for process in workers:
        process.settings["ESCALATION_CHAT_ID"] = str(night.desk.id)
    crashes = Crashes(server, town, workers, two_questions(assistant), KILLS_FALL_IN, night.goes_on, night.is_reminded)

    await _all_is_well(crashes, night, server)


def _postgres_ages(address: str, seconds: float) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - %s * interval '1 s'", [seconds])
        connection.execute("UPDATE cases SET opened_at = opened_at - %s * interval '1 s'", [seconds])


def _folder(tmp_path: Path, name: str) -> Path:
    (tmp_path / name).mkdir()
    return tmp_path / name
