"""Telegram's limits, on a clock moved by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram.error import RetryAfter

from tests.standin.limits import Limits, Rate
from tests.standin.model import Chat
from tests.standin.refusal import Refusal

if TYPE_CHECKING:
    from telegram import Bot

    from tests.standin import Server, Town

ANN, GROUP = Chat(1, "private"), Chat(-100, "supergroup")


def test_a_chat_takes_one_message_a_second() -> None:
    limits = Limits(on=True)
    limits.spend(ANN, 100.0)

    with pytest.raises(Refusal) as refused:
        limits.spend(ANN, 100.4)
    limits.spend(ANN, 101.0)

    assert refused.value.parameters == {"retry_after": 1}


def test_a_group_takes_twenty_messages_a_minute() -> None:
    limits = Limits(on=True)
    for second in range(20):
        limits.spend(GROUP, 100.0 + second)

    with pytest.raises(Refusal) as refused:
        limits.spend(GROUP, 120.0)

    assert refused.value.parameters == {"retry_after": 40}


def test_all_chats_together_take_thirty_messages_a_second() -> None:
    limits = Limits(on=True)
    for number in range(30):
        limits.spend(Chat(number, "private"), 100.0)

    with pytest.raises(Refusal):
        limits.spend(ANN, 100.1)


def test_limits_are_off_unless_switched_on_and_one_can_be_lifted() -> None:
    off, lifted = Limits(), Limits(on=True, chat=None, overall=Rate(2, 1))

    for limits in (off, lifted):
        limits.spend(ANN, 100.0)
        limits.spend(ANN, 100.0)
    off.spend(ANN, 100.0)

    assert off.refused == 0
    with pytest.raises(Refusal):
        lifted.spend(ANN, 100.0)


async def test_slow_mode_holds_a_bot_back_that_is_no_administrator(bot: Bot, town: Town, server: Server) -> None:
    group = town.group("Help")
    group.chat.slow_mode = 30
    await bot.send_message(group.id, "one")

    with pytest.raises(RetryAfter):
        await bot.send_message(group.id, "two")
    await group.promotes_bot()
    await bot.send_message(group.id, "three")

    assert [message.text for message in group.messages] == ["one", "three"]
    assert server.limits.refused == 1
