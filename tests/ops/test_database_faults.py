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
from bot.telegram.service import Ending
from tests.scenarios.desk.test_cards import a_case
from tests.scenarios.examples import HEAVY, sure_question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot import Assistant
    from tests.postgres import Outage
    from tests.scenarios.running import Running
    from tests.scenarios.stage import Stage
    from tests.standin import Person, Town

IN_FLIGHT = 3  # calls whose answer could not be written down are made again: Telegram offers no key against that

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
    with closing(sqlite3.connect(bot.database)) as database:
        database.execute(statement)
        database.commit()


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
