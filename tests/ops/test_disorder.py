"""Every update comes twice, and in whatever order, an edit before its message: each has one effect, on both engines."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.jobs import attempts
from bot.telegram.metrics import Metrics
from tests.scenarios.company.test_trial_and_inline import on_trial
from tests.scenarios.examples import HEAVY, sure_question
from tests.scenarios.stage import Stage, set_stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot import Assistant
    from tests.scenarios.running import Running
    from tests.standin import Message, Person, Place, Server, Town

    Order = Callable[[list[dict[str, Any]]], Iterable[dict[str, Any]]]

REST = 0.4  # seconds of silence: on PostgreSQL a lane is looked at every 0.2


def shuffled(seed: int) -> Order:
    """Put updates into an order of chance, the same each time."""
    return lambda updates: random.Random(seed).sample(updates, len(updates))  # noqa: S311 - no secret


ORDERS: dict[str, Order] = {"backwards": reversed, "shuffled": shuffled(3)}


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """Where an empty database of each kind is."""
    return str(request.getfixturevalue(f"{request.param}_address"))


@pytest_asyncio.fixture
async def staged(database: str, idle: Running, town: Town, server: Server, assistant: Assistant) -> Stage:
    """A stage, on each kind of database."""
    idle.deployment = replace(idle.deployment, database=database)
    return await set_stage(idle, town, server, assistant)


def answers_to(asked: Message, place: Place) -> list[Message]:
    """Return what the bot has said in answer to a message."""
    return [message for message in place.messages if message.reply_to is asked]


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
async def test_each_update_has_one_effect_however_often_and_in_whatever_order_it_comes(
    staged: Stage, order: Order, town: Town, server: Server, assistant: Assistant
) -> None:
    stage, ann, bob, desk, words = staged, staged.ann, staged.bob, staged.desk, staged.words
    carl, dora = town.person("Carlotta"), town.person("Dorothea", started=True)
    stage.help.join(dora.user)
    question, other = sure_question(assistant), sure_question(assistant, other_than=sure_question(assistant))

    server.feed.twice = True
    server.feed.hold()
    mended = await ann.writes(question)
    await ann.edits(mended, f"{question} please")
    first, second = await bob.writes(question), await bob.writes(other)
    danger = await carl.writes(HEAVY)
    await carl.edits(danger, question)
    picture = await carl.sends_photo()
    called = await dora.writes(f"/ask {question}", to=stage.help)
    await dora.edits(called, f"/ask {question} please")
    server.feed.release(order)
    await town.settled(quiet=REST)
    answered = [len(answers_to(asked, ann.private)) for asked in (mended,)]
    answered += [len(answers_to(asked, bob.private)) for asked in (first, second)]
    card = desk.last
    told = [message for message in carl.private.messages if words["status.told_alarm"] in message.text]
    server.feed.hold()
    press = await bob.presses(words["button.why"], on=answers_to(first, bob.private)[0])
    claim = await stage.vera.presses(words["desk.claim"], on=card)
    server.feed.release(order)
    await town.settled(quiet=REST)

    assert answered == [1, 1, 1]
    assert len(answers_to(picture, carl.private)) == 1
    assert [message.text.startswith(assistant.reply(HEAVY).blocks[0]) for message in told] == [True]
    assert len(stage.help.messages) == 1
    assert [message for message in desk.messages if message is not card] == []
    assert len(bob.private.messages) == 3
    assert words.get("card.claimed", name=stage.vera.name) in card.text
    assert [message.text for message in carl.private.messages].count(words["status.seen"]) == 1
    assert press.text is not None
    assert claim.text == words["desk.yours"]


async def test_a_danger_is_acted_on_although_the_edit_that_took_it_out_came_first(
    idle: Running, ann: Person, town: Town, server: Server, assistant: Assistant
) -> None:
    await idle.start(desk=None)
    server.feed.hold()
    written = await ann.writes(HEAVY)
    await ann.edits(written, sure_question(assistant))

    first, second = (update["update_id"] for update in server.feed.history)
    server.feed.release(lambda updates: updates[1:])
    answer = await ann.sees(lambda _: True)
    await town.settled()
    server.feed.again(first)
    card = await ann.sees(assistant.reply(HEAVY).blocks[0])
    server.feed.again(second)
    await town.settled()

    assert ann.private.messages == [answer, card]


async def test_a_group_on_trial_counts_a_message_once_though_it_is_edited_and_its_job_repeated_after_a_crash(
    stage: Stage,
) -> None:
    await on_trial(stage)
    called = f"@{stage.town.bot.user.username} {stage.question}"
    asked = await stage.ann.writes(called, to=stage.help)
    await stage.settled()
    update = stage.server.feed.history[-1]
    await stage.ann.edits(asked, f"{called} please")
    await stage.settled()

    await stage.bot.stop()
    as_before_its_end(stage.bot, update)
    await stage.bot.start()
    await stage.settled()

    assert stage.bot.rows("SELECT what, name, count FROM tallies WHERE chat <> 0 AND what = 'would'") == [
        ("would", "called", 1)
    ]


@pytest.mark.parametrize("place", ["in private", "in a group"])
async def test_an_answer_is_counted_once_though_its_handler_fails_and_its_job_is_repeated_after_a_crash(
    place: str, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "PAUSES", (0.0, 0.0))
    failing = iter([True])
    real = Metrics.answered

    def fails_once(*given: Any) -> None:  # noqa: ANN401 - as the real one
        if next(failing, False):
            raise RuntimeError
        real(*given)

    monkeypatch.setattr(Metrics, "answered", fails_once)
    to = None if place == "in private" else stage.help
    text = stage.question if to is None else f"/ask {stage.question}"
    await (stage.ann.writes(text, to=to) if to else stage.ann.writes(text))
    await stage.settled()
    update = stage.server.feed.history[-1]

    await stage.bot.stop()
    as_before_its_end(stage.bot, update)
    await stage.bot.start()
    await stage.settled()

    assert stage.bot.rows("SELECT what, count FROM tallies WHERE what IN ('where', 'topic') ORDER BY what") == [
        ("topic", 1),
        ("where", 1),
    ]


async def test_that_an_answer_helped_is_counted_once_though_the_job_is_repeated_after_a_crash(stage: Stage) -> None:
    answer = await stage.ann.asks(stage.question)
    await stage.presses(stage.ann, "button.helped", answer)
    update = stage.server.feed.history[-1]

    await stage.bot.stop()
    as_before_its_end(stage.bot, update)
    await stage.bot.start()
    await stage.settled()

    assert stage.bot.rows("SELECT helped, count FROM feedback") == [(1, 1)]


def as_before_its_end(bot: Running, update: dict[str, Any]) -> None:
    """Put an update and its job back, as they are when a process dies at the very end of the job."""
    with closing(sqlite3.connect(bot.database)) as database:
        message = update.get("message") or update["callback_query"]["message"]
        chat, number = message["chat"]["id"], update["update_id"]
        content = json.dumps(update)
        database.execute("UPDATE updates SET content = ?, lane = ? WHERE id = ?", (content, chat, number))
        row = ("handle", json.dumps({"update": number}), str(chat), 10)
        database.execute("INSERT INTO jobs (name, arguments, lane, priority) VALUES (?, ?, ?, ?)", row)
        database.commit()
