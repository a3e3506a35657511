"""What people see while Telegram refuses, or cannot be found: an answer, perhaps late; once."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.telegram import sending
from tests.scenarios.examples import HEAVY
from tests.standin import faults

if TYPE_CHECKING:
    from bot.knowledge.knowledge import Knowledge
    from tests.scenarios.running import Running
    from tests.scenarios.stage import Stage
    from tests.standin import Person, Server, Town

MINUTE = 60
REAL = 15  # seconds of a minute that may pass by themselves while a test looks on a busy machine
NAME = "telegram.invalid"  # never resolves; RFC 6761, section 6.4


class Moved:
    """The clock of the event loop, which all waiting goes by, moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._ahead = 0.0
        loop = asyncio.get_running_loop()
        real = loop.time
        monkeypatch.setattr(loop, "time", lambda: real() + self._ahead)

    def advance(self, seconds: float) -> None:
        """Let time pass: what was to happen meanwhile happens now."""
        self._ahead += seconds


@pytest.fixture
async def moved(monkeypatch: pytest.MonkeyPatch) -> Moved:
    """A clock that is moved by hand."""
    return Moved(monkeypatch)


async def test_a_chat_that_must_wait_a_minute_is_left_alone_for_it_and_others_go_on(
    bot: Running, moved: Moved, ann: Person, town: Town, server: Server
) -> None:
    server.order(faults.too_many_requests(MINUTE), method="sendMessage", chat=ann)
    await ann.writes("hello")
    await server.called("sendMessage", chat=ann)

    bob = town.person("Bob")
    await bob.asks("hello")
    await server.settled()  # a call under way would be given up as the clock leaps
    moved.advance(MINUTE - REAL)
    await bob.asks("hello again")
    await ann.writes("and now?")
    await server.settled()
    early = len(server.calls.of("sendMessage", chat=ann))
    moved.advance(REAL)
    await ann.sees(lambda message: message.reply_to is not None and message.reply_to.text == "and now?")

    assert early == 1
    assert [m.reply_to.text for m in ann.private.messages if m.reply_to] == ["hello", "and now?"]
    assert bot.deployment.webhook is None


async def test_when_all_chats_must_wait_a_minute_each_asks_once_and_all_are_answered_after_it(
    bot: Running, moved: Moved, town: Town, server: Server
) -> None:
    crowd = town.people(5)
    order = server.order(faults.too_many_requests(MINUTE), times=None, method="sendMessage")
    for person in crowd:
        await person.writes("hello")
    await server.called("sendMessage", times=len(crowd))
    await server.settled()  # a call under way would be given up as the clock leaps
    moved.advance(MINUTE - REAL)
    await server.settled()
    early = len(server.calls.of("sendMessage"))
    order.cancel()
    moved.advance(REAL)
    for person in crowd:
        await person.sees(lambda _: True)
    await town.settled()

    assert early == len(crowd)
    assert [len(person.private.messages) for person in crowd] == [1] * len(crowd)
    assert bot.desk.messages == []


async def test_a_name_that_cannot_be_found_is_asked_for_again_until_it_is(
    idle: Running, ann: Person, server: Server, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "FIRST_PAUSE", 0.05)
    there = True
    real = socket.getaddrinfo

    def found(host: str, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - the library's own signature
        return real("127.0.0.1" if host == NAME and there else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    idle.deployment = replace(idle.deployment, api_url=f"http://{NAME}:{server.port}")
    await idle.start()
    await ann.asks("hello")

    there = False
    await server.stop()
    await server.start(server.port)
    await ann.writes("still there?")
    await asyncio.sleep(0.5)
    meanwhile = len(ann.private.messages)
    there = True
    await ann.sees(lambda m: m.reply_to is not None and m.reply_to.text == "still there?")
    await town.settled()

    assert (meanwhile, len(ann.private.messages)) == (1, 2)


async def test_a_clock_that_is_set_back_delays_no_answer_no_alarm_and_no_reminder(stage: Stage) -> None:
    await stage.ann.asks(stage.question)

    stage.town.clock.advance(-5 * 60 * MINUTE)
    await stage.ann.asks(stage.question)
    await stage.ann.writes(HEAVY)
    await stage.ann.sees(stage.words["status.told_alarm"])
    await stage.settled()
    stage.town.clock.advance(-60 * MINUTE)
    await stage.settled()
    stage.town.clock.advance(60 * MINUTE)
    await stage.later(minutes=5.1)

    reminder = stage.words.get("desk.reminder", span="5 min")
    assert [message.text for message in stage.desk.messages[1:]] == [reminder]
    assert len(stage.ann.private.messages) == 4


async def test_who_deletes_the_card_is_told_all_the_same_that_somebody_was_informed(
    bot: Running, ann: Person, server: Server, knowledge: Knowledge
) -> None:
    server.order(faults.too_many_requests(1), method="sendMessage", chat=bot.desk)
    await ann.writes(HEAVY)
    await ann.deletes(await ann.sees(lambda _: True))

    told = await ann.sees(knowledge.words["status.told_alarm"])

    assert knowledge.words["button.contact"] in told.labels
