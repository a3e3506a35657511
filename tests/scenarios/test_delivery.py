"""Nothing is lost, nothing is done twice, and one bad thing costs only itself."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.storage import in_loop
from bot.telegram import polling
from bot.telegram.service import Ending
from tests.scenarios.examples import HEAVY, sure_question
from tests.standin import faults
from tests.standin.patience import PATIENCE

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge
    from tests.scenarios.running import Running
    from tests.standin import Person, Server, Town


@pytest.mark.usefixtures("bot")
async def test_an_update_that_comes_twice_is_acted_on_once(ann: Person, town: Town, server: Server) -> None:
    server.feed.twice = True

    await ann.writes("hello")
    await ann.sees(lambda _: True)
    await town.settled()

    assert len(ann.private.messages) == 1


async def test_an_update_that_comes_again_after_a_restart_is_acted_on_once(
    bot: Running, ann: Person, town: Town, server: Server
) -> None:
    await ann.asks("hello")
    await bot.restart()

    for update in list(server.feed.history):
        server.feed.again(update["update_id"])
    await town.settled()

    assert len(ann.private.messages) == 1


@pytest.mark.usefixtures("bot")
async def test_an_update_that_cannot_be_read_costs_only_itself(ann: Person, town: Town) -> None:
    town.server.feed.hold()
    await ann.writes("before")
    town.poison()
    town.server.feed.push_raw({"message": None, "callback_query": 7})
    await ann.writes("after")

    town.server.feed.release()
    await town.settled()

    assert len(ann.private.messages) == 2


@pytest.mark.usefixtures("bot")
async def test_a_chat_that_must_wait_holds_up_no_other(ann: Person, town: Town, server: Server) -> None:
    bob = town.person("Bob")
    order = server.order(faults.too_many_requests(1), times=None, chat=ann)
    await ann.writes("hello")
    await server.called("sendMessage", chat=ann)

    await bob.asks("hello")
    await bob.asks("hello again")

    assert ann.private.messages == []
    order.cancel()
    await ann.sees(lambda _: True)


@pytest.mark.usefixtures("bot")
async def test_answers_come_in_the_order_of_the_questions(
    ann: Person, town: Town, server: Server, assistant: Assistant
) -> None:
    server.order(faults.server_error(), times=1, chat=ann)
    first = sure_question(assistant)
    second = sure_question(assistant, other_than=first)

    one, two = await ann.writes(first), await ann.writes(second)
    await ann.sees(lambda message: message.reply_to is two)
    await town.settled()

    assert [message.reply_to for message in ann.private.messages] == [one, two]


async def test_what_could_not_be_sent_is_written_down_confirmed_and_sent_after_a_restart(
    bot: Running, ann: Person, server: Server, town: Town
) -> None:
    order = server.order(faults.server_error(), times=None, chat=ann)
    await ann.writes("a planted word: xylophone")
    assert await server.world.changed.until(lambda: not server.feed.waiting, PATIENCE), "it was never confirmed"
    kept_while_waiting = bot.kept_bytes()
    await bot.stop()
    order.cancel()

    await bot.start()
    await ann.sees(lambda _: True)
    await town.settled()

    assert b"xylophone" in kept_while_waiting
    assert await bot.erases(b"xylophone")
    assert len(ann.private.messages) == 1


@pytest.mark.usefixtures("bot")
async def test_somebody_who_blocked_the_bot_costs_only_themselves(ann: Person, town: Town, server: Server) -> None:
    await ann.writes("hello")
    ann.user.blocked = True
    await server.called("sendMessage", chat=ann)
    bob = town.person("Bob")

    await bob.asks("hello")


@pytest.mark.usefixtures("bot")
async def test_a_question_that_was_deleted_is_answered_all_the_same(ann: Person, server: Server) -> None:
    server.feed.hold()
    await ann.deletes(await ann.writes("hello"))

    server.feed.release()

    assert (await ann.sees(lambda _: True)).reply_to is None


async def test_a_locked_database_does_not_keep_the_safety_card_back(
    bot: Running, ann: Person, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_loop, "BUSY", 0.2)
    with closing(sqlite3.connect(bot.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        card = await ann.asks(HEAVY)

    assert card.text.startswith(assistant.reply(HEAVY).blocks[0])


async def test_a_database_that_is_gone_does_not_keep_the_safety_card_back(
    bot: Running, ann: Person, assistant: Assistant, knowledge: Knowledge
) -> None:
    with closing(sqlite3.connect(bot.database)) as other:
        for table in ("people", "conversations", "answers", "cases"):
            other.execute(f"DROP TABLE {table}")
        other.commit()

    card = await ann.asks(HEAVY)

    assert card.text.startswith(assistant.reply(HEAVY).blocks[0])
    await bot.desk.sees(knowledge.flags["gi_bleed_heavy"].title)
    await ann.sees(knowledge.words["status.told_alarm"])


async def test_a_handler_that_fails_still_sends_the_safety_card(
    bot: Running, ann: Person, assistant: Assistant, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("xylophone")

    monkeypatch.setattr("bot.telegram.answering.render", broken)

    card = await ann.asks(HEAVY)
    other = await ann.asks("hello")

    assert card.text.startswith(assistant.reply(HEAVY).blocks[0])
    assert other.text == knowledge.words["error.answer"]
    assert await bot.stop() is Ending.STOPPED


async def test_a_second_poller_is_put_up_with_for_a_while_and_then_ends_the_bot(
    bot: Running, ann: Person, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "CONFLICT_PAUSE", 0.01)
    monkeypatch.setattr(polling, "CONFLICT_PATIENCE", 1.0)
    order = server.order(faults.conflict_409(), times=3, method="getUpdates")
    await ann.asks("hello")
    await ann.asks("still there?")
    assert order.left == 0

    server.order(faults.conflict_409(), times=None, method="getUpdates")
    await ann.writes("ends the poll that is open")

    assert await asyncio.wait_for(bot.ended(), 10) is Ending.SECOND_POLLER


async def test_a_token_that_is_revoked_while_it_runs_ends_the_bot(bot: Running, ann: Person, server: Server) -> None:
    server.order(faults.unauthorised(), times=None, method="getUpdates")

    await ann.writes("ends the poll that is open")

    assert await asyncio.wait_for(bot.ended(), 10) is Ending.WRONG_TOKEN


@pytest.mark.usefixtures("bot")
async def test_polls_that_fail_are_repeated_and_no_message_is_lost(ann: Person, server: Server) -> None:
    server.order(faults.bad_gateway(), times=2, method="getUpdates")
    server.order(faults.half_an_answer(), times=1, method="getUpdates")

    await ann.asks("hello")
    await ann.asks("still there?")


async def test_nothing_is_confirmed_before_it_was_handled_or_written_down(
    bot: Running, ann: Person, server: Server
) -> None:
    with closing(sqlite3.connect(bot.database)) as other:
        other.execute("DROP TABLE updates")
        other.commit()
    server.order(faults.server_error(), times=None, chat=ann)

    await ann.writes("hello")
    await server.called("sendMessage", chat=ann, times=2)
    await bot.stop()

    assert len(server.feed.waiting) == 1
