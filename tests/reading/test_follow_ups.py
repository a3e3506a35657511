"""A bare follow-up belongs to what was just talked about, and to nothing when nothing was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import Conversation

if TYPE_CHECKING:
    from bot import Assistant

FOLLOW_UPS = [
    "and for kids?",
    "what about at night",
    "does it hurt",
    "how long does it take",
    "and at work",
    "tell me more",
]


@pytest.mark.parametrize("text", FOLLOW_UPS)
def test_a_bare_follow_up_stays_with_its_topic(text: str, assistant: Assistant) -> None:
    reply = assistant.reply(text, Conversation(topic="causes.hemorrhoids"))

    assert reply.decision != "decline"
    assert reply.topics[0].id == "causes.hemorrhoids"


@pytest.mark.parametrize("text", FOLLOW_UPS)
def test_without_a_topic_it_is_never_answered_with_certainty(text: str, assistant: Assistant) -> None:
    assert assistant.reply(text).decision != "answer"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("hemroids tretment", "treatment.hemorrhoids"),
        ("what is a fissure", "causes.fissure"),
        ("could it be piles", "causes.hemorrhoids"),
        ("can i use pads", "care.pads"),
        ("what about colitis", "causes.ibd"),
    ],
)
@pytest.mark.parametrize("last", ["causes.blood", "causes.overview"])
def test_who_names_another_topic_is_told_that_one(text: str, topic: str, last: str, assistant: Assistant) -> None:
    reply = assistant.reply(text, Conversation(topic=last))

    assert (reply.decision, reply.topic) == ("answer", topic)


@pytest.mark.parametrize("text", ["hello", "hi there", "ok", "good morning"])
def test_a_greeting_is_no_follow_up(text: str, assistant: Assistant) -> None:
    assert assistant.reply(text, Conversation(topic="causes.hemorrhoids")).decision == "decline"


@pytest.mark.parametrize("text", ["whats the point anymore", "feel so alone", "i hate my life"])
def test_despair_is_no_follow_up(text: str, assistant: Assistant) -> None:
    afresh, after = assistant.reply(text), assistant.reply(text, Conversation(topic="causes.blood"))

    assert (after.decision, after.topics) == (afresh.decision, afresh.topics)
    assert after.decision != "answer"
    assert after.offers.crisis_line


def test_another_part_of_the_body_is_no_follow_up(assistant: Assistant) -> None:
    assert assistant.reply("what about my knee", Conversation(topic="causes.hemorrhoids")).decision == "decline"
