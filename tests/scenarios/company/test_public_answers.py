"""Answers for all to see, and unasked ones: only where an administrator chose so, and sparingly."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.scenarios.examples import sure_question, unsure_question

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage

pytestmark = pytest.mark.public


async def in_public(stage: Stage) -> None:
    await stage.chooses(stage.owner, "settings.change_where")
    stage.help.chat.ours.clear()


async def unasked_too(stage: Stage) -> None:
    await stage.promoted()
    await stage.chooses(stage.owner, "settings.change_speak", "settings.change_where")
    stage.help.chat.ours.clear()


async def test_a_sure_answer_is_given_in_the_group_below_the_question(stage: Stage) -> None:
    await in_public(stage)

    answer = await stage.ann.asks(f"/ask {stage.question}", to=stage.help)

    assert answer.text.startswith(stage.answer)
    assert answer.receiver is None
    assert answer.reply_to is not None
    assert stage.words["group.door"] in answer.labels


async def test_what_is_unclear_is_asked_back_in_private_all_the_same(stage: Stage) -> None:
    await in_public(stage)

    line = await stage.ann.asks(f"/ask {unsure_question(stage.assistant)}", to=stage.help)

    assert line.text == stage.words["group.line"]


async def test_private_stays_private(stage: Stage) -> None:
    await in_public(stage)

    line = await stage.ann.asks(f"/private {stage.question}", to=stage.help)

    assert line.text == stage.words["group.line"]


async def test_several_who_ask_the_same_within_a_minute_get_one_public_answer(stage: Stage) -> None:
    await in_public(stage)

    for person in (stage.ann, stage.bob, stage.ann):
        await person.writes(f"/ask {stage.question}", to=stage.help)
    await stage.settled()

    texts = [message.text for message in stage.help.messages]
    assert [text.startswith(stage.answer) for text in texts] == [True, False, False]
    assert texts[1:] == [stage.words["group.line"]] * 2


async def test_after_a_minute_it_is_answered_again(stage: Stage) -> None:
    await in_public(stage)
    await stage.ann.asks(f"/ask {stage.question}", to=stage.help)

    await stage.later(minutes=1.1)
    again = await stage.bob.asks(f"/ask {stage.question}", to=stage.help)

    assert again.text.startswith(stage.answer)


async def test_who_answers_somebody_elses_answer_goes_on_with_that(stage: Stage) -> None:
    await in_public(stage)
    answer = await stage.ann.asks(f"/ask {stage.question}", to=stage.help)
    await stage.later(minutes=1.1)

    again = await stage.bob.asks("and for kids", to=stage.help, reply_to=answer)

    assert again.text.startswith(stage.answer)


async def test_only_the_asker_can_use_the_buttons_of_an_answer(stage: Stage) -> None:
    await in_public(stage)
    answer = await stage.ann.asks(f"/ask {stage.question}", to=stage.help)
    await stage.settled()
    other = next(topic for topic in stage.knowledge.topics.values() if topic.title in answer.labels)

    refused = await stage.presses(stage.bob, other.title, answer)
    before = answer.text
    allowed = await stage.presses(stage.ann, other.title, answer)

    assert refused == stage.words["group.not_yours"]
    assert before.startswith(stage.answer)
    assert allowed == ""
    assert answer.text.startswith(other.title)


async def test_an_old_button_in_a_group_is_answered_with_a_word(stage: Stage) -> None:
    await in_public(stage)
    answer = await stage.ann.asks(f"/ask {stage.question}", to=stage.help)

    press = await stage.ann.forges("w:", on=answer)
    await press.answered()

    assert press.text == stage.words["group.open_private"]


async def test_a_plain_question_is_answered_unasked_if_that_was_chosen(stage: Stage) -> None:
    await unasked_too(stage)

    answer = await stage.ann.asks(stage.question, to=stage.help)

    assert answer.text.startswith(stage.answer)


async def test_between_unasked_answers_the_chat_rests_but_who_calls_is_answered(stage: Stage) -> None:
    await unasked_too(stage)
    other = sure_question(stage.assistant, other_than=stage.question) + "?"
    await stage.ann.asks(stage.question, to=stage.help)

    await stage.bob.writes(other, to=stage.help)
    await stage.settled()
    resting = len(stage.help.messages)
    called = await stage.bob.asks(f"/ask {other}", to=stage.help)
    await stage.later(minutes=11)
    await stage.ann.writes(stage.question, to=stage.help)
    await stage.settled()

    assert resting == 1
    assert called.receiver is None
    assert len(stage.help.messages) == 3


async def test_the_chat_rests_whichever_process_has_spoken_and_after_a_restart_too(stage: Stage) -> None:
    await unasked_too(stage)
    await stage.ann.asks(stage.question, to=stage.help)
    other = sure_question(stage.assistant, other_than=stage.question) + "?"
    await stage.bot.restart()

    await stage.bob.writes(other, to=stage.help)
    await stage.settled()
    after_a_restart = len(stage.help.messages)
    await stage.later(minutes=11)
    spoken_elsewhere(stage)
    await stage.bob.writes(other, to=stage.help)
    await stage.settled()

    assert after_a_restart == len(stage.help.messages) == 1


def spoken_elsewhere(stage: Stage) -> None:
    """Let another process have spoken in the help group just now, of which this one knows nothing yet."""
    now = datetime.fromtimestamp(stage.town.clock.now(), UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(stage.bot.database)) as other:
        other.execute("UPDATE groups SET spoke_at = ?", [now])
        other.commit()


async def test_a_question_to_somebody_else_is_theirs(stage: Stage) -> None:
    await unasked_too(stage)
    said = await stage.bob.writes("i had that too last year", to=stage.help)

    await stage.ann.writes(stage.question, to=stage.help, reply_to=said)
    await stage.settled()

    assert stage.help.messages == []


async def test_in_private_where_that_was_chosen_an_unasked_answer_is_seen_by_the_asker_alone(stage: Stage) -> None:
    await stage.promoted()
    await stage.chooses(stage.owner, "settings.change_speak")
    stage.help.chat.ours.clear()

    seen = await stage.ann.asks(stage.question, to=stage.help)
    await stage.settled()

    assert seen.text.startswith(stage.answer)
    assert stage.help.messages == []
