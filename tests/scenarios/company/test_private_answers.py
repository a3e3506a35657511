"""Private by default: a message that the asker alone sees, or a neutral line with a door that they alone can use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.telegram.buttons import Deed
from tests.scenarios.examples import ELSEWHERE, sure_question, unsure_question
from tests.scenarios.test_answers import deeds

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage
    from tests.standin import Message


async def asked(stage: Stage, text: str = "") -> Message:
    """Let Ann ask in the group where the bot is a plain member; gives the neutral line."""
    return await stage.ann.asks(f"/ask {text or stage.question}", to=stage.help)


async def test_a_plain_member_says_one_neutral_line_below_the_question(stage: Stage) -> None:
    line = await asked(stage)

    assert stage.help.messages == [line]
    assert line.text == stage.words["group.line"]
    assert line.labels == [stage.words["group.door"]]
    assert line.reply_to is not None


async def test_through_the_door_the_private_chat_opens_with_the_answer(stage: Stage) -> None:
    line = await asked(stage)

    await stage.presses(stage.ann, "group.door", line)

    assert stage.ann.private.opens_with(stage.answer)


async def test_the_link_carries_128_random_bits_and_nothing_else(stage: Stage) -> None:
    first, second = await asked(stage), await asked(stage)

    tokens = {(line.buttons[0].url or "").partition("?start=h-")[2] for line in (first, second)}

    assert len(tokens) == 2
    assert all(len(token) == 22 for token in tokens)
    assert all(token not in stage.bot.kept_bytes().decode("latin-1") for token in tokens)


async def test_somebody_elses_try_is_greeted_and_does_not_use_the_link_up(stage: Stage) -> None:
    line = await asked(stage)

    await stage.presses(stage.bob, "group.door", line)
    await stage.presses(stage.ann, "group.door", line)

    assert stage.bob.private.opens_with(stage.words["start.greeting"])
    assert not stage.bob.private.opens_with(stage.answer)
    assert stage.ann.private.opens_with(stage.answer)


async def test_a_link_works_once(stage: Stage) -> None:
    line = await asked(stage)

    await stage.presses(stage.ann, "group.door", line)
    await stage.presses(stage.ann, "group.door", line)

    assert stage.ann.private.last.text.startswith(stage.words["start.greeting"])
    assert stage.bot.rows("SELECT * FROM handoffs") == []


async def test_a_link_expires(stage: Stage) -> None:
    line = await asked(stage)

    await stage.later(minutes=31)
    assert stage.bot.rows("SELECT * FROM handoffs") == []
    await stage.presses(stage.ann, "group.door", line)

    assert stage.ann.private.last.text.startswith(stage.words["start.greeting"])


async def test_a_made_up_link_is_greeted(stage: Stage) -> None:
    await stage.ann.presses_start("h-AAAAAAAAAAAAAAAAAAAAAA")
    await stage.settled()

    assert stage.ann.private.last.text.startswith(stage.words["start.greeting"])


async def test_an_unclear_question_is_asked_back_in_private(stage: Stage) -> None:
    line = await asked(stage, unsure_question(stage.assistant))

    await stage.presses(stage.ann, "group.door", line)

    assert stage.ann.private.opens_with(stage.words["reply.clarify"])
    assert Deed.TOPIC in deeds(stage.ann.private.last)


async def test_what_lies_elsewhere_is_declined_in_private(stage: Stage) -> None:
    line = await asked(stage, ELSEWHERE)

    await stage.presses(stage.ann, "group.door", line)

    assert stage.ann.private.opens_with(stage.words["reply.decline"])


async def test_private_opens_the_private_chat_and_nothing_more(stage: Stage) -> None:
    line = await stage.ann.asks("/private", to=stage.help)

    await stage.presses(stage.ann, "group.door", line)

    assert line.text == stage.words["group.line"]
    assert stage.ann.private.opens_with(stage.words["start.greeting"])


async def test_whoever_asks_again_gets_a_way_again_however_often(stage: Stage) -> None:
    for _ in range(5):
        await asked(stage)

    assert [message.text for message in stage.help.messages] == [stage.words["group.line"]] * 5


async def test_a_mention_calls_the_bot(stage: Stage) -> None:
    await stage.promoted()

    seen = await stage.ann.asks(f"@standin_test_bot {stage.question}", to=stage.help)
    await stage.settled()

    assert seen.receiver is stage.ann.user
    assert seen.text.startswith(stage.answer)


async def test_a_reply_to_the_bots_own_message_calls_it(stage: Stage) -> None:
    line = await asked(stage)

    again = await stage.ann.asks(stage.question, to=stage.help, reply_to=line)

    assert again.text == stage.words["group.line"]


async def test_who_answers_the_bot_goes_on_with_what_it_told_them(stage: Stage) -> None:
    await stage.promoted()
    seen = await stage.ann.asks(f"/ask {stage.question}", to=stage.help)
    await stage.settled()

    again = await stage.ann.asks("and for kids", to=stage.help, reply_to=seen)
    await stage.settled()

    assert again is not seen
    assert again.text.startswith(stage.answer)
    assert stage.help.messages == []


async def test_nobody_goes_on_with_what_somebody_else_was_told_alone(stage: Stage) -> None:
    await stage.promoted()
    other = sure_question(stage.assistant, other_than=stage.question)
    await stage.bob.asks(f"@standin_test_bot {other}", to=stage.help)
    seen = await stage.ann.asks(f"@standin_test_bot {stage.question}", to=stage.help)
    await stage.settled()

    again = await stage.ann.asks("and for kids", to=stage.help, reply_to=seen)
    await stage.settled()

    assert again.text.startswith(stage.answer)


async def test_through_the_door_too_they_go_on_with_it(stage: Stage) -> None:
    line = await asked(stage)

    door = await stage.ann.asks("and for kids?", to=stage.help, reply_to=line)
    await stage.presses(stage.ann, "group.door", door)

    assert stage.ann.private.opens_with(stage.answer)


async def test_a_choice_by_number_is_understood_in_a_group(stage: Stage) -> None:
    await stage.promoted()
    seen = await stage.ann.asks(f"/ask {unsure_question(stage.assistant)}", to=stage.help)
    await stage.settled()
    second = seen.labels[1]

    chosen = await stage.ann.asks("the second one", to=stage.help, reply_to=seen)
    await stage.settled()

    assert chosen.text.startswith(second)


async def test_a_yes_to_the_question_about_harm_is_acted_on(stage: Stage) -> None:
    await stage.promoted()
    seen = await stage.ann.asks("/ask whats the point any more", to=stage.help)
    await stage.settled()

    card = await stage.ann.asks("yes", to=stage.help, reply_to=seen)
    await stage.desk.sees(stage.words["note.crisis"])
    await stage.settled()

    assert card.receiver is stage.ann.user
    assert stage.help.messages == []


async def test_what_is_remembered_of_a_group_opens_no_private_chat(stage: Stage) -> None:
    await stage.promoted()
    await stage.ann.asks(f"/ask {stage.question}", to=stage.help)
    await stage.settled()

    assert stage.bot.rows("SELECT count(*) FROM people") == [(0,)]


async def test_an_administrator_bot_answers_the_asker_alone(stage: Stage) -> None:
    await stage.promoted()

    seen = await stage.ann.asks(f"/ask {stage.question}", to=stage.help)
    await stage.settled()

    assert seen.text.startswith(stage.answer)
    assert stage.help.messages == []
    assert stage.bob.shown == []
    assert stage.words["group.door"] in seen.labels


async def test_a_group_of_which_nothing_is_known_is_asked_about(stage: Stage) -> None:
    group = stage.town.group("Older", [stage.ann], admins=[stage.owner], bot="administrator")

    seen = await stage.ann.asks("/private", to=group)

    assert seen.receiver is stage.ann.user


async def test_the_commands_are_typed_unseen_where_the_bot_is_an_administrator(stage: Stage) -> None:
    await stage.promoted()

    command = await stage.ann.writes(f"/ask {stage.question}", to=stage.help)
    await stage.settled()

    assert command.receiver is stage.ann.user
    assert stage.bob.shown_in(stage.help) == []


async def test_another_topic_takes_the_place_of_the_answer_that_only_the_asker_sees(stage: Stage) -> None:
    await stage.promoted()
    seen = await stage.ann.asks(f"/ask {stage.question}", to=stage.help)
    await stage.settled()
    other = next(topic for topic in stage.knowledge.topics.values() if topic.title in seen.labels)

    await stage.presses(stage.ann, other.title, seen)

    assert seen.text.startswith(other.title)
    assert stage.help.messages == []


async def test_the_door_of_such_an_answer_leads_to_it_in_private(stage: Stage) -> None:
    await stage.promoted()
    seen = await stage.ann.asks(f"/ask {stage.question}", to=stage.help)
    await stage.settled()

    await stage.presses(stage.ann, "group.door", seen)

    assert stage.ann.private.opens_with(stage.answer)


async def test_where_that_is_refused_the_line_is_said_and_the_refusal_is_remembered(stage: Stage) -> None:
    await stage.promoted()
    stage.help.chat.ephemeral_refusal = "EPHEMERAL_MESSAGES_DISABLED"

    await asked(stage)
    await stage.settled()
    tries = len(stage.server.calls.of("sendMessage", chat=stage.help))
    await asked(stage)
    await stage.settled()

    assert [message.text for message in stage.help.messages] == [stage.words["group.line"]] * 2
    assert len(stage.server.calls.of("sendMessage", chat=stage.help)) == tries + 1
    assert stage.bot.rows("SELECT whispers FROM groups") == [(0,)]


async def test_a_server_that_knows_no_such_messages_shows_nothing_but_the_line(stage: Stage) -> None:
    stage.town.world.knows_ephemeral = False
    await stage.promoted()

    await asked(stage)
    await asked(stage)
    await stage.settled()

    assert [message.text for message in stage.help.messages] == [stage.words["group.line"]] * 2


@pytest.mark.parametrize("standing", ["demoted", "promoted again"])
async def test_a_new_standing_is_taken_up(standing: str, stage: Stage) -> None:
    await stage.promoted()
    stage.help.chat.ephemeral_refusal = "EPHEMERAL_MESSAGES_DISABLED"
    await asked(stage)
    await stage.help.demotes_bot()
    stage.help.chat.ephemeral_refusal = None
    if standing == "promoted again":
        await stage.promoted()

    seen = await asked(stage)

    assert (seen.receiver is stage.ann.user) is (standing == "promoted again")
