"""Between a person and their volunteer: words pass through the bot, and neither sees the other's account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.telegram.buttons import Deed
from tests.scenarios.desk.test_cards import a_case
from tests.scenarios.examples import HEAVY

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage
    from tests.standin import Message

HELLO = "hello there, how are you doing right now"
FINE = "a bit better now thank you for writing"


async def claimed(stage: Stage) -> Message:
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)
    return card


async def talking(stage: Stage) -> Message:
    """Let the volunteer have the case, and the line be open; gives the card."""
    card = await claimed(stage)
    await stage.presses(stage.ann, "button.talk", stage.ann.private.last)
    return card


async def test_what_the_volunteer_answers_to_the_card_reaches_the_person(stage: Stage) -> None:
    card = await claimed(stage)

    await stage.vera.writes(HELLO, to=stage.desk, reply_to=card)
    seen = await stage.ann.sees(HELLO)

    assert seen.text.startswith(stage.words["relay.volunteer"])
    assert all(secret not in seen.html for secret in ("Veronika", str(stage.vera.id), "tg://"))
    assert stage.words["button.talk"] in seen.labels


async def test_once_the_line_is_open_what_the_person_writes_reaches_the_volunteer(stage: Stage) -> None:
    card = await talking(stage)

    await stage.ann.writes(FINE)
    seen = await stage.desk.sees(FINE)
    await stage.settled()

    assert seen.reply_to is card
    assert seen.text.startswith(stage.words["relay.person"])
    assert stage.ann.private.last.text == stage.words["relay.open"]


async def test_an_answer_to_the_volunteers_message_opens_the_line(stage: Stage) -> None:
    card = await claimed(stage)
    await stage.vera.writes(HELLO, to=stage.desk, reply_to=card)
    seen = await stage.ann.sees(HELLO)

    await stage.ann.writes(FINE, reply_to=seen)

    await stage.desk.sees(FINE)


async def test_before_that_nothing_is_passed_on_and_the_bot_says_so(stage: Stage) -> None:
    await claimed(stage)

    answer = await stage.ann.asks(stage.question)
    await stage.settled()

    assert stage.words["relay.not_read"] in answer.text
    assert all(stage.question not in message.text for message in stage.desk.messages)


async def test_the_volunteer_answers_what_was_passed_on(stage: Stage) -> None:
    await talking(stage)
    await stage.ann.writes(FINE)
    seen = await stage.desk.sees(FINE)

    await stage.vera.writes(HELLO, to=stage.desk, reply_to=seen)

    await stage.ann.sees(HELLO)


async def test_edits_are_carried_over_both_ways(stage: Stage) -> None:
    card = await talking(stage)
    hers = await stage.vera.writes(HELLO, to=stage.desk, reply_to=card)
    at_ann = await stage.ann.sees(HELLO)
    his = await stage.ann.writes(FINE)
    at_desk = await stage.desk.sees(FINE)

    await stage.vera.edits(hers, "hello again, and sorry for the slip")
    await stage.ann.edits(his, "a lot better now thank you")
    await stage.settled()

    assert "sorry for the slip" in at_ann.text
    assert "a lot better" in at_desk.text
    assert HELLO not in at_ann.text


async def test_the_bot_keeps_answering_about_emergencies_while_the_line_is_open(stage: Stage) -> None:
    await talking(stage)

    await stage.ann.writes(HEAVY)
    card = await stage.ann.sees(lambda message: message.text.startswith(stage.assistant.reply(HEAVY).blocks[0]))
    passed = await stage.desk.sees(HEAVY)

    assert card.reply_to is not None
    assert passed.text.startswith(stage.words["relay.person"])


async def test_pictures_pass_only_once_the_person_has_agreed(stage: Stage) -> None:
    card = await talking(stage)
    sent = await stage.ann.sends_photo()
    asked = await stage.ann.sees(stage.words["relay.ask_pictures"])
    refused = await stage.vera.sends_photo(to=stage.desk, reply_to=card)
    hint = await stage.desk.sees(stage.words["relay.no_pictures"])
    await stage.settled()
    before = [message for message in stage.desk.messages if message.media]

    await stage.presses(stage.ann, "button.pictures", asked)
    await stage.ann.sends_voice()
    await stage.vera.sends_photo(to=stage.desk, reply_to=card)
    await stage.settled()

    assert before == []
    assert hint.reply_to is refused
    assert asked.reply_to is sent
    assert [list(message.media) for message in stage.desk.messages if message.media] == [["photo"], ["voice"]]
    assert [list(message.media) for message in stage.ann.private.messages if message.media] == [["photo"]]


async def test_once_agreed_each_picture_of_an_album_passes_and_before_that_the_person_is_asked_once(
    stage: Stage,
) -> None:
    await talking(stage)
    for _ in range(3):
        await stage.ann.sends_photo(extra={"media_group_id": "before"})
    asked = await stage.ann.sees(stage.words["relay.ask_pictures"])
    await stage.settled()
    questions = [message.text for message in stage.ann.private.messages].count(asked.text)
    await stage.presses(stage.ann, "button.pictures", asked)
    agreed = [list(message.media) for message in stage.desk.messages if message.media]

    for _ in range(3):
        await stage.ann.sends_photo(extra={"media_group_id": "after"})
    await stage.settled()

    assert questions == 1
    assert agreed == [["photo"]] * 3
    assert [list(message.media) for message in stage.desk.messages if message.media] == [["photo"]] * 6


async def test_an_album_with_words_below_it_passes_whole_after_a_restart_too(stage: Stage) -> None:
    await talking(stage)
    for words in ("these are from this morning", "", ""):
        await stage.ann.sends_photo(words, extra={"media_group_id": "with words"})
    asked = await stage.ann.sees(stage.words["relay.ask_pictures"])
    await stage.settled()
    await stage.bot.restart()

    await stage.presses(stage.ann, "button.pictures", asked)

    assert [message.text for message in stage.ann.private.messages].count(stage.words["relay.ask_pictures"]) == 0
    assert [message.text for message in stage.desk.messages if message.media] == ["these are from this morning", "", ""]
    assert asked.text == stage.words["relay.pictures_pass"]
    assert stage.bot.rows("SELECT id FROM parcels") == []


async def test_of_pictures_sent_one_by_one_only_that_which_was_agreed_to_passes(stage: Stage) -> None:
    await talking(stage)
    await stage.ann.sends_photo("the first of them")
    await stage.settled()
    await stage.ann.sends_photo("and the second one")
    await stage.settled()

    await stage.presses(stage.ann, "button.pictures", stage.ann.private.last)

    assert [message.text for message in stage.desk.messages if message.media] == ["and the second one"]


async def test_pictures_agreed_to_once_nobody_has_the_case_any_more_stay_with_the_person(stage: Stage) -> None:
    card = await talking(stage)
    await stage.ann.sends_photo()
    asked = await stage.ann.sees(stage.words["relay.ask_pictures"])
    await stage.settled()
    await stage.presses(stage.vera, "desk.hand_back", card)

    await stage.presses(stage.ann, "button.pictures", asked)

    assert [message for message in stage.desk.messages if message.media] == []
    assert asked.text == stage.words["relay.pictures_from_now"]


async def test_of_a_file_the_words_pass_and_the_person_hears_that_the_file_does_not(stage: Stage) -> None:
    await talking(stage)

    await stage.ann.sends("document", "here is my letter from the clinic")
    passed = await stage.desk.sees("here is my letter from the clinic")
    said = await stage.ann.sees(stage.words["relay.words_alone"])
    await stage.ann.sends("video")
    unread = await stage.ann.sees(stage.words["relay.only_these"])
    await stage.settled()

    assert passed.media == {}
    assert said.reply_to is not None
    assert unread.reply_to is not said.reply_to
    assert [message for message in stage.desk.messages if message.media] == []


async def test_an_album_of_the_volunteer_passes_whole_once_agreed_and_is_refused_once_before(stage: Stage) -> None:
    card = await talking(stage)
    for _ in range(3):
        await stage.vera.sends_photo(to=stage.desk, reply_to=card, extra={"media_group_id": "before"})
    await stage.desk.sees(stage.words["relay.no_pictures"])
    await stage.settled()
    refused = [message.text for message in stage.desk.messages].count(stage.words["relay.no_pictures"])
    await stage.ann.sends_photo()
    await stage.presses(stage.ann, "button.pictures", await stage.ann.sees(stage.words["relay.ask_pictures"]))

    for _ in range(3):
        await stage.vera.sends_photo(to=stage.desk, reply_to=card, extra={"media_group_id": "after"})
    await stage.settled()

    assert refused == 1
    assert [list(message.media) for message in stage.ann.private.messages if message.media] == [["photo"]] * 3


@pytest.mark.parametrize("end", ["stopped", "handed back"])
async def test_after_the_end_no_edit_is_carried_over(end: str, stage: Stage) -> None:
    card = await talking(stage)
    hers = await stage.vera.writes(HELLO, to=stage.desk, reply_to=card)
    at_ann = await stage.ann.sees(HELLO)
    if end == "stopped":
        await stage.ann.writes("/stop")
        await stage.ann.sees(stage.words["status.stopped"])
        await stage.settled()
    else:
        await stage.presses(stage.vera, "desk.hand_back", card)

    await stage.vera.edits(hers, "one more thing that nobody asked for")
    await stage.settled()

    assert HELLO in at_ann.text


async def test_what_the_person_edits_after_the_end_stays_with_them(stage: Stage) -> None:
    await talking(stage)
    his = await stage.ann.writes(FINE)
    at_desk = await stage.desk.sees(FINE)
    await stage.ann.writes("/stop")
    await stage.ann.sees(stage.words["status.stopped"])
    await stage.settled()

    await stage.ann.edits(his, "words for nobody at the desk any more")
    await stage.settled()

    assert FINE in at_desk.text


async def test_a_sticker_of_the_volunteer_is_not_passed_on_and_they_hear_so(stage: Stage) -> None:
    card = await talking(stage)

    await stage.vera.sends("sticker", to=stage.desk, reply_to=card)

    await stage.desk.sees(stage.words["relay.only_text"])


async def test_stop_ends_it_for_the_person_and_the_desk_sees_it(stage: Stage) -> None:
    card = await talking(stage)

    await stage.ann.writes("/stop")
    await stage.ann.sees(stage.words["status.stopped"])
    await stage.settled()
    await stage.vera.writes(HELLO, to=stage.desk, reply_to=card)
    await stage.desk.sees(stage.words["relay.over"])

    assert stage.words["card.over_stopped"] in card.text
    assert all(HELLO not in message.text for message in stage.ann.private.messages)


async def test_the_button_ends_it_too(stage: Stage) -> None:
    card = await claimed(stage)

    await stage.presses(stage.ann, "button.stop", stage.ann.private.last)

    assert stage.words["card.over_stopped"] in card.text


async def test_stop_with_nothing_open_says_so(stage: Stage) -> None:
    said = await stage.ann.asks("/stop")

    assert said.text == stage.words["stop.nothing"]


async def test_stop_by_the_volunteer_gives_the_case_back(stage: Stage) -> None:
    card = await talking(stage)

    await stage.vera.writes("/stop", to=stage.desk, reply_to=card)
    await stage.ann.sees(stage.words["status.free_again"])
    await stage.settled()

    assert card.labels == [stage.words["desk.claim"]]


async def test_stop_by_another_volunteer_gives_nothing_back_and_says_who_has_it(stage: Stage) -> None:
    card = await talking(stage)

    asked = await stage.wim.writes("/stop", to=stage.desk, reply_to=card)
    said = await stage.desk.sees(lambda message: message.reply_to is asked)
    await stage.settled()

    assert said.text == stage.words.get("desk.taken", name="Veronika")
    assert stage.bot.rows("SELECT stage, volunteer FROM cases") == [("claimed", stage.vera.id)]


async def test_a_person_who_blocked_the_bot_is_said_to_have(stage: Stage) -> None:
    card = await talking(stage)

    await stage.ann.blocks_bot()
    told = await stage.desk.sees(stage.words["relay.blocked"])
    await stage.vera.writes(HELLO, to=stage.desk, reply_to=card)
    await stage.settled()

    assert told.reply_to is card
    assert [message.text for message in stage.desk.messages].count(stage.words["relay.blocked"]) == 2


async def test_a_desk_that_threw_the_bot_out_is_owned_up_to(stage: Stage) -> None:
    await talking(stage)
    await stage.desk.removes_bot()

    answer = await stage.ann.asks(stage.question)

    assert stage.words["relay.not_passed_on"] in answer.text


async def test_who_has_not_claimed_is_told_that_nothing_was_passed_on(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.vera.writes(HELLO, to=stage.desk, reply_to=card)
    free = await stage.desk.sees(stage.words["relay.claim_first"])
    await stage.presses(stage.vera, "desk.claim", card)

    await stage.wim.writes(HELLO, to=stage.desk, reply_to=card)
    await stage.desk.sees(stage.words["relay.not_yours"])
    await stage.settled()

    assert free.reply_to is not None
    assert all(HELLO not in message.text for message in stage.ann.private.messages)


async def test_an_answer_to_any_line_below_the_card_belongs_to_the_case(stage: Stage) -> None:
    await a_case(stage)
    await stage.later(minutes=5.1)
    reminder = stage.desk.last
    await stage.presses(stage.vera, "desk.claim", stage.desk.messages[0])

    await stage.vera.writes(HELLO, to=stage.desk, reply_to=reminder)

    await stage.ann.sees(HELLO)


async def test_an_answer_to_what_belongs_to_no_case_is_not_passed_on_and_the_volunteer_hears_so(stage: Stage) -> None:
    await talking(stage)
    listed = await stage.vera.asks("/cases", to=stage.desk)

    said = await stage.vera.writes(HELLO, to=stage.desk, reply_to=listed)
    hint = await stage.desk.sees(stage.words["relay.which_case"])
    await stage.settled()

    assert hint.reply_to is said
    assert all(HELLO not in message.text for message in stage.ann.private.messages)


async def test_forgetting_takes_away_what_was_passed_on_and_what_was_said_of_the_person(stage: Stage) -> None:
    card = await talking(stage)
    await stage.ann.writes(FINE)
    await stage.desk.sees(FINE)
    await stage.ann.writes("my chest hurts and i cant breathe")
    await stage.settled()

    await stage.ann.asks("/forget")
    await stage.settled()

    assert stage.desk.messages == [card]
    assert card.text == stage.words["note.withdrawn"]


async def test_talk_among_volunteers_is_not_passed_on(stage: Stage) -> None:
    await talking(stage)
    said = await stage.wim.writes("shall we call the next shift", to=stage.desk)

    await stage.vera.writes("yes please do that", to=stage.desk, reply_to=said)
    await stage.vera.writes("i am on it", to=stage.desk)
    await stage.settled()

    assert len(stage.ann.private.messages) == 3


async def test_in_a_forum_what_the_volunteer_writes_in_the_topic_is_for_the_person(stage: Stage) -> None:
    forum = stage.town.group("Desk two", [stage.vera, stage.wim], admins=[stage.owner], bot="administrator", forum=True)
    await stage.bot.restart(desk=forum.id)
    await stage.ann.writes(HEAVY)
    await stage.ann.sees(stage.words["status.told_alarm"])
    (topic,) = forum.chat.topics.values()
    await stage.presses(stage.vera, "desk.claim", forum.last)

    await stage.vera.writes(HELLO, to=forum, topic=topic)
    await stage.ann.sees(HELLO)
    beside = await stage.wim.writes("which language do they speak", to=forum, topic=topic)
    await stage.vera.writes("english i think", to=forum, reply_to=beside)
    await stage.settled()

    assert all("english" not in message.text for message in stage.ann.private.messages)


async def test_what_passed_is_kept_by_numbers_alone(stage: Stage) -> None:
    await talking(stage)
    await stage.ann.writes(FINE)
    await stage.desk.sees(FINE)
    await stage.settled()

    (row,) = stage.bot.rows("SELECT chat, to_chat, person FROM relayed")
    assert row == (stage.ann.id, stage.desk.id, stage.ann.id)
    assert await stage.bot.erases(FINE.encode())  # the database's log is wiped a moment later


async def test_who_opens_the_line_before_anybody_has_the_case_is_told_when_it_begins(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.presses(stage.ann, "button.contact", stage.ann.private.messages[0])
    await stage.presses(stage.vera, "desk.claim", card)

    await stage.ann.writes(FINE)

    await stage.desk.sees(FINE)


test_who_opens_the_line_before_anybody_has_the_case_is_told_when_it_begins = pytest.mark.agreed(
    test_who_opens_the_line_before_anybody_has_the_case_is_told_when_it_begins
)


async def test_what_is_written_to_somebody_who_wrote_in_a_chats_name_goes_to_no_group(stage: Stage) -> None:
    await stage.promoted()
    await stage.owner.writes(HEAVY, to=stage.help, anonymous=True)
    card = await stage.desk.sees(stage.words["note.emergency"])
    await stage.settled()
    before = list(stage.help.messages)

    await stage.presses(stage.vera, "desk.claim", card)
    claimed = stage.desk.last
    await stage.vera.writes(HELLO, to=stage.desk, reply_to=card)
    await stage.vera.sends_photo(to=stage.desk, reply_to=card)
    await stage.settled()

    assert stage.help.messages == before
    assert claimed.text == stage.words["relay.nobody_known"]
    assert [message.text for message in stage.desk.messages[1:]] == [stage.words["relay.nobody_known"]] * 3


@pytest.mark.parametrize("deed", [Deed.TALK, Deed.PICTURES, Deed.STOP, Deed.CONTACT, Deed.WORDS])
async def test_somebody_elses_button_does_nothing(deed: Deed, stage: Stage) -> None:
    await claimed(stage)
    ((case_id,),) = stage.bot.rows("SELECT id FROM cases")
    before = stage.bot.rows("SELECT * FROM cases")
    his = await stage.bob.asks("hello")

    press = await (await stage.bob.forges(f"{deed}:{case_id}", on=his)).answered()
    await stage.settled()

    assert press.text in {stage.words["relay.over_for_you"], stage.words["button.old"]}
    assert stage.bot.rows("SELECT * FROM cases") == before


async def test_a_case_is_worked_on_where_it_stands_when_another_desk_is_chosen(stage: Stage) -> None:
    second = stage.town.group("Desk two", [stage.wim], admins=[stage.owner], bot=None)
    await second.adds_bot(by=stage.owner)
    await stage.promoted()
    await stage.chooses(stage.owner, "settings.change_desk", "Desk two")
    await stage.ann.asks("/start")
    await stage.ann.writes(HEAVY, to=stage.help)
    await second.sees(stage.words["note.emergency"])
    await stage.settled()
    card = second.last
    await stage.presses(stage.wim, "desk.claim", card)

    await stage.chooses(stage.owner, "settings.change_desk", "settings.usual")
    await stage.wim.writes(HELLO, to=second, reply_to=card)
    first = await stage.ann.sees(HELLO)
    await stage.bot.restart()
    await stage.wim.writes(FINE, to=second, reply_to=card)
    after_a_restart = await stage.ann.sees(FINE)

    assert first.text.startswith(stage.words["relay.volunteer"])
    assert after_a_restart.text.startswith(stage.words["relay.volunteer"])
