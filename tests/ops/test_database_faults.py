"""What people see while the database is away, cut off, full or locked; and that a stop does not wait for it."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import pytest

from bot.jobs.procrastinate import PATIENCE
from bot.telegram.service import Ending
from tests.scenarios.examples import HEAVY, sure_question

if TYPE_CHECKING:
    from bot import Assistant
    from tests.postgres import Outage
    from tests.scenarios.running import Running
    from tests.standin import Person, Town

IN_FLIGHT = 3  # calls whose answer could not be written down are made again: Telegram offers no key against that

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no PostgreSQL for tests on Windows")


async def test_a_stop_does_not_wait_for_a_database_that_is_gone(
    postgres_address: str, outage: Outage, idle: Running, ann: Person, town: Town
) -> None:
    await idle.start(database=postgres_address)
    await ann.asks("hello")
    await town.settled()
    await outage.begins()

    assert await asyncio.wait_for(idle.stop(), 10) is Ending.STOPPED


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
