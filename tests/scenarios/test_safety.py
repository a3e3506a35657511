"""Somebody is in danger: what to do comes first, people are told, and nothing is claimed that is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.telegram.buttons import Deed
from tests.scenarios.examples import HEAVY, HEAVY_DENIED, HEAVY_FLAG, sure_question
from tests.scenarios.test_answers import deeds
from tests.standin import faults

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge
    from tests.scenarios.running import Running
    from tests.standin import Message, Person, Server, Town


async def in_danger(ann: Person, knowledge: Knowledge, line: str = "status.told_alarm") -> Message:
    """Let somebody write of an emergency, and wait until they hear what came of it."""
    await ann.writes(HEAVY)
    return await ann.sees(knowledge.words[line])


@pytest.mark.usefixtures("bot")
async def test_an_emergency_opens_with_what_to_do(ann: Person, assistant: Assistant) -> None:
    answer = await ann.asks(HEAVY)

    assert answer.text.startswith(assistant.reply(HEAVY).blocks[0])
    assert Deed.CALLED in deeds(answer)
    assert Deed.COUNTRIES in deeds(answer)


async def test_the_desk_is_told_of_an_emergency_without_a_word_that_leads_to_the_person(
    bot: Running, ann: Person, knowledge: Knowledge
) -> None:
    await in_danger(ann, knowledge)

    note = bot.desk.last
    assert knowledge.flags[HEAVY_FLAG].title in note.text
    assert all(secret not in note.html for secret in (ann.name, str(ann.id), "tg://", HEAVY))
    assert note.labels == [knowledge.words["desk.claim"]]


async def test_the_person_hears_that_somebody_was_told_by_an_edit_after_telegram_took_the_note(
    bot: Running, ann: Person, knowledge: Knowledge, server: Server
) -> None:
    answer = await in_danger(ann, knowledge)

    assert [knowledge.words["status.told_alarm"] in version.text for version in answer.history] == [False]
    note = server.calls.of("sendMessage", chat=bot.desk)[0]
    edit = server.calls.of("editMessageText", chat=ann)[0]
    assert note.ok
    assert note.number < edit.number


async def test_when_the_desk_refuses_the_person_hears_what_to_do_instead(
    bot: Running, ann: Person, knowledge: Knowledge
) -> None:
    await bot.desk.removes_bot()

    answer = await in_danger(ann, knowledge, "status.not_told_alarm")

    assert Deed.CONTACT not in deeds(answer)


async def test_a_desk_that_is_slow_is_tried_again_and_holds_up_nobody(
    bot: Running, ann: Person, knowledge: Knowledge, server: Server, assistant: Assistant
) -> None:
    server.order(faults.too_many_requests(1), times=2, chat=bot.desk)
    await ann.asks(HEAVY)

    await ann.asks(sure_question(assistant))

    await ann.sees(knowledge.words["status.told_alarm"])
    assert len(bot.desk.messages) == 1


async def test_a_desk_that_became_a_supergroup_is_still_reached(
    bot: Running, ann: Person, town: Town, knowledge: Knowledge
) -> None:
    old = town.group("Old desk", [bot.volunteer], basic=True)
    await bot.restart(desk=old.id)
    await old.upgrades()

    await in_danger(ann, knowledge)

    assert knowledge.flags[HEAVY_FLAG].title in old.last.text


async def test_without_a_desk_nobody_is_offered_a_person_or_told_that_somebody_knows(
    idle: Running, ann: Person, town: Town, assistant: Assistant
) -> None:
    await idle.start(desk=None)

    alarm = await ann.asks(HEAVY)
    plain = await ann.asks(sure_question(assistant))
    await town.settled()

    assert Deed.PERSON not in deeds(alarm) + deeds(plain)
    assert alarm.history == []


async def test_what_is_denied_tells_nobody(bot: Running, ann: Person, town: Town) -> None:
    await ann.asks(HEAVY_DENIED)
    await town.settled()

    assert bot.desk.messages == []


@pytest.mark.agreed
async def test_a_link_comes_when_the_person_agrees_and_their_words_when_they_share_them(
    bot: Running, ann: Person, knowledge: Knowledge
) -> None:
    answer = await in_danger(ann, knowledge)

    await ann.presses(knowledge.words["button.contact"], on=answer)
    await ann.sees(knowledge.words["consent.contact"])
    linked = bot.desk.messages[0].html
    await ann.presses(knowledge.words["button.share_words"], on=answer)
    await ann.sees(knowledge.words["consent.words"])

    note = bot.desk.messages[0]
    assert f"tg://user?id={ann.id}" in linked
    assert HEAVY not in linked
    assert HEAVY not in note.html
    assert bot.desk.last.text.endswith(HEAVY)
    assert bot.desk.last.reply_to is note
    assert f"tg://user?id={ann.id}" in note.html
    assert bot.rows("SELECT consent FROM cases") == [(2,)]


@pytest.mark.agreed
async def test_the_desk_is_nudged_once_when_a_link_appears_because_edits_make_no_sound(
    bot: Running, ann: Person, knowledge: Knowledge
) -> None:
    answer = await in_danger(ann, knowledge)

    await ann.presses(knowledge.words["button.contact"], on=answer)

    nudge = await bot.desk.sees(knowledge.words["note.agreed"])
    assert nudge.reply_to is bot.desk.messages[0]


async def test_somebody_with_a_username_is_linked_by_it(bot: Running, town: Town, knowledge: Knowledge) -> None:
    eve = town.person("Eve", username="eve_writes")
    answer = await in_danger(eve, knowledge)

    await eve.presses(knowledge.words["button.contact"], on=answer)
    await eve.sees(knowledge.words["consent.contact"])

    assert "https://t.me/eve_writes" in bot.desk.messages[0].html


async def test_a_link_that_telegram_drops_is_owned_up_to_and_can_be_tried_again(
    bot: Running, ann: Person, knowledge: Knowledge
) -> None:
    ann.user.hides_link = True
    answer = await in_danger(ann, knowledge)

    await ann.presses(knowledge.words["button.contact"], on=answer)
    told = await ann.sees(knowledge.words["consent.no_link"])

    assert Deed.CONTACT in deeds(told)
    assert Deed.WORDS not in deeds(told)
    assert knowledge.words["note.anonymous"] in bot.desk.messages[0].text
    assert bot.rows("SELECT consent FROM cases") == [(0,)]


async def test_nobody_can_agree_for_somebody_else(bot: Running, ann: Person, town: Town, knowledge: Knowledge) -> None:
    answer = await in_danger(ann, knowledge)
    bob = town.person("Bob")
    his = await bob.asks("hello")

    press = await bob.forges(answer.button(knowledge.words["button.contact"]).data or "", on=his)
    await press.answered()
    await town.settled()

    assert press.text == knowledge.words["button.old"]
    assert "tg://" not in bot.desk.messages[0].html


@pytest.mark.agreed
async def test_words_that_were_deleted_cannot_be_shared_and_the_person_is_told(
    ann: Person, bot: Running, knowledge: Knowledge, town: Town
) -> None:
    answer = await in_danger(ann, knowledge)
    await ann.presses(knowledge.words["button.contact"], on=answer)
    offer = await ann.sees(lambda message: Deed.WORDS in deeds(message))
    share = offer.button(knowledge.words["button.share_words"]).data or ""
    assert answer.reply_to is not None
    await ann.deletes(answer.reply_to)

    press = await ann.forges(share, on=await ann.asks("/help"))
    await press.answered()
    await town.settled()

    assert press.text == knowledge.words["consent.words_gone"]
    assert HEAVY not in bot.desk.messages[0].text


async def test_somebody_who_asks_for_a_person_is_passed_on_without_a_name(
    bot: Running, ann: Person, assistant: Assistant, knowledge: Knowledge
) -> None:
    answer = await ann.asks(sure_question(assistant))

    await ann.presses(knowledge.words["button.person"], on=answer)
    told = await ann.sees(knowledge.words["status.told_asked"])

    assert told is answer
    assert bot.desk.last.text.startswith(knowledge.words["note.none"])
    assert ann.name not in bot.desk.last.text
    assert Deed.CONTACT in deeds(told)


async def test_a_second_alarm_brings_the_desk_only_what_is_new(
    bot: Running, ann: Person, town: Town, knowledge: Knowledge
) -> None:
    answer = await in_danger(ann, knowledge)

    await ann.writes(HEAVY)
    await ann.sees(knowledge.words["status.told_before"])
    assert len(bot.desk.messages) == 1
    await ann.forges(f"{Deed.PERSON}:", on=answer)
    await bot.desk.sees(knowledge.words["note.asked_for"])
    await town.settled()

    assert [message.reply_to for message in bot.desk.messages] == [None, bot.desk.messages[0]]
    assert knowledge.words["note.asked_for"] in bot.desk.last.text
    assert len(bot.rows("SELECT id FROM cases")) == 1


async def test_that_help_was_called_reaches_the_desk(bot: Running, ann: Person, knowledge: Knowledge) -> None:
    answer = await in_danger(ann, knowledge)

    await ann.presses(knowledge.words["button.called"], on=answer)

    await ann.sees(knowledge.words["status.called"])
    await bot.desk.sees(knowledge.words["note.called"])


@pytest.mark.agreed
async def test_a_note_that_a_volunteer_deleted_is_written_anew_when_the_person_agrees(
    bot: Running, ann: Person, knowledge: Knowledge
) -> None:
    answer = await in_danger(ann, knowledge)
    bot.desk.messages[0].deleted = True

    await ann.presses(knowledge.words["button.contact"], on=answer)
    await ann.sees(knowledge.words["consent.contact"])

    assert f"tg://user?id={ann.id}" in bot.desk.messages[0].html


@pytest.mark.usefixtures("bot")
async def test_an_emergency_behind_a_command_is_an_emergency(ann: Person, assistant: Assistant) -> None:
    for command in ("/help", "/forget", "/nonsense"):
        answer = await ann.asks(f"{command} {HEAVY}")

        assert answer.text.startswith(assistant.reply(HEAVY).blocks[0])


@pytest.mark.usefixtures("bot")
async def test_the_card_comes_again_with_the_numbers_of_the_country_that_was_chosen(
    ann: Person, knowledge: Knowledge
) -> None:
    place = knowledge.places.places[0]
    answer = await ann.asks(HEAVY)
    await ann.presses(f"{Deed.COUNTRIES}:", on=answer)
    asked = await ann.sees(knowledge.words["country.which"])

    await ann.presses(place.name, on=await page_with(ann, asked, place.name, knowledge))
    again = await ann.sees(lambda message: message is asked and knowledge.words["country.which"] not in message.text)

    assert place.ambulance in again.text.splitlines()[0]
    assert knowledge.flags[HEAVY_FLAG].title in again.text


async def page_with(ann: Person, message: Message, label: str, knowledge: Knowledge) -> Message:
    """Turn the pages of a list until a button is there."""
    while label not in message.labels:
        before = message.labels
        await ann.presses(knowledge.words["button.page_on"], on=message)
        await ann.sees(lambda shown, before=before: shown is message and shown.labels != before)  # type: ignore[misc]
    return message


async def test_the_desk_hears_of_somebody_whose_answer_was_sent_just_before_the_process_ended(
    bot: Running, ann: Person, server: Server, knowledge: Knowledge
) -> None:
    order = server.order(faults.server_error(), times=None, chat=bot.desk)
    answer = await ann.asks(HEAVY)
    await server.called("sendMessage", chat=bot.desk)
    await bot.stop()
    order.cancel()

    await bot.start()

    assert await ann.sees(knowledge.words["status.told_alarm"]) is answer
    assert len(ann.private.messages) == len(bot.desk.messages) == 1


async def test_a_button_on_a_message_too_old_to_read_asks_for_a_person_all_the_same(
    bot: Running, ann: Person, server: Server, knowledge: Knowledge
) -> None:
    answer = await ann.asks("hello")
    shown = answer.text
    old = {"chat": ann.private.chat.wire(), "message_id": answer.message_id, "date": 0}
    query = {"id": "1", "from": ann.user.wire(), "chat_instance": "1", "message": old, "data": f"{Deed.PERSON}:"}

    server.feed.push_raw({"callback_query": query})
    told = await ann.sees(knowledge.words["status.told_asked"])

    assert told is not answer
    assert answer.text == shown
    assert len(bot.desk.messages) == 1


async def test_a_crisis_gets_its_own_words_and_the_desk_is_told_that_it_is_one(
    bot: Running, ann: Person, assistant: Assistant, knowledge: Knowledge
) -> None:
    crises = [flag for flag in knowledge.flags.values() if flag.pathway == "crisis"]
    assert crises

    for flag in crises:
        phrase = next(iter(next(iter(flag.phrases.values()))))
        answer = await ann.asks(phrase)
        assert answer.text.startswith(assistant.reply(phrase).blocks[0]), flag.id

    await bot.desk.sees(knowledge.words["note.crisis"])


@pytest.mark.usefixtures("bot")
async def test_low_words_get_the_crisis_line_behind_a_button(ann: Person, knowledge: Knowledge) -> None:
    answer = await ann.asks(knowledge.soft_signals.words[0])

    await ann.presses(knowledge.words["button.crisis_line"], on=answer)

    await ann.sees(knowledge.places.unknown.crisis)


@pytest.mark.parametrize("how", ["typed", "tapped"])
async def test_a_yes_to_the_question_after_low_words_is_a_crisis(
    how: str, bot: Running, ann: Person, knowledge: Knowledge
) -> None:
    answer = await ann.asks(knowledge.soft_signals.words[0])

    if how == "typed":
        await ann.writes("yes")
    else:
        await ann.presses(knowledge.words["button.yes"], on=answer)
    card = await ann.sees(knowledge.words["status.told_alarm"])

    flag = knowledge.flags[str(knowledge.soft_signals.flag)]
    assert card.text.startswith(flag.say["emergency"][0].partition("{")[0])
    assert flag.title in bot.desk.last.text


async def test_a_desk_that_cannot_be_seen_is_reported_at_start(
    idle: Running, town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = town.group("Elsewhere", [idle.volunteer], bot=None)

    await idle.start(desk=elsewhere.id)

    assert "ESCALATION_CHAT_ID" in capsys.readouterr().out
