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
    "and at work",
    "tell me more",
]
# These may be asked of an illness or of its treatment.
ASKED_OF_EITHER = ["does it hurt", "how long does it take", "is it safe"]
# What was talked about, what is asked then, and the topic that tells it.
GOING_ON = [
    ("causes.hemorrhoids", "what cream can i use", "treatment.hemorrhoids"),
    ("causes.hemorrhoids", "how do i get rid of them", "treatment.hemorrhoids"),
    ("causes.hemorrhoids", "who do i see about it", "care.see_doctor"),
    ("causes.hemorrhoids", "why do i get them", "causes.hemorrhoids"),
    ("causes.ibd", "is there a cure", "treatment.ibd"),
    ("causes.ibd", "which doctor", "care.see_doctor"),
    ("causes.constipation_impaction", "laxatives?", "treatment.constipation"),
    ("causes.gastroenteritis", "what can i take for it", "treatment.gastroenteritis"),
    ("treatment.hemorrhoids", "what causes it", "causes.hemorrhoids"),
    ("treatment.hemorrhoids", "side effects?", "treatment.hemorrhoids"),
    ("causes.blood", "what helps", "treatment.overview"),
    ("causes.overview", "can it be cured", "treatment.overview"),
    ("care.pads", "how often to change", "care.pads"),
]


@pytest.mark.parametrize("text", FOLLOW_UPS)
def test_a_bare_follow_up_stays_with_its_topic(text: str, assistant: Assistant) -> None:
    reply = assistant.reply(text, Conversation(topic="causes.hemorrhoids"))

    assert reply.decision != "decline"
    assert reply.topics[0].id == "causes.hemorrhoids"


@pytest.mark.parametrize("text", ASKED_OF_EITHER)
def test_what_may_be_asked_of_an_illness_or_of_its_treatment_goes_on_with_one_of_them(
    text: str, assistant: Assistant
) -> None:
    reply = assistant.reply(text, Conversation(topic="causes.hemorrhoids"))

    assert reply.decision != "decline"
    assert reply.topics[0].id in {"causes.hemorrhoids", "treatment.hemorrhoids"}


@pytest.mark.parametrize(("last", "text", "topic"), GOING_ON)
def test_what_is_asked_then_is_asked_of_what_was_talked_about(
    last: str, text: str, topic: str, assistant: Assistant
) -> None:
    reply = assistant.reply(text, Conversation(topic=last))

    assert reply.decision != "decline"
    assert reply.topics[0].id == topic


def test_who_asks_on_where_the_article_says_no_more_is_told_so(assistant: Assistant) -> None:
    again, afresh = (
        assistant.reply("what are piles", Conversation(topic=last)) for last in ("causes.hemorrhoids", None)
    )

    assert assistant.knowledge.words["reply.again"] in again.blocks
    assert assistant.knowledge.words["reply.again"] not in afresh.blocks


@pytest.mark.parametrize("text", [*FOLLOW_UPS, *ASKED_OF_EITHER])
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
