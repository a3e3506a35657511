"""Halves of a crisis are judged only where they could meet what they need; no message is assessed otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.context.kinds import MOODS
from bot.language.halves import Halves
from tests.reading.shipped import own_messages

if TYPE_CHECKING:
    import pytest

    from bot import Assistant


def _moods(assistant: Assistant, text: str) -> list[str]:
    reading, _, _ = assistant.read(text)
    return [term.concept for term in reading.terms if term.kind in MOODS]


def test_a_half_without_another_is_left_alone(assistant: Assistant) -> None:
    assert not _moods(assistant, "i hope to see the doctor about my piles on friday")


def test_two_halves_are_read_with_their_context(assistant: Assistant) -> None:
    assert _moods(assistant, "i hope that i dont wake up tomorrow")


def test_no_message_is_assessed_otherwise(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [message.text for message in own_messages("danger")]
    left_alone = [assistant.read(text)[1] for text in texts]

    monkeypatch.setattr(Halves, "may_meet", lambda *_, **__: True)

    assert [assistant.read(text)[1] for text in texts] == left_alone
