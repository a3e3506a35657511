"""What people see while the database is away, cut off, full or locked; and that a stop does not wait for it."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from bot.jobs import attempts
from bot.jobs.procrastinate import PATIENCE
from bot.storage import database, in_loop
from bot.telegram import memory, shared_pace
from bot.telegram.port.web import listening_socket
from bot.telegram.service import Ending
from tests.ops.conftest import Port
from tests.scenarios.desk.test_cards import a_case
from tests.scenarios.examples import HEAVY, sure_question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge
    from tests.postgres import Outage
    from tests.scenarios.running import Process, Running
    from tests.scenarios.stage import Stage
    from tests.standin import Person, Town

IN_FLIGHT = 3  # calls whose answer could not be written down are made again: Telegram offers no key against that

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="sets a limit on another process")
needs_postgres = pytest.mark.skipif(sys.platform == "win32", reason="no PostgreSQL for tests on Windows")


@pytest.mark.parametrize("dies", [False, True], ids=["goes on", "dies meanwhile"])
async def test_a_reminder_that_is_due_while_the_database_fails_comes_once_as_soon_as_it_works(
    dies: bool, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "FIRST_REST", 0.05)
    monkeypatch.setattr(attempts, "LONGEST_REST", 0.1)
    card = await a_case(stage)

    with the_cases_away(stage.bot):
        stage.town.clock.advance(5.1 * 60)
        await asyncio.sleep(0.3)
        meanwhile = list(stage.desk.messages)
        if dies:
            await stage.bot.dies()
    if dies:
        await stage.bot.start()
    await stage.desk.sees(lambda message: message is not card)
    await stage.settled()

    assert meanwhile == [card]
    assert [message.text for message in stage.desk.messages[1:]] == [stage.words.get("desk.reminder", span="5 min")]
    assert [message.text for message in stage.ann.private.messages[1:]] == [stage.words["status.waiting"]]


@contextmanager
def the_cases_away(bot: Running) -> Iterator[None]:
    """Take a table away for a while: whoever asks for a case gets an error."""
    _do(bot, "ALTER TABLE cases RENAME TO elsewhere")
    yield
    _do(bot, "ALTER TABLE elsewhere RENAME TO cases")


def _do(bot: Running, statement: str) -> None:
    with closing(sqlite3.connect(bot.database)) as other:
        other.execute(statement)
        other.commit()


async def test_a_full_database_keeps_nobody_waiting_and_once_there_is_room_everything_is_kept_again(
    idle: Running, ann: Person, town: Town, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = assistant.knowledge.words
    ((pages,),) = idle.rows("PRAGMA page_count")
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, f"PRAGMA max_page_count = {pages + 20}"))
    await idle.start()
    await ann.asks("hello")
    await town.settled()

    _do(idle, f"CREATE TABLE ballast AS SELECT zeroblob({(pages + 20) * 4096}) AS content")
    card = await ann.asks(HEAVY, within=10)
    told = await ann.sees(words["status.told_alarm"], within=10)
    _do(idle, "DELETE FROM ballast")
    await ann.asks(sure_question(assistant))
    await town.settled()

    assert told is card
    assert card.text.startswith(assistant.reply(HEAVY).blocks[0])
    assert len(idle.desk.messages) == 1
    assert len(ann.private.messages) == 3
    assert idle.rows("SELECT topic FROM conversations") == [(assistant.reply(sure_question(assistant)).topic,)]


@on_linux
async def test_a_process_on_a_full_disk_answers_and_goes_on_once_there_is_room(
    process: Process, ann: Person, town: Town, assistant: Assistant, knowledge: Knowledge
) -> None:
    desk = town.group("Desk", [town.person("Vera", started=True)])
    await process.start(ESCALATION_CHAT_ID=str(desk.id))
    await ann.asks("hello")
    await town.settled()

    # Whatever would make a file longer fails, the database's and the log's alike.
    resize(process, 1)
    card = await ann.asks(HEAVY, within=15)
    told = await ann.sees(knowledge.words["status.told_alarm"], within=15)
    resize(process, None)
    await ann.asks(sure_question(assistant), within=15)
    await town.settled()

    assert told is card
    assert card.text.startswith(assistant.reply(HEAVY).blocks[0])
    assert (len(ann.private.messages), len(desk.messages)) == (3, 1)
    assert await process.terminate() == 0


def resize(process: Process, limit: int | None) -> None:
    """Say how long the files of a process may get, in bytes; None: as long as they like."""
    import resource  # noqa: PLC0415 - Windows has none

    assert process.process is not None
    soft = resource.RLIM_INFINITY if limit is None else limit
    resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, (soft, resource.RLIM_INFINITY))


LOCKER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


async def test_while_another_process_has_the_database_locked_people_are_answered(
    bot: Running, ann: Person, town: Town, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_loop, "BUSY", 0.2)
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-c", LOCKER, str(bot.database))
    other = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    assert other.stdout is not None
    assert await other.stdout.readline() == b"locked\n"

    card = await ann.asks(HEAVY, within=15)
    await other.communicate(b"\n")
    await ann.asks(sure_question(assistant), within=15)
    await town.settled()

    assert card.text.startswith(assistant.reply(HEAVY).blocks[0])
    assert (len(ann.private.messages), len(bot.desk.messages)) == (2, 1)


@needs_postgres
async def test_a_stop_does_not_wait_for_a_database_that_is_gone(
    postgres_address: str, outage: Outage, idle: Running, ann: Person, town: Town
) -> None:
    await idle.start(database=postgres_address)
    await ann.asks("hello")
    await town.settled()
    await outage.begins()

    assert await asyncio.wait_for(idle.stop(), 10) is Ending.STOPPED


@needs_postgres
async def test_while_postgresql_is_restarted_people_are_answered_and_afterwards_everybody_has_been(
    postgres_address: str, outage: Outage, idle: Running, town: Town, assistant: Assistant
) -> None:
    await idle.start(database=postgres_address)
    crowd, late, question = town.people(6), town.people(2), sure_question(assistant)
    for person in crowd:
        await person.writes(question)

    await outage.begins()
    card = await late[0].asks(HEAVY, within=15)
    await asyncio.sleep(PATIENCE + 0.5)
    await late[1].asks(question, within=15)
    await outage.ends()
    await late[0].asks(question, within=15)
    for person in crowd:
        await person.sees(lambda _: True, within=30)
    await town.settled(within=20)

    answers = [len(person.private.messages) for person in crowd]
    assert card.text.startswith(assistant.reply(HEAVY).blocks[0])
    assert sum(answers) - len(crowd) <= IN_FLIGHT


@needs_postgres
async def test_while_postgresql_hangs_people_are_answered_and_afterwards_all_goes_on(
    postgres_address: str, outage: Outage, idle: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (memory, shared_pace):
        monkeypatch.setattr(room, "SLOWEST", 0.5)
    assistant, (ann, bob) = idle.assistant, town.people(2)
    # With the turns that several workers share: they are taken in the database.
    await idle.start(database=postgres_address, pace=None)
    question = sure_question(assistant)
    await bob.asks(question, within=15)
    await town.settled()

    outage.hangs()
    card = await ann.asks(HEAVY, within=20)
    told = await ann.sees(assistant.knowledge.words["status.told_alarm"], within=20)
    outage.hangs_no_more()
    await bob.asks(question, within=20)
    await town.settled(within=20)

    assert told is card
    assert (len(ann.private.messages), len(bob.private.messages), len(idle.desk.messages)) == (1, 2, 1)


@needs_postgres
async def test_a_process_whose_database_hangs_is_not_ready_and_sigterm_ends_it_in_time(
    postgres: str, outage: Outage, process: Process, ann: Person, town: Town
) -> None:
    with closing(listening_socket(0)) as taken:
        port = Port(taken.getsockname()[1])
    await process.start(DATABASE_URL=postgres, PORT=str(port.number))
    await ann.asks("hello")
    await town.settled()
    outage.hangs()

    alive, ready = await port.get("/healthz"), await port.get("/readyz")

    assert (alive.status, ready.status) == (200, 503)
    assert await process.terminate(within=10) == 0
