"""What people see while Telegram, the network or the database are out of order: an answer, perhaps late; once."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.storage import in_loop
from bot.telegram import app, sending
from bot.telegram.request import Request
from tests.postgres import cut_all
from tests.scenarios.examples import HEAVY, sure_question
from tests.standin import faults

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge
    from tests.scenarios.running import Running
    from tests.standin import Person, Server, Town


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for an answer for half a second, not for five, and try again sooner."""
    monkeypatch.setattr(app, "Request", partial(Request, read=0.5))
    monkeypatch.setattr(sending, "FIRST_PAUSE", 0.05)


ON_THE_WAY = {
    "429": faults.too_many_requests(1),
    "500": faults.server_error(),
    "502 with a page": faults.bad_gateway(),
    "503 with a page": faults.bad_gateway(503),
    "time-out before the effect": faults.timeout_before_effect(),
    "reset": faults.dropped_connection(),
}
AFTER_THE_EFFECT = {
    "time-out after the effect": faults.timeout_after_effect(),
    "reset after the effect": faults.dropped_connection(after_effect=True),
    "half an answer": faults.half_an_answer(),
}


@pytest.mark.parametrize("fault", ON_THE_WAY.values(), ids=ON_THE_WAY)
@pytest.mark.usefixtures("bot")
async def test_a_call_that_failed_before_its_effect_is_made_again(
    fault: faults.Fault, ann: Person, town: Town, server: Server
) -> None:
    server.order(fault, times=2, method="sendMessage")

    await ann.asks("hello")
    await town.settled()

    assert len(ann.private.messages) == 1


@pytest.mark.parametrize("fault", AFTER_THE_EFFECT.values(), ids=AFTER_THE_EFFECT)
@pytest.mark.usefixtures("bot")
async def test_a_call_whose_answer_was_lost_is_repeated_once_because_telegram_offers_no_key_against_it(
    fault: faults.Fault, ann: Person, town: Town, server: Server
) -> None:
    server.order(fault, times=1, method="sendMessage")

    await ann.writes("hello")
    await server.called("sendMessage", chat=ann, times=2)
    await town.settled()

    assert len(ann.private.messages) == 2


@pytest.mark.usefixtures("bot")
async def test_everybody_is_answered_once_after_all_chats_had_to_wait(town: Town, server: Server) -> None:
    crowd = town.people(5)
    order = server.order(faults.too_many_requests(1), times=None, method="sendMessage")
    for person in crowd:
        await person.writes("hello")
    await server.called("sendMessage", times=5)

    order.cancel()
    for person in crowd:
        await person.sees(lambda _: True)
    await town.settled()

    assert [len(person.private.messages) for person in crowd] == [1] * 5


async def test_a_token_that_is_revoked_before_the_answer_loses_no_message(
    bot: Running, ann: Person, server: Server, town: Town
) -> None:
    refused = server.order(faults.unauthorised(), times=None, when=lambda _: True)
    server.feed.hold()
    await ann.writes("hello")
    refused.cancel()
    refused = server.order(faults.unauthorised(), times=None, method="sendMessage")
    server.feed.release()
    await server.called("sendMessage", chat=ann)
    await bot.stop()
    refused.cancel()

    await bot.start()
    await ann.sees(lambda _: True)
    await town.settled()

    assert len(ann.private.messages) == 1


@pytest.mark.usefixtures("bot")
async def test_a_network_that_was_gone_is_found_again(ann: Person, town: Town, server: Server) -> None:
    await ann.asks("hello")
    await server.stop()
    await ann.writes("still there?")
    await asyncio.sleep(0.3)

    await server.start(server.port)
    await ann.sees(lambda message: message.reply_to is not None and message.reply_to.text == "still there?")
    await town.settled()

    assert len(ann.private.messages) == 2


async def test_a_database_that_was_locked_for_a_while_costs_nobody_their_answer(
    bot: Running, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_loop, "BUSY", 0.2)
    crowd = town.people(4)
    with closing(sqlite3.connect(bot.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for person in crowd:
            await person.writes("hello")
        for person in crowd:
            await person.sees(lambda _: True)
        other.execute("ROLLBACK")
    await town.settled()

    assert [len(person.private.messages) for person in crowd] == [1] * 4


async def test_a_full_database_does_not_keep_an_answer_back(
    bot: Running, ann: Person, town: Town, assistant: Assistant, knowledge: Knowledge
) -> None:
    fill_up(bot)

    card = await ann.asks(HEAVY)
    await town.settled()

    assert card.text.startswith(assistant.reply(HEAVY).blocks[0])
    assert len(ann.private.messages) == 1
    await bot.desk.sees(knowledge.flags["gi_bleed_heavy"].title)


def fill_up(bot: Running) -> None:
    """Let every further write fail, as on a full disk: a trigger is what a test can set from outside."""
    with closing(sqlite3.connect(bot.database)) as other:
        for table in ("updates", "jobs", "answers", "conversations", "people", "calls", "parcels", "cases"):
            other.execute(
                f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
        other.commit()


async def test_connections_to_postgresql_that_are_cut_under_load_cost_nobody_their_answer(
    postgres: str, postgres_address: str, idle: Running, town: Town, assistant: Assistant
) -> None:
    await idle.start(database=postgres_address)
    crowd, question = town.people(6), sure_question(assistant)

    for person in crowd:
        await person.writes(question)
    for _ in range(3):
        cut_all(postgres)
        await asyncio.sleep(0.2)
    for person in crowd:
        await person.sees(lambda _: True)
    await town.settled()

    assert [len(person.private.messages) for person in crowd] == [1] * 6


async def test_what_fails_three_times_is_set_aside_without_its_words_and_the_owners_hear_of_it_once(
    bot: Running, ann: Person, town: Town, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("xylophone")

    await bot.restart(owners=(bot.volunteer.id,))
    monkeypatch.setattr("bot.telegram.answering.render", broken)

    await ann.asks("hello xylophone")
    await ann.asks("hello again xylophone")
    await bot.volunteer.sees(knowledge.words.get("owner.set_aside", count=1))
    await town.settled()

    assert [error for (error,) in bot.rows("SELECT error FROM quarantine")] == ["RuntimeError", "RuntimeError"]
    assert len(bot.volunteer.private.messages) == 1
    assert await bot.erases(b"xylophone")


@pytest.mark.usefixtures("bot")
async def test_every_update_twice_and_in_another_order_has_one_effect_each(
    ann: Person, town: Town, server: Server, assistant: Assistant, knowledge: Knowledge
) -> None:
    question = sure_question(assistant)
    server.feed.twice = True
    server.feed.hold()
    asked = await ann.writes(question)
    await ann.edits(asked, f"{question} please")

    server.feed.release(reversed)
    answer = await ann.sees(lambda message: message.reply_to is asked)
    await town.settled()
    answers = len(ann.private.messages)
    await ann.presses(knowledge.words["button.why"], on=answer)
    await town.settled()

    assert answers == 1
    assert len(ann.private.messages) == 2
