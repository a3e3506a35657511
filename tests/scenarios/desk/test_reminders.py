"""Nobody is forgotten: the desk is reminded, then others are called, and the person hears the truth at each step."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.telegram.buttons import Deed
from tests.scenarios.desk.test_cards import a_case
from tests.scenarios.examples import HEAVY
from tests.standin import faults

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage
    from tests.standin import Group


def heard(stage: Stage) -> list[str]:
    """What Annabella was told after her first answer."""
    return [message.text for message in stage.ann.private.messages[1:]]


async def asked_for(stage: Stage) -> None:
    """Let Annabella ask for a person."""
    answer = await stage.ann.asks(stage.question)
    await stage.presses(stage.ann, "button.person", answer)
    await stage.ann.sees(stage.words["status.told_asked"])
    await stage.settled()


async def test_an_emergency_that_nobody_takes_is_brought_up_again_after_five_minutes(stage: Stage) -> None:
    card = await a_case(stage)

    await stage.later(minutes=4)
    early = len(stage.desk.messages)
    await stage.later(minutes=1.1)

    assert early == 1
    reminder = stage.desk.last
    assert reminder.text == stage.words.get("desk.reminder", span="5 min")
    assert reminder.reply_to is card
    assert "5 min" in card.text
    assert heard(stage) == [stage.words["status.waiting"]]


async def test_after_ten_the_owners_are_called_and_the_person_hears_what_to_do_now(stage: Stage) -> None:
    ursula = stage.town.person("Ursula", started=True)
    await stage.bot.restart(owners=(ursula.id,))
    await a_case(stage)

    await stage.later(minutes=5.1)
    await stage.later(minutes=5.1)

    assert ursula.private.last.text.startswith(stage.words["desk.page"])
    assert len(heard(stage)) == 2
    assert heard(stage)[1].startswith(stage.words["status.nobody_free"].partition("{")[0])


async def with_a_second_chat(stage: Stage, bot: str = "member", *, forum: bool = False, basic: bool = False) -> Group:
    """Let the desk's administrator choose who is told second."""
    second = stage.town.group("Desk two", [stage.wim], admins=[stage.owner], bot=None, forum=forum, basic=basic)
    stage.desk.join(stage.owner.user, "administrator")
    await second.adds_bot(by=stage.owner, status=bot)
    await stage.settled()
    mine = await stage.owner.asks("/settings")
    await stage.presses(stage.owner, "Desk", mine)
    await stage.presses(stage.owner, "settings.change_backup", mine)
    await stage.presses(stage.owner, "Desk two", mine)
    return second


async def test_a_second_destination_is_called_before_the_owners(stage: Stage) -> None:
    ursula = stage.town.person("Ursula", started=True)
    await stage.bot.restart(owners=(ursula.id,))
    second = await with_a_second_chat(stage)
    await a_case(stage)

    await stage.later(minutes=5.1)
    await stage.later(minutes=5.1)

    assert second.last.text.startswith(stage.words["desk.page"])
    assert ursula.private.messages == []


async def test_who_is_called_second_can_take_the_case_where_they_are(stage: Stage) -> None:
    second = await with_a_second_chat(stage)
    first_card = await a_case(stage)
    await stage.later(minutes=5.1)
    await stage.later(minutes=5.1)
    page = second.last

    claimed = await stage.presses(stage.wim, "desk.claim", page)
    elsewhere = first_card.text, first_card.labels
    await stage.wim.writes("hello, i am with the second team", to=second, reply_to=page)
    passed = await stage.ann.sees("hello, i am with the second team")
    await stage.presses(stage.wim, "desk.cannot_reach", page)

    assert claimed == stage.words["desk.yours"]
    assert stage.words.get("card.claimed_elsewhere", name="Wilhelmus") in elsewhere[0]
    assert elsewhere[1] == []
    assert stage.words["card.over_unreached"] in first_card.text
    assert passed.text.startswith(stage.words["relay.volunteer"])
    assert stage.words["card.over_unreached"] in page.text
    assert heard(stage)[-1] == stage.words["status.unreached"]


async def test_a_claim_at_the_desk_shows_on_every_card_and_a_late_press_there_hears_who_has_it(stage: Stage) -> None:
    ursula = stage.town.person("Ursula", started=True)
    await stage.bot.restart(owners=(ursula.id,))
    card = await a_case(stage)
    await stage.later(minutes=5.1)
    await stage.later(minutes=5.1)
    page = ursula.private.last
    called = page.text

    await stage.presses(stage.vera, "desk.claim", card)
    taken = page.text
    await stage.presses(stage.vera, "desk.cannot_reach", card)

    assert called.startswith(stage.words["desk.page"])
    assert stage.words.get("card.claimed_elsewhere", name="Veronika") in taken
    assert stage.words["card.over_unreached"] in page.text


async def test_what_the_second_chat_gives_back_can_be_claimed_on_either_card(stage: Stage) -> None:
    second = await with_a_second_chat(stage)
    card = await a_case(stage)
    await stage.later(minutes=5.1)
    await stage.later(minutes=5.1)
    page = second.last
    await stage.presses(stage.wim, "desk.claim", page)

    await stage.presses(stage.wim, "desk.hand_back", page)
    free = page.labels, card.labels
    claimed = await stage.presses(stage.vera, "desk.claim", card)
    late = await (await stage.wim.forges(f"{Deed.CLAIM}:{case_of(stage)}", on=page)).answered()

    assert free == ([stage.words["desk.claim"]],) * 2
    assert claimed == stage.words["desk.yours"]
    assert late.text == stage.words.get("desk.taken", name="Veronika")
    assert stage.words.get("card.claimed_elsewhere", name="Veronika") in page.text


def case_of(stage: Stage) -> str:
    """The only case that there is."""
    ((case_id,),) = stage.bot.rows("SELECT id FROM cases")
    return str(case_id)


async def test_an_end_between_a_claim_and_its_showing_leaves_no_card_behind(stage: Stage) -> None:
    second = await with_a_second_chat(stage)
    card = await a_case(stage)
    await stage.later(minutes=5.1)
    await stage.later(minutes=5.1)
    stuck = stage.server.order(faults.server_error(), times=None, chat=stage.desk, method="editMessageText")
    before = len(stage.server.calls.of("editMessageText", chat=stage.desk))
    await stage.wim.presses(stage.words["desk.claim"], on=second.last)
    await stage.server.called("editMessageText", chat=stage.desk, times=before + 1)

    await stage.bot.dies()
    stuck.cancel()
    await stage.bot.start()
    await stage.settled()

    assert stage.words.get("card.claimed_elsewhere", name="Wilhelmus") in card.text
    assert card.labels == []
    assert [message.text for message in stage.ann.private.messages].count(stage.words["status.seen"]) == 1


async def test_a_case_that_nobody_takes_never_falls_silent(stage: Stage) -> None:
    second = await with_a_second_chat(stage)
    await a_case(stage)

    for _ in range(8):
        await stage.later(minutes=5.1)

    reminders = [stage.words.get("desk.reminder", span=span) for span in ("5 min", "20 min", "40 min")]
    assert [message.text for message in stage.desk.messages[1:]] == reminders
    page, *later = [message for message in second.messages if stage.words["welcome.does"] not in message.text]
    assert stage.words["desk.claim"] in page.labels
    assert [(message.text, message.reply_to) for message in later] == [(text, page) for text in reminders[1:]]
    listed = await stage.wim.asks("/cases", to=second)
    assert "40 min" in listed.text
    assert f"/{page.message_id}" in listed.html
    assert len(heard(stage)) == 2


async def test_a_second_chat_that_is_a_forum_has_a_topic_for_the_case_and_works_in_it(stage: Stage) -> None:
    second = await with_a_second_chat(stage, bot="administrator", forum=True)
    await a_case(stage)
    await stage.later(minutes=5.1)
    await stage.later(minutes=5.1)
    (topic,) = second.chat.topics.values()
    page = second.last
    await stage.presses(stage.wim, "desk.claim", page)

    await stage.wim.writes("hello, i am with the second team", to=second, topic=topic)
    await stage.ann.sees("hello, i am with the second team")
    await stage.presses(stage.wim, "desk.cannot_reach", page)

    assert page.thread_id == topic.thread_id
    assert topic.closed


async def test_a_second_chat_with_a_new_number_is_called_anew_in_its_turn(stage: Stage) -> None:
    second = await with_a_second_chat(stage, basic=True)
    await a_case(stage)
    await stage.later(minutes=5.1)
    await stage.later(minutes=5.1)
    await second.upgrades()
    await stage.settled()

    await stage.later(minutes=10.1)
    claimed = await stage.presses(stage.wim, "desk.claim", second.last)

    assert claimed == stage.words["desk.yours"]
    assert stage.bot.rows("SELECT count(*) FROM quarantine") == [(0,)]


async def test_until_they_are_called_the_second_chat_can_take_nothing(stage: Stage) -> None:
    second = await with_a_second_chat(stage)
    card = await a_case(stage)
    hello = second.last

    press = await stage.wim.forges(f"{Deed.CLAIM}:{case_of(stage)}", on=hello)
    await press.answered()

    assert press.text == stage.words["desk.gone"]
    assert stage.words["desk.claim"] in card.labels


async def test_where_the_desk_cannot_be_told_the_second_chat_has_the_case(stage: Stage) -> None:
    second = await with_a_second_chat(stage)
    await stage.desk.removes_bot()

    await stage.ann.writes(HEAVY)
    await stage.ann.sees(stage.words["status.told_alarm"])
    await stage.settled()

    assert stage.words["desk.claim"] in second.last.labels


async def test_owners_are_shown_the_way_to_the_card(stage: Stage) -> None:
    ursula = stage.town.person("Ursula", started=True)
    await stage.bot.restart(owners=(ursula.id,))
    card = await a_case(stage)

    await stage.later(minutes=5.1)
    await stage.later(minutes=5.1)

    assert f"t.me/c/{str(stage.desk.id)[4:]}/{card.message_id}" in ursula.private.last.html


async def test_who_asks_for_a_person_waits_thirty_minutes_before_the_desk_is_reminded(stage: Stage) -> None:
    await asked_for(stage)

    await stage.later(minutes=29)
    early = len(stage.desk.messages)
    await stage.later(minutes=1.1)

    assert early == 1
    assert stage.desk.last.text == stage.words.get("desk.reminder", span="30 min")


async def test_a_claim_ends_the_reminders(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)

    await stage.later(minutes=59)

    assert stage.desk.messages == [card]
    assert heard(stage) == [stage.words["status.seen"]]


async def test_who_has_a_case_is_asked_after_an_hour_and_after_three_whether_it_is_over(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)

    counted = []
    for _ in range(4):
        await stage.later(minutes=60.5)
        counted.append(len(stage.desk.messages))

    assert counted == [2, 2, 3, 3]
    assert stage.desk.last.text == stage.words.get("desk.still_yours", name="Veronika")
    assert stage.desk.last.reply_to is card


async def test_who_is_talking_with_the_person_or_gave_the_case_back_is_not_asked(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)
    await stage.later(minutes=30)
    await stage.vera.writes("how are you now, is anybody with you", to=stage.desk, reply_to=card)
    await stage.later(minutes=31)
    talking = len(stage.desk.messages)

    await stage.presses(stage.vera, "desk.hand_back", card)
    await stage.presses(stage.wim, "desk.claim", card)
    await stage.later(minutes=59)
    await stage.later(minutes=2)

    assert talking == 1
    assert [message.text for message in stage.desk.messages[1:]] == [
        stage.words.get("desk.still_yours", name="Wilhelmus")
    ]


async def test_a_case_that_was_handed_back_is_brought_up_again(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)
    await stage.later(minutes=20)
    await stage.presses(stage.vera, "desk.hand_back", card)

    await stage.later(minutes=5.1)

    assert stage.desk.last.text == stage.words.get("desk.reminder", span="5 min")


async def test_reminders_outlive_a_restart_and_come_once(stage: Stage) -> None:
    await a_case(stage)
    await stage.bot.stop()
    stage.town.clock.advance(5.1 * 60)

    await stage.bot.start()
    await stage.settled()
    await stage.bot.restart()
    await stage.settled()

    said = [message.text for message in stage.desk.messages]
    assert said.count(stage.words.get("desk.reminder", span="5 min")) == 1
    assert heard(stage) == [stage.words["status.waiting"]]


async def test_an_end_in_the_middle_of_a_reminder_loses_none_and_repeats_none(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.service.LAST_SECONDS", 0.05)
    await a_case(stage)
    stuck = stage.server.order(faults.server_error(), times=None, chat=stage.ann, method="sendMessage")
    stage.town.clock.advance(5.1 * 60)
    await stage.desk.sees(stage.words.get("desk.reminder", span="5 min"))
    await stage.server.called("sendMessage", chat=stage.ann, times=2)

    await stage.bot.stop()
    stuck.cancel()
    await stage.bot.start()
    await stage.ann.sees(stage.words["status.waiting"])
    await stage.settled()

    said = [message.text for message in stage.desk.messages]
    assert said.count(stage.words.get("desk.reminder", span="5 min")) == 1
    assert heard(stage) == [stage.words["status.waiting"]]


async def test_a_reminder_waits_for_a_database_that_is_full_and_then_comes_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.attempts.FIRST_REST", 0.05)
    monkeypatch.setattr("bot.jobs.attempts.LONGEST_REST", 0.05)
    await a_case(stage)
    await stage.settled()
    full = "CREATE TRIGGER full BEFORE UPDATE ON cases BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    change(stage, full)

    stage.town.clock.advance(5.1 * 60)
    await asyncio.sleep(0.3)
    meanwhile = len(stage.desk.messages)
    change(stage, "DROP TRIGGER full")
    await stage.desk.sees(stage.words.get("desk.reminder", span="5 min"))
    await stage.settled()

    assert meanwhile == 1
    assert [message.text for message in stage.desk.messages].count(stage.desk.last.text) == 1
    assert heard(stage) == [stage.words["status.waiting"]]


def change(stage: Stage, statement: str) -> None:
    """Change the database past the bot, as a full disk would."""
    with closing(sqlite3.connect(stage.bot.database)) as other:
        other.execute(statement)
        other.commit()


async def test_where_the_desk_cannot_be_told_the_owners_are_called_at_once(stage: Stage) -> None:
    ursula = stage.town.person("Ursula", started=True)
    await stage.bot.restart(owners=(ursula.id,))
    await stage.desk.removes_bot()

    await stage.ann.writes(HEAVY)
    await stage.ann.sees(stage.words["status.not_told_alarm"])
    await stage.settled()

    assert ursula.private.last.text.startswith(stage.words["desk.page"])


async def test_a_desk_that_is_slow_to_take_the_note_is_owned_up_to_until_it_has(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.cases.escalation.FIRST_TRY", 0.05)
    slow = stage.server.order(faults.server_error(), times=None, chat=stage.desk, method="sendMessage")

    await stage.ann.writes(HEAVY)
    told = await stage.ann.sees(stage.words["status.not_yet"])
    slow.cancel()
    await stage.ann.sees(stage.words["status.told_alarm"])
    await stage.settled()

    assert stage.words["status.told_alarm"] in told.text
    assert stage.words["status.not_yet"] not in told.text
    assert len(stage.desk.messages) == 1


@pytest.mark.parametrize("has_owner", [True, False])
async def test_a_new_danger_that_a_lost_desk_cannot_be_told_goes_beyond_it(stage: Stage, *, has_owner: bool) -> None:
    ursula = stage.town.person("Ursula", started=True)
    await stage.bot.restart(owners=(ursula.id,) if has_owner else ())
    await asked_for(stage)
    await stage.desk.removes_bot()

    await stage.ann.writes(HEAVY)
    line = "status.told_alarm" if has_owner else "status.not_told_alarm"
    await stage.ann.sees(stage.words[line])
    await stage.settled()

    called = [message.text.startswith(stage.words["desk.page"]) for message in ursula.private.messages]
    assert called == [True] * has_owner
    assert stage.bot.rows("SELECT level FROM cases") == [(3,)]


async def test_what_has_become_an_emergency_waits_no_longer_than_one(stage: Stage) -> None:
    await asked_for(stage)
    await stage.ann.writes(HEAVY)
    await stage.settled()

    await stage.later(minutes=5.1)

    assert stage.desk.last.text == stage.words.get("desk.reminder", span="5 min")


async def test_quiet_hours_hold_back_all_but_emergencies(stage: Stage) -> None:
    stage.desk.join(stage.owner.user, "administrator")
    mine = await stage.owner.asks("/settings")
    await stage.presses(stage.owner, "Desk", mine)
    await stage.presses(stage.owner, "settings.change_quiet", mine)
    ten_in_the_evening = (22 * 3600 - stage.town.clock.now()) % (24 * 3600)
    await stage.later(minutes=ten_in_the_evening / 60)
    await asked_for(stage)

    await stage.later(minutes=120)
    at_night = len(stage.desk.messages)
    assert stage.words.get("status.asleep", span="8 h 59 min") in stage.ann.private.messages[-1].text
    await stage.bob.writes(HEAVY)
    told = await stage.bob.sees(stage.words["status.told_alarm"])
    assert stage.words["status.asleep"].partition("{")[0] not in told.text
    await stage.later(minutes=5.1)
    emergency = stage.desk.last.text
    await stage.later(minutes=6 * 60 + 56)

    assert at_night == 1
    assert emergency == stage.words.get("desk.reminder", span="5 min")
    assert [message.text for message in stage.desk.messages].count(
        stage.words.get("desk.reminder", span="9 h 1 min")
    ) == 1


async def test_the_desk_sleeps_by_the_clocks_where_it_is_and_its_cards_show_their_time(stage: Stage) -> None:
    stage.desk.join(stage.owner.user, "administrator")
    mine = await stage.owner.asks("/settings")
    await stage.presses(stage.owner, "Desk", mine)
    await stage.presses(stage.owner, "settings.change_quiet", mine)
    await stage.presses(stage.owner, "settings.change_zone", mine)
    now = datetime.fromtimestamp(stage.town.clock.now(), UTC)
    await stage.presses(stage.owner, f"{now.astimezone(ZoneInfo('Asia/Tokyo')):%a %H:%M}", mine)
    while "Asia/Tokyo" not in mine.labels:
        await stage.presses(stage.owner, "button.page_on", mine)
    await stage.presses(stage.owner, "Asia/Tokyo", mine)
    # Ten in the evening there.
    await stage.later(minutes=((13 * 3600 - stage.town.clock.now()) % (24 * 3600)) / 60)
    await asked_for(stage)

    await stage.later(minutes=120)
    at_night = len(stage.desk.messages)
    await stage.later(minutes=7 * 60 + 1)

    assert stage.words.get("settings.zone", zone="Asia/Tokyo") in mine.text
    assert "22:00 JST" in stage.desk.messages[0].text
    assert at_night == 1
    assert stage.desk.last.text == stage.words.get("desk.reminder", span="9 h 1 min")


async def test_after_a_day_a_case_ends_and_the_person_is_told(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)

    await stage.later(minutes=24 * 60 + 1)

    assert stage.words["card.over_expired"] in card.text
    assert heard(stage)[-1] == stage.words["status.expired"]


async def test_who_is_taken_up_late_has_a_day_from_then(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.later(minutes=23 * 60)
    await stage.presses(stage.vera, "desk.claim", card)

    await stage.later(minutes=23 * 60)
    still = card.labels
    await stage.later(minutes=61)

    assert stage.words["desk.resolve"] in still
    assert stage.words["card.over_expired"] in card.text


async def test_who_was_never_in_private_is_told_where_they_asked(stage: Stage) -> None:
    await stage.promoted()
    await stage.ann.writes(HEAVY, to=stage.help)
    await stage.desk.sees(stage.words["note.emergency"])
    await stage.settled()

    await stage.presses(stage.vera, "desk.claim", stage.desk.messages[0])

    assert stage.ann.shown_in(stage.help)[-1].text == stage.words["status.seen"]
    assert stage.ann.private.messages == []


async def test_who_cannot_be_told_hears_it_when_they_come_through_the_door(stage: Stage) -> None:
    await stage.ann.writes(f"/ask {HEAVY}", to=stage.help)
    card = await stage.desk.sees(stage.words["note.emergency"])
    line = await stage.help.sees(stage.words["group.line"])
    await stage.presses(stage.vera, "desk.claim", card)
    hint = stage.desk.last.text

    await stage.presses(stage.ann, "group.door", line)
    told, seen = stage.ann.private.messages
    await stage.presses(stage.ann, "button.talk", seen)
    await stage.ann.writes("i am here now, thank you for coming")
    passed = await stage.desk.sees("i am here now, thank you for coming")

    assert hint == stage.words["relay.unreachable"]
    assert stage.words["status.told_before"] in told.text
    assert seen.text == stage.words["status.seen"]
    assert passed.text.startswith(stage.words["relay.person"])


async def test_an_emergency_number_of_their_country_stands_in_the_last_word(stage: Stage) -> None:
    place = stage.knowledge.places.places[0]
    await stage.ann.asks("/start")
    await stage.ann.writes("/country")
    asked = await stage.ann.sees(stage.words["country.which"])
    press = await stage.ann.forges(f"g:{place.code}", on=asked)
    await press.answered()
    await a_case(stage)

    await stage.later(minutes=5.1)
    await stage.later(minutes=5.1)

    assert place.ambulance in stage.ann.private.last.text
