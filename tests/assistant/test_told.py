"""Why this? The person's words lead to what was said; what was denied, past or misspelt is owned up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.assistant.told import told
from bot.knowledge.model import Context
from tests.reading.shipped import own_messages

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge


def test_each_live_sign_is_named_with_the_words_that_it_rests_on(assistant: Assistant, knowledge: Knowledge) -> None:
    reply = assistant.reply("so much blood, it wont stop and i feel faint")

    line = told(reply, knowledge)[0]
    assert knowledge.flags[reply.red_flags[0].id].title in line
    assert "blood" in line


def test_the_topic_is_named_with_its_words_and_small_words_are_left_out(
    assistant: Assistant, knowledge: Knowledge
) -> None:
    reply = assistant.reply("my piles itch and leek slime")

    line = next(line for line in told(reply, knowledge) if knowledge.topics[str(reply.topic)].title in line)
    assert "“piles”" in line
    assert "“my”" not in line


def test_only_what_was_denied_is_said_to_be_denied(assistant: Assistant, knowledge: Knowledge) -> None:
    reply = assistant.reply("no blood but my piles leak slime")

    denied = [line for line in told(reply, knowledge) if line.startswith("“blood”")]
    assert {gone.why for gone in reply.dismissed} == {Context.NEGATED}
    assert len(denied) == 1
    assert "“piles”" not in denied[0]


def test_a_slip_is_owned_up_to(assistant: Assistant, knowledge: Knowledge) -> None:
    reply = assistant.reply("constipatoin for weeks")

    assert any("“constipatoin”" in line and "constipation" in line for line in told(reply, knowledge))


def test_no_line_is_said_for_a_message_without_a_word_that_counts(assistant: Assistant, knowledge: Knowledge) -> None:
    assert told(assistant.reply("zzz"), knowledge) == ()


@pytest.mark.parametrize("name", ["danger", "topics", "elsewhere"])
def test_no_line_comes_twice_and_none_is_long(name: str, assistant: Assistant, knowledge: Knowledge) -> None:
    for message in own_messages(name):
        lines = told(assistant.reply(message.text), knowledge)

        assert len(set(lines)) == len(lines)
        assert all(len(line) < 400 for line in lines), message.text
