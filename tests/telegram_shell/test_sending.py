"""Calls to Telegram: what is tried again, what is dropped, what is given up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.telegram import sending
from bot.telegram.pace import NoPace
from bot.telegram.refusal import Refusal
from bot.telegram.sending import Sender

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

ANN = 5_000_000_001


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tries follow each other at once."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    monkeypatch.setattr(sending, "FIRST_PAUSE", 0.0)


def answers(*outcomes: object) -> Callable[[], Coroutine[None, None, object]]:
    """Make a call that has these outcomes one after the other: raised if they are errors."""
    left = list(outcomes)

    async def call() -> object:
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return call


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [
        (lambda: ["sent"], "sent"),
        (lambda: [NetworkError("Bad Gateway"), TimedOut(), "sent"], "sent"),
        (lambda: [RetryAfter(timedelta(milliseconds=1)), "sent"], "sent"),
        (lambda: [Forbidden("Forbidden: bot was blocked by the user")], Refusal.FORBIDDEN),
        (lambda: [BadRequest("Message is too long")], Refusal.REJECTED),
        (lambda: [BadRequest("Message is not modified: whatever")], Refusal.UNCHANGED),
    ],
    ids=["taken", "network", "429", "blocked", "refused", "nothing to change"],
)
async def test_a_call_ends_as_it_should(outcomes: Callable[[], list[object]], result: object) -> None:
    assert await Sender(NoPace()).deliver(ANN, "sendMessage", answers(*outcomes())) == result


async def test_a_call_that_fails_for_longer_than_its_patience_is_given_up() -> None:
    assert (
        await Sender(NoPace()).deliver(ANN, "sendMessage", answers(*[TimedOut()] * 9), patience=-1) is Refusal.GAVE_UP
    )


async def test_a_wait_that_is_longer_than_the_patience_is_given_up_at_once() -> None:
    sender = Sender(NoPace())

    assert await sender.deliver(ANN, "sendMessage", answers(RetryAfter(3600)), patience=1) is Refusal.GAVE_UP


@pytest.mark.parametrize("error", [InvalidToken(), ChatMigrated(-100)])
async def test_what_the_caller_must_know_is_raised(error: Exception) -> None:
    with pytest.raises(type(error)):
        await Sender(NoPace()).deliver(ANN, "sendMessage", answers(error))
