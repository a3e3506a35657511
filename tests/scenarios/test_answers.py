"""Somebody writes, and gets one message back that holds all that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.telegram.buttons import Deed, unpack
from tests.scenarios.examples import ELSEWHERE, HEAVY, sure_question, unsure_question

if TYPE_CHECKING:
    from bot import Assistant
    from tests.scenarios.running import Running
    from tests.standin import Message, Person, Server, Town


def deeds(message: Message) -> list[Deed]:
    """Name what the buttons under a message ask for."""
    presses = [unpack(button.data or "") for button in message.buttons]
    return [press.deed for press in presses if press]


@pytest.mark.usefixtures("bot")
async def test_a_question_is_answered_by_one_message_that_replies_to_it(
    ann: Person, town: Town, assistant: Assistant
) -> None:
    question = sure_question(assistant)

    answer = await ann.asks(question)
    await town.settled()

    assert ann.private.messages == [answer]
    assert answer.reply_to is not None
    assert answer.reply_to.text == question
    assert not answer.preview


@pytest.mark.usefixtures("bot")
async def test_an_answer_says_just_what_the_library_says_in_the_same_order(ann: Person, assistant: Assistant) -> None:
    question = sure_question(assistant)
    # The first answer of all has a notice too.
    await ann.asks(sure_question(assistant, other_than=question))

    answer = await ann.asks(question)

    said = [line.removeprefix("• ") for line in answer.text.split("\n") if line]
    assert said == [line for block in assistant.reply(question).blocks for line in block.split("\n")]


@pytest.mark.usefixtures("bot")
async def test_an_answer_offers_what_can_be_done_next(ann: Person, assistant: Assistant) -> None:
    answer = await ann.asks(sure_question(assistant))

    assert {Deed.TOPIC, Deed.ELSE, Deed.PERSON, Deed.HELPED, Deed.NOT_HELPED, Deed.WHY} <= set(deeds(answer))


@pytest.mark.usefixtures("bot")
async def test_the_notice_of_the_first_use_is_part_of_the_first_answer_and_of_no_other(
    ann: Person, assistant: Assistant
) -> None:
    notice = assistant.knowledge.words["start.notice"]

    first = await ann.asks(sure_question(assistant))
    second = await ann.asks(sure_question(assistant))

    assert notice in first.text
    assert notice not in second.text


@pytest.mark.usefixtures("bot")
async def test_an_unclear_question_gets_topics_to_choose_from_and_the_chosen_one_is_told(
    ann: Person, assistant: Assistant
) -> None:
    choices = await ann.asks(unsure_question(assistant))
    offered = [unpack(button.data or "") for button in choices.buttons]
    chosen = next(press for press in offered if press and press.deed is Deed.TOPIC)

    await ann.presses(chosen.pack(), on=choices)
    told = await ann.sees(assistant.knowledge.topics[chosen.value].title)

    assert told is not choices
    assert told.text.startswith(assistant.knowledge.topics[chosen.value].title)


@pytest.mark.usefixtures("bot")
async def test_what_lies_elsewhere_is_declined_with_a_way_to_the_topics_and_to_a_person(ann: Person) -> None:
    answer = await ann.asks(ELSEWHERE)

    assert deeds(answer)[:2] == [Deed.BROWSE, Deed.PERSON]


@pytest.mark.usefixtures("bot")
async def test_the_last_topic_is_remembered_for_what_comes_next(
    ann: Person, bot: Running, assistant: Assistant
) -> None:
    question = sure_question(assistant)

    await ann.asks(question)
    await bot.restart()

    assert bot.rows("SELECT topic FROM conversations") == [(assistant.reply(question).topic,)]


@pytest.mark.usefixtures("bot")
async def test_feedback_is_counted_for_the_topic_without_the_person(
    ann: Person, bot: Running, assistant: Assistant
) -> None:
    answer = await ann.asks(sure_question(assistant))

    press = await ann.presses(assistant.knowledge.words["button.not_helped"], on=answer)
    await press.answered()
    await ann.sees(lambda message: Deed.NOT_HELPED not in deeds(message) and Deed.BROWSE in deeds(message))

    topic = assistant.reply(sure_question(assistant)).topic
    assert bot.rows("SELECT topic, helped, count FROM feedback") == [(topic, 0, 1)]


@pytest.mark.usefixtures("bot")
async def test_something_else_shows_what_there_is(ann: Person, assistant: Assistant) -> None:
    answer = await ann.asks(sure_question(assistant))

    await ann.presses(assistant.knowledge.words["button.else"], on=answer)
    shown = await ann.sees(assistant.knowledge.words["else.prompt"])

    assert set(deeds(shown)) == {Deed.BROWSE}


@pytest.mark.parametrize("kind", ["photo", "sticker", "voice", "video", "document", "location", "poll"])
@pytest.mark.usefixtures("bot")
async def test_what_cannot_be_read_gets_a_kind_line(kind: str, ann: Person, assistant: Assistant) -> None:
    await ann.sends(kind)

    await ann.sees(assistant.knowledge.words["media.text_needed"])


@pytest.mark.usefixtures("bot")
async def test_words_below_a_picture_are_read_and_triaged(ann: Person, assistant: Assistant) -> None:
    await ann.sends_photo(HEAVY)

    answer = await ann.sees(assistant.knowledge.words["media.not_seen"])
    assert answer.text.startswith(assistant.reply(HEAVY).blocks[0])


@pytest.mark.usefixtures("bot")
async def test_an_album_gets_one_line(ann: Person, town: Town, assistant: Assistant) -> None:
    for _ in range(3):
        await ann.sends_photo(extra={"media_group_id": "album"})
    await town.settled()

    assert [message.text for message in ann.private.messages] == [assistant.knowledge.words["media.text_needed"]]


@pytest.mark.usefixtures("bot")
async def test_groups_are_met_with_silence_even_in_an_emergency(
    ann: Person, town: Town, bot: Running, server: Server
) -> None:
    group = town.group("Help", [ann])
    before = len(server.calls.effects)

    await ann.writes("/start", to=group)
    await ann.writes(HEAVY, to=group)
    await ann.sends_photo(HEAVY, to=group)
    await town.settled()

    assert server.calls.effects[before:] == []
    assert bot.rows("SELECT id FROM updates") == []


@pytest.mark.parametrize(
    "text",
    [
        '<b>bum</b> <script>leaks</script> & "more"',
        "😀" * 2000,
        "\u202ebum leaks\u202c \u200b\u200d\ufeff",
        "\n" * 3000 + "leak",
        "a" * 4096,
        "%s {0} {words} \\",
    ],
    ids=["html", "emoji", "right to left", "lines", "one word", "placeholders"],
)
@pytest.mark.usefixtures("bot")
async def test_hostile_words_get_an_answer_that_telegram_takes(text: str, ann: Person, server: Server) -> None:
    answer = await ann.asks(text)
    if Deed.WHY in deeds(answer):
        await ann.presses(f"{Deed.WHY}:", on=answer)
    await server.settled()

    assert [call for call in server.calls.effects if not call.ok] == []
