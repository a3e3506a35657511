"""Short messages: a greeting, a yes or a no, the second one. Nobody who says little is told that they are outside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot import Conversation, Level
from bot.assistant.conversation import EXPIRES_AFTER
from bot.assistant.reply import BlockKind, Decision

if TYPE_CHECKING:
    from bot import Assistant, Reply
    from bot.knowledge.knowledge import Knowledge

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LOW = "whats the point, i am so alone with this"


def after(reply: Reply, conversation: Conversation = Conversation()) -> Conversation:
    """Return the conversation as it stands after a reply."""
    return reply.continued(conversation, NOW)


@pytest.mark.parametrize("text", ["hi", "Hello there", "good morning", "are you real"])
def test_who_says_little_is_asked_what_troubles_them(text: str, assistant: Assistant, knowledge: Knowledge) -> None:
    assert knowledge.words["reply.small_talk"] in assistant.reply(text).blocks


@pytest.mark.parametrize(
    "text", ["help me pls", "Please advise as I am worried.", "is this normal??", "explain it simpler"]
)
def test_who_asks_for_help_without_a_subject_is_given_some_to_begin_with(
    text: str, assistant: Assistant, knowledge: Knowledge
) -> None:
    reply = assistant.reply(text)

    assert reply.decision is Decision.CLARIFY
    assert reply.offers.topics == knowledge.pleas.topics
    assert knowledge.words["reply.begin"] in reply.blocks


@pytest.mark.parametrize(("text", "topic"), [("Diapers?", "care.pads"), ("which cream pls", "treatment.hemorrhoids")])
def test_one_word_that_says_enough_leads_to_its_topics(text: str, topic: str, assistant: Assistant) -> None:
    assert topic in assistant.reply(text).offers.topics


@pytest.mark.parametrize("text", ["i need surgery on my knee", "what a cream cake", "the help desk is bad"])
def test_a_plea_beside_another_subject_is_none(text: str, assistant: Assistant) -> None:
    assert assistant.reply(text).decision is Decision.DECLINE


@pytest.mark.parametrize("topic", [None, "causes.hemorrhoids"])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("thanks so much", "reply.content"),
        ("ok", "reply.content"),
        ("no", "reply.content"),
        ("Not really.", "reply.content"),
        ("👍🏽", "reply.content"),
        ("🙏 ❤️", "reply.content"),
        ("asdfgh", "reply.unread"),
        ("hgjfk dlsöa", "reply.unread"),
        ("😂😂", "reply.empty"),
        ("...", "reply.empty"),
    ],
)
def test_what_asks_for_nothing_goes_on_with_no_topic(
    text: str, line: str, topic: str | None, assistant: Assistant, knowledge: Knowledge
) -> None:
    reply = assistant.reply(text, Conversation(topic=topic, at=NOW))

    assert knowledge.words[line] in reply.blocks
    assert reply.topics == ()


BEFORE = Conversation(topic="treatment.hemorrhoids", offered=("care.pads", "care.fiber"), country="GB", at=NOW)


@pytest.mark.parametrize("text", ["no", "yes", "ok", "thank you", "i wont call them", "what do you know", "..."])
def test_below_the_card_of_a_crisis_nobody_reads_on_about_what_was_before(text: str, assistant: Assistant) -> None:
    carded = after(assistant.reply("i want to kill myself"), BEFORE)

    reply = assistant.reply(text, carded)

    assert reply.topics == ()
    assert any("116 123" in block for block in reply.blocks if block.kind is BlockKind.NOTE)
    assert reply.offers.crisis_line
    assert after(reply, carded).beside == "crisis"


def test_whoever_then_asks_for_something_else_is_answered_and_has_moved_on(assistant: Assistant) -> None:
    carded = after(assistant.reply("i want to kill myself"), BEFORE)
    asked = assistant.reply("do pads help against leaking?", carded)

    assert asked.topic == "care.pads"
    assert after(asked, carded).beside is None


@pytest.mark.parametrize("danger", ["i want to kill myself", "my poo is black and i keep fainting"])
def test_an_emergency_ends_what_was_talked_about_but_for_the_country(danger: str, assistant: Assistant) -> None:
    carded = after(assistant.reply(danger), BEFORE)

    assert carded.topic not in {BEFORE.topic, *BEFORE.choices}
    assert set(carded.choices).isdisjoint(BEFORE.choices)
    assert carded.country == BEFORE.country


@pytest.mark.parametrize("text", ["👍", "ok", "...", "🔪"])
def test_a_grave_question_that_nobody_answered_is_put_again(text: str, assistant: Assistant) -> None:
    reply = assistant.reply(text, after(assistant.reply(LOW)))

    assert [block.kind for block in reply.blocks].count(BlockKind.QUESTION) == 1
    assert reply.offers.crisis_line
    assert assistant.reply("yes", after(reply)).pathway == "crisis"


@pytest.mark.parametrize(
    "text", ["what about my knee", "best pizza in town", "my car needs new tyres", "win money online now"]
)
def test_another_subject_is_said_to_be_outside(text: str, assistant: Assistant, knowledge: Knowledge) -> None:
    assert knowledge.words["reply.decline"] in assistant.reply(text).blocks


def test_low_words_are_met_with_one_question_that_a_tap_can_answer(assistant: Assistant, knowledge: Knowledge) -> None:
    reply = assistant.reply(LOW)

    assert [block.kind for block in reply.blocks].count(BlockKind.QUESTION) == 1
    assert reply.offers.asked == knowledge.soft_signals.flag
    assert reply.level is Level.NONE


@pytest.mark.parametrize("answer", ["yes", "Yeah.", "sometimes", "i guess so", "YES!!!", "maybe..."])
def test_a_yes_to_the_question_brings_the_crisis_card(answer: str, assistant: Assistant) -> None:
    reply = assistant.reply(answer, after(assistant.reply(LOW)))

    assert (reply.level, reply.pathway) == (Level.EMERGENCY, "crisis")
    assert [mention.id for mention in reply.red_flags] == ["suicide_self_harm"]
    assert all(answer[m.start : m.end] == m.text for m in reply.red_flags)


@pytest.mark.parametrize("answer", ["no", "Nope", "not really"])
def test_a_no_is_believed_and_the_line_stays_in_reach(answer: str, assistant: Assistant) -> None:
    reply = assistant.reply(answer, after(assistant.reply(LOW)))

    assert reply.level is Level.NONE
    assert reply.offers.crisis_line


@pytest.mark.parametrize(
    "text",
    [
        "my step brother used to hurt me and now i leak",
        "i never told anyone what happened to me as a child but i leak",
        "when i was nine a man did things and my bowels never worked since",
    ],
)
def test_who_hints_at_what_was_done_to_him_is_asked_about_that(text: str, assistant: Assistant) -> None:
    reply = assistant.reply(text)

    assert [block.kind for block in reply.blocks].count(BlockKind.QUESTION) == 1
    assert (reply.pathway, reply.offers.asked) == (None, "sexual_assault")
    assert [mention.id for mention in assistant.reply("yes", after(reply)).red_flags] == ["sexual_assault"]
    assert assistant.reply("no", after(reply)).level is Level.NONE
    again = assistant.reply("ok", after(reply)).blocks
    assert [block for block in again if block in reply.blocks and block.kind is BlockKind.QUESTION]


def test_talk_of_other_things_is_not_asked_about_that(assistant: Assistant) -> None:
    assert (
        assistant.reply("my brother used to hurt me when we were kids, we fought over the telly").offers.asked is None
    )


def test_a_yes_means_nothing_where_nothing_was_asked(assistant: Assistant) -> None:
    asked = after(assistant.reply(LOW))
    something_else = after(assistant.reply("what is a fissure", asked), asked)

    for conversation in (Conversation(), something_else, asked.alive(NOW + EXPIRES_AFTER + timedelta(seconds=1))):
        assert assistant.reply("yes", conversation).level is Level.NONE


def test_more_than_a_yes_is_read_as_a_message(assistant: Assistant) -> None:
    reply = assistant.reply("yes and i cant stop bleeding from my bum", after(assistant.reply(LOW)))

    assert "gi_bleed_heavy" in {mention.id for mention in reply.red_flags}


def test_a_question_takes_no_place_among_the_topics_that_were_offered(assistant: Assistant) -> None:
    conversation = Conversation(offered=("?suicide_self_harm", "care.pads", "care.fiber"), at=NOW)

    assert assistant.reply("the second one", conversation).topic == "care.fiber"


@pytest.mark.parametrize(
    ("text", "topic"),
    [("1", "care.pads"), (" 2.", "care.fiber"), ("#2", "care.fiber"), ("3", None), ("0", None), ("22", None)],
)
def test_a_bare_number_picks_what_was_offered_in_that_place(text: str, topic: str | None, assistant: Assistant) -> None:
    assert assistant.reply(text, Conversation(offered=("care.pads", "care.fiber"), at=NOW)).topic == topic


@pytest.mark.parametrize("text", ["and for kids?", "what about at night", "tell me more", "and with fever?"])
def test_a_follow_up_keeps_the_last_topic(text: str, assistant: Assistant) -> None:
    reply = assistant.reply(text, Conversation(topic="causes.hemorrhoids", at=NOW))

    assert "causes.hemorrhoids" in {topic.id for topic in reply.topics}


def test_a_crisis_goes_on_with_no_topic(assistant: Assistant) -> None:
    reply = assistant.reply("they would all be better off without me", Conversation(topic="treatment.overview"))

    assert (reply.pathway, reply.topics) == ("crisis", ())


def test_a_follow_up_about_something_else_is_outside(assistant: Assistant) -> None:
    assert assistant.reply("what about my knee", Conversation(topic="causes.hemorrhoids", at=NOW)).topics == ()


@pytest.mark.parametrize("text", ["and for kids?", "what about at night"])
def test_where_several_were_offered_a_follow_up_goes_on_with_them(text: str, assistant: Assistant) -> None:
    offered = ("causes.fissure", "causes.hemorrhoids")

    reply = assistant.reply(text, Conversation(offered=offered, at=NOW))

    assert (reply.decision, reply.topic) == ("clarify", None)
    assert tuple(topic.id for topic in reply.topics) == offered
    assert reply.offers.topics == offered


@pytest.mark.parametrize("text", ["hello", "what about my knee", "tell me what proctitis is"])
def test_what_starts_anew_is_no_follow_up_to_what_was_offered(text: str, assistant: Assistant) -> None:
    reply = assistant.reply(text, Conversation(offered=("causes.fissure", "causes.hemorrhoids"), at=NOW))

    assert reply.topics == assistant.reply(text).topics
