"""A gist: what a message was about, and the same answer from it without the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.assistant.reply import BlockKind
from tests.scenarios.examples import ELSEWHERE, HEAVY, HEAVY_FLAG, sure_question, unsure_question

if TYPE_CHECKING:
    from bot import Assistant

NOT_REPEATED = frozenset({BlockKind.OFFER, BlockKind.QUESTION})  # the runner-up and what was unclear are in the words


def texts(assistant: Assistant) -> list[str]:
    return [sure_question(assistant), unsure_question(assistant), HEAVY, ELSEWHERE, "whats the point any more"]


@pytest.mark.parametrize("number", range(5))
def test_a_message_is_answered_from_its_gist_as_it_would_be_from_its_words(number: int, assistant: Assistant) -> None:
    text = texts(assistant)[number]
    reply = assistant.reply(text)

    again = assistant.retell(assistant.gist(text))

    assert [b for b in again.blocks if b.kind not in NOT_REPEATED] == [
        block for block in reply.blocks if block.kind not in NOT_REPEATED
    ]
    assert (again.decision, again.topic, again.level, again.pathway) == (
        reply.decision,
        reply.topic,
        reply.level,
        reply.pathway,
    )


def test_a_gist_holds_ids_alone(assistant: Assistant) -> None:
    gist = assistant.gist(f"{HEAVY} xylophone")

    assert gist.flags[0][0] == HEAVY_FLAG
    assert "xylophone" not in repr(gist)


def test_a_question_is_noticed(assistant: Assistant) -> None:
    assert assistant.gist("do pads help?").question
    assert not assistant.gist("pads help me").question
