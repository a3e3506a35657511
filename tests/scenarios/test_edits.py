"""Somebody edits what they wrote: what is added is acted on, and nothing is answered twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scenarios.examples import ELSEWHERE, HEAVY, sure_question

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge
    from tests.scenarios.running import Running
    from tests.standin import Person, Town


async def test_a_red_flag_that_an_edit_adds_is_acted_on(
    bot: Running, ann: Person, assistant: Assistant, knowledge: Knowledge
) -> None:
    written = await ann.writes(sure_question(assistant))
    answer = await ann.sees(lambda _: True)

    await ann.edits(written, HEAVY)
    card = await ann.sees(knowledge.words["status.told_alarm"])

    assert card is not answer
    assert card.reply_to is written
    assert card.text.startswith(assistant.reply(HEAVY).blocks[0])
    assert len(bot.desk.messages) == 1


async def test_the_same_red_flag_is_not_acted_on_again(
    bot: Running, ann: Person, town: Town, knowledge: Knowledge
) -> None:
    written = await ann.writes(HEAVY)
    await ann.sees(knowledge.words["status.told_alarm"])

    await ann.edits(written, f"{HEAVY} now")
    await town.settled()

    assert len(ann.private.messages) == len(bot.desk.messages) == 1


async def test_an_edit_that_takes_the_danger_out_takes_nothing_back(
    ann: Person, bot: Running, town: Town, assistant: Assistant, knowledge: Knowledge
) -> None:
    written = await ann.writes(HEAVY)
    card = await ann.sees(knowledge.words["status.told_alarm"])
    shown = card.text

    await ann.edits(written, sure_question(assistant))
    await town.settled()

    assert (len(ann.private.messages), len(bot.desk.messages), card.text) == (1, 1, shown)


@pytest.mark.usefixtures("bot")
async def test_a_mended_question_is_answered_in_the_same_message(ann: Person, town: Town, assistant: Assistant) -> None:
    written = await ann.writes(ELSEWHERE)
    answer = await ann.sees(lambda _: True)

    await ann.edits(written, sure_question(assistant))
    await town.settled()

    assert ann.private.messages == [answer]
    assert answer.text.startswith(assistant.reply(sure_question(assistant)).blocks[0])


@pytest.mark.usefixtures("bot")
async def test_an_edit_that_comes_before_the_message_is_answered_and_the_message_then_is_not(
    ann: Person, town: Town, assistant: Assistant
) -> None:
    town.server.feed.hold()
    written = await ann.writes(ELSEWHERE)
    await ann.edits(written, sure_question(assistant))

    town.server.feed.release(reversed)
    await town.settled()

    assert len(ann.private.messages) == 1
    assert ann.private.last.text.startswith(assistant.reply(sure_question(assistant)).blocks[0])


@pytest.mark.usefixtures("bot")
async def test_words_added_below_a_picture_are_read(ann: Person, assistant: Assistant) -> None:
    picture = await ann.sends_photo()
    await ann.sees(assistant.knowledge.words["media.text_needed"])

    await ann.edits(picture, HEAVY)

    await ann.sees(lambda message: message.text.startswith(assistant.reply(HEAVY).blocks[0]))
