"""Danger in a group is always acted on, asked or not: the person is told privately, and the desk is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.assistant.manners import Move
from bot.telegram.groups import talk
from tests.scenarios.examples import HEAVY, HEAVY_DENIED, HEAVY_FLAG
from tests.standin import faults

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage
    from tests.standin import Message


async def a_danger(stage: Stage, text: str = HEAVY) -> Message:
    """Let Ann write of a danger in the group; gives the desk's card."""
    await stage.ann.writes(text, to=stage.help)
    card = await stage.desk.sees(stage.words["desk.claim"] and stage.knowledge.flags[HEAVY_FLAG].title)
    await stage.settled()
    return card


async def test_where_the_bot_can_whisper_the_person_alone_sees_what_to_do(stage: Stage) -> None:
    await stage.promoted()

    await a_danger(stage)

    card, told = stage.ann.shown_in(stage.help)
    assert card.text.startswith(stage.assistant.reply(HEAVY).blocks[0])
    assert told.text == stage.words["status.told_alarm"]
    assert stage.help.messages == []
    assert stage.bob.shown == []


async def test_elsewhere_a_neutral_line_shows_the_door_and_the_card_waits_behind_it(stage: Stage) -> None:
    stage.town.bot.privacy_mode = False

    await a_danger(stage)
    (line,) = stage.help.messages
    await stage.presses(stage.ann, "group.door", line)

    assert line.text == stage.words["group.line"]
    assert stage.ann.private.opens_with(stage.assistant.reply(HEAVY).blocks[0])
    assert stage.words["status.told_before"] in stage.ann.private.last.text


async def test_whoever_has_a_private_chat_is_written_to_there(stage: Stage) -> None:
    stage.town.bot.privacy_mode = False
    await stage.ann.asks("/start")

    await a_danger(stage)

    assert stage.ann.private.opens_with(stage.assistant.reply(HEAVY).blocks[0])
    assert stage.words["status.told_alarm"] in stage.ann.private.last.text
    assert stage.help.messages == []


async def test_who_has_a_private_chat_is_told_there_too_where_the_bot_can_whisper(stage: Stage) -> None:
    await stage.promoted()
    await stage.ann.asks("/start")

    await a_danger(stage)

    (whispered,) = stage.ann.shown_in(stage.help)
    kept = stage.ann.private.last
    assert all(told.text.startswith(stage.assistant.reply(HEAVY).blocks[0]) for told in (whispered, kept))
    assert stage.words["status.told_alarm"] in kept.text
    assert stage.words["button.contact"] in kept.labels
    assert stage.help.messages == []


async def test_somebody_who_blocked_the_bot_still_sees_the_door(stage: Stage) -> None:
    stage.town.bot.privacy_mode = False
    await stage.ann.asks("/start")
    await stage.ann.blocks_bot()

    await a_danger(stage)

    assert [message.text for message in stage.help.messages] == [stage.words["group.line"]]


async def test_a_private_message_goes_to_nobody_who_never_opened_the_private_chat(stage: Stage) -> None:
    stage.town.bot.privacy_mode = False

    await a_danger(stage)

    assert stage.ann.private.messages == []


async def test_the_desk_gets_a_card_without_the_person_their_words_or_the_group(stage: Stage) -> None:
    await stage.promoted()

    card = await a_danger(stage)

    assert all(secret not in card.html for secret in (stage.ann.name, str(stage.ann.id), HEAVY, "tg://"))


async def test_a_second_message_about_it_opens_no_second_case(stage: Stage) -> None:
    await stage.promoted()

    await a_danger(stage)
    await a_danger(stage)

    assert len(stage.desk.messages) == 1
    assert len(stage.bot.rows("SELECT id FROM cases")) == 1


async def test_what_is_denied_is_no_danger(stage: Stage) -> None:
    await stage.promoted()

    await stage.ann.writes(HEAVY_DENIED, to=stage.help)
    await stage.settled()

    assert stage.desk.messages == []
    assert stage.ann.shown == []


@pytest.mark.parametrize("command", ["/ask@other_bot", "/settings", "/private", "/help"])
async def test_a_danger_behind_any_command_is_a_danger(command: str, stage: Stage) -> None:
    await stage.promoted()

    await a_danger(stage, f"{command} {HEAVY}")

    assert stage.ann.shown_in(stage.help)


async def test_a_danger_below_a_picture_is_a_danger(stage: Stage) -> None:
    await stage.promoted()

    await stage.ann.sends_photo(HEAVY, to=stage.help)
    await stage.desk.sees(stage.knowledge.flags[HEAVY_FLAG].title)
    await stage.settled()

    assert stage.ann.shown_in(stage.help)


async def test_an_edit_that_adds_a_danger_acts(stage: Stage) -> None:
    await stage.promoted()
    said = await stage.ann.writes("not so great today", to=stage.help)

    await stage.ann.edits(said, HEAVY)
    await stage.desk.sees(stage.knowledge.flags[HEAVY_FLAG].title)
    await stage.settled()

    assert stage.ann.shown_in(stage.help)


async def test_an_edit_that_takes_a_danger_away_cancels_nothing(stage: Stage) -> None:
    await stage.promoted()
    said = await stage.ann.writes(HEAVY, to=stage.help)
    await stage.desk.sees(stage.knowledge.flags[HEAVY_FLAG].title)
    await stage.settled()
    shown = list(stage.ann.shown)

    await stage.ann.edits(said, "never mind, all fine")
    await stage.settled()

    assert stage.ann.shown == shown
    assert stage.bot.rows("SELECT stage FROM cases") == [("open",)]


async def test_an_edit_that_repeats_a_danger_is_not_acted_on_twice(stage: Stage) -> None:
    await stage.promoted()
    said = await stage.ann.writes(HEAVY, to=stage.help)
    await stage.desk.sees(stage.knowledge.flags[HEAVY_FLAG].title)
    await stage.settled()
    shown = list(stage.ann.shown)

    await stage.ann.edits(said, f"{HEAVY} please")
    await stage.settled()

    assert stage.ann.shown == shown
    assert len(stage.desk.messages) == 1


async def test_an_update_that_comes_twice_is_acted_on_once(stage: Stage) -> None:
    await stage.promoted()
    stage.server.feed.twice = True

    await a_danger(stage)

    assert len(stage.desk.messages) == 1
    assert len(stage.ann.shown_in(stage.help)) == 2


@pytest.mark.public
async def test_public_answers_are_never_about_a_danger(stage: Stage) -> None:
    await stage.chooses(stage.owner, "settings.change_where")
    stage.help.chat.ours.clear()

    await stage.ann.writes(f"/ask {HEAVY}", to=stage.help)
    await stage.settled()

    assert [message.text for message in stage.help.messages] == [stage.words["group.line"]]


async def test_without_a_desk_the_person_is_told_what_to_do_and_nothing_that_is_not_so(stage: Stage) -> None:
    await stage.promoted()
    await stage.bot.restart(desk=None)

    await stage.ann.writes(HEAVY, to=stage.help)
    await stage.settled()

    (card,) = stage.ann.shown_in(stage.help)
    assert card.text.startswith(stage.assistant.reply(HEAVY).blocks[0])


async def test_a_desk_that_refuses_is_owned_up_to(stage: Stage) -> None:
    await stage.promoted()
    await stage.desk.removes_bot()

    await stage.ann.writes(HEAVY, to=stage.help)
    await stage.settled()

    assert stage.ann.shown_in(stage.help)[-1].text == stage.words["status.not_told_alarm"]


async def test_where_the_bot_may_not_write_the_desk_is_told_all_the_same(stage: Stage) -> None:
    stage.town.bot.privacy_mode = False
    await stage.help.mutes_bot()

    await a_danger(stage)

    assert stage.help.messages == []


async def test_a_group_that_must_wait_holds_up_nobody_in_danger(stage: Stage) -> None:
    stage.town.bot.privacy_mode = False
    slow = stage.server.order(faults.too_many_requests(1), times=None, chat=stage.help)

    await stage.ann.writes(HEAVY, to=stage.help)
    await stage.desk.sees(stage.knowledge.flags[HEAVY_FLAG].title)

    assert stage.help.messages == []
    slow.cancel()
    await stage.help.sees(stage.words["group.line"])


async def test_where_the_handler_fails_the_desk_is_told_and_a_door_is_shown(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError

    stage.town.bot.privacy_mode = False
    monkeypatch.setitem(talk.DEALT, Move.ALARM, fails)
    monkeypatch.setattr("bot.jobs.attempts.PAUSES", (0.01, 0.01))

    await stage.ann.writes(HEAVY, to=stage.help)
    await stage.desk.sees(stage.knowledge.flags[HEAVY_FLAG].title)
    await stage.help.sees(stage.words["group.line"])
    await stage.settled()

    assert len(stage.desk.messages) == 1


@pytest.mark.agreed
async def test_through_the_door_the_person_can_agree_that_a_volunteer_writes_to_them(stage: Stage) -> None:
    stage.town.bot.privacy_mode = False
    await a_danger(stage)
    await stage.presses(stage.ann, "group.door", stage.help.last)
    card = stage.ann.private.last

    await stage.presses(stage.ann, "button.contact", card)

    assert stage.words["consent.contact"] in card.text
    assert f"tg://user?id={stage.ann.id}" in stage.desk.messages[0].html
