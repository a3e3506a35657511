"""A bare follow-up belongs to what was just talked about, and to nothing when nothing was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from bot import Conversation
from bot.assistant.reply import BlockKind
from bot.eval.answered import answer_all
from bot.eval.figures import figures
from bot.eval.messages import read_messages
from tests.reading.shipped import MESSAGES, dangers, some

if TYPE_CHECKING:
    from bot import Assistant
    from tests.reading.shipped import Proof

FLOORS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "floors.yaml").read_text(encoding="utf-8"))
# One danger in so many: all of them take too long.
DANGERS = some(dangers(), 16)

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


@pytest.mark.parametrize("file", sorted(FLOORS["follow_ups"]))
def test_what_goes_on_is_told_from_what_starts_anew(file: str, assistant: Assistant) -> None:
    floors = FLOORS["follow_ups"][file]

    measured = figures(answer_all(assistant, read_messages([MESSAGES / "follow_ups" / f"{file}.jsonl"])))

    assert {name: measured[name] for name, floor in floors["at_least"].items() if (measured[name] or 0) < floor} == {}
    assert {name: measured[name] for name, most in floors["at_most"].items() if (measured[name] or 0) > most} == {}


@pytest.mark.parametrize("last", ["causes.hemorrhoids", "treatment.ibd", "care.pads"])
def test_no_danger_is_lost_on_somebody_who_was_told_of_a_topic(last: str, assistant: Assistant) -> None:
    talked = Conversation(topic=last, offered=("care.see_doctor", "causes.overview"))

    lost = [proof for proof in DANGERS if _lost(proof, talked, assistant)]

    assert lost == []


def _lost(proof: Proof, talked: Conversation, assistant: Assistant) -> bool:
    look = assistant.look(proof.text)
    afresh, after = (assistant.reply(proof.text, conversation, look) for conversation in (Conversation(), talked))
    flags = {flag.id for flag in afresh.red_flags} - {flag.id for flag in after.red_flags}
    return after.level < afresh.level or bool(flags)


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


@pytest.mark.parametrize("text", ["and for kids?", "is it serious", "how long does it last"])
def test_who_asks_on_is_not_told_the_same_again(text: str, assistant: Assistant) -> None:
    topic = assistant.knowledge.topics["causes.hemorrhoids"]

    reply = assistant.reply(text, Conversation(topic=topic.id))

    told = [str(block) for block in reply.blocks if block.kind in {BlockKind.PARAGRAPH, BlockKind.BULLET}]
    assert reply.topic == topic.id
    assert told == [topic.summary]
    assert assistant.knowledge.words["reply.again"] in reply.blocks
    assert "treatment.hemorrhoids" in reply.offers.topics
    assert reply.offers.topics[-1] == topic.id  # whoever wants it all again can have it


def test_who_asks_on_about_a_treatment_still_reads_what_it_forbids(assistant: Assistant) -> None:
    topic = assistant.knowledge.topics["treatment.hemorrhoids"]

    reply = assistant.reply("how long does it take", Conversation(topic=topic.id))

    assert topic.guard in reply.blocks


@pytest.mark.parametrize("text", ["my car leaks oil", "i like pizza", "and for my bike?", "what time is it in paris"])
@pytest.mark.parametrize("last", ["causes.hemorrhoids", "causes.fluid_mucus", "care.see_doctor"])
def test_another_world_is_no_follow_up(text: str, last: str, assistant: Assistant) -> None:
    assert assistant.reply(text, Conversation(topic=last)).decision == "decline"


def test_after_a_topic_that_is_gone_a_message_is_read_as_if_nothing_was_said(assistant: Assistant) -> None:
    afresh, after = (assistant.reply("and for kids?", Conversation(topic=last)) for last in (None, "causes.gone"))

    assert (after.decision, after.topics) == (afresh.decision, afresh.topics)


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
