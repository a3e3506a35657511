"""A gist: what a message was about, and the same answer from it without the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import Conversation, Decision, Level
from bot.assistant.reply import BlockKind
from tests.scenarios.examples import ELSEWHERE, HEAVY, HEAVY_FLAG, sure_question, unsure_question

if TYPE_CHECKING:
    from bot import Assistant

NOT_REPEATED = frozenset({BlockKind.OFFER})  # the runner-up is in the words


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


@pytest.mark.parametrize(
    "text", ["thanks, that helped", "Ok cool!", "haha lol", "ty", "brilliant", "thank you so much for your help"]
)
def test_courtesy_is_noticed(text: str, assistant: Assistant) -> None:
    assert assistant.gist(text).courtesy


@pytest.mark.parametrize(
    "text",
    [
        "and for kids",
        "yes",
        "no",
        "thanks and at night",
        "thanks for the help, and at night?",
        "",
        "how long does it take",
        "bye",
    ],
)
def test_what_may_ask_or_answer_is_no_courtesy(text: str, assistant: Assistant) -> None:
    assert not assistant.gist(text).courtesy


def test_after_an_answer_thanks_are_not_about_its_topic(assistant: Assistant) -> None:
    talked = Conversation(topic="treatment.hemorrhoids")

    assert assistant.reply("thank you, great", talked).decision is Decision.DECLINE


def test_what_goes_on_with_what_was_said_has_the_gist_of_its_answer(assistant: Assistant) -> None:
    talked = Conversation(topic="treatment.hemorrhoids", offered=("care.pads", "care.fiber"))

    assert assistant.gist("and for kids").topic is None
    assert assistant.gist("and for kids", talked).topic == assistant.reply("and for kids", talked).topic is not None
    assert assistant.gist("the second one", talked).topic == "care.fiber"


def test_a_yes_to_the_question_about_harm_is_a_danger_in_the_gist_too(assistant: Assistant) -> None:
    asked = assistant.reply("whats the point any more").offers.remembered

    gist = assistant.gist("yes", Conversation(offered=asked))

    assert (gist.level, gist.pathway) == (Level.EMERGENCY, "crisis")
    assert [level for _, level in gist.flags] == [Level.EMERGENCY]


def test_a_question_is_noticed(assistant: Assistant) -> None:
    assert assistant.gist("do pads help?").question
    assert not assistant.gist("pads help me").question
