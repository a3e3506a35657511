"""Somebody without a private chat: told where they asked, called there, and told how things are when they come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.scenarios.examples import HEAVY

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage
    from tests.standin import Message


async def in_danger(stage: Stage) -> Message:
    """Let Annabella be in danger in a group where nobody can be whispered to; gives the desk's card."""
    stage.town.bot.privacy_mode = False
    await stage.ann.writes(HEAVY, to=stage.help)
    await stage.desk.sees(stage.words["note.emergency"])
    await stage.settled()
    return stage.desk.last


def lines(stage: Stage) -> int:
    """Count the neutral lines in the group; there must be nothing else."""
    assert {message.text for message in stage.help.messages} <= {stage.words["group.line"]}
    return len(stage.help.messages)


async def test_they_are_called_when_somebody_is_there_for_them_below_what_they_wrote(stage: Stage) -> None:
    card = await in_danger(stage)
    (first,) = stage.help.messages

    await stage.presses(stage.vera, "desk.claim", card)

    called = stage.help.last
    assert lines(stage) == 2
    assert called.reply_to is first.reply_to
    await stage.presses(stage.ann, "group.door", called)
    assert stage.ann.private.opens_with(stage.words["start.greeting"])
    assert stage.ann.private.last.text == stage.words["status.seen"]


async def test_they_are_called_when_nobody_is_free_and_hear_so_with_the_numbers(stage: Stage) -> None:
    await in_danger(stage)

    await stage.later(minutes=5.1)
    waiting = lines(stage)
    await stage.later(minutes=5.1)
    called = stage.help.last
    await stage.later(minutes=10.1)
    await stage.presses(stage.ann, "group.door", called)

    assert (waiting, lines(stage)) == (1, 2)
    assert stage.ann.private.last.text.startswith(stage.words["status.nobody_free"].partition("{")[0])


async def test_who_has_blocked_the_bot_is_not_called_again(stage: Stage) -> None:
    await stage.ann.asks("/start")
    await stage.ann.blocks_bot()
    card = await in_danger(stage)

    await stage.presses(stage.vera, "desk.claim", card)

    assert lines(stage) == 1


async def test_in_a_forum_they_are_whispered_to_in_their_topic(stage: Stage) -> None:
    forum = stage.town.group("Forum", [stage.ann], admins=[stage.owner], bot="administrator", forum=True)
    topic = await forum.topic("Nights", by=stage.ann)
    await stage.ann.writes(HEAVY, to=forum, topic=topic)
    card = await stage.desk.sees(stage.words["note.emergency"])
    await stage.settled()

    await stage.presses(stage.vera, "desk.claim", card)

    assert stage.ann.shown_in(forum)[-1].text == stage.words["status.seen"]
    assert {message.thread_id for message in stage.ann.shown_in(forum)} == {topic.thread_id}


async def test_who_comes_in_by_any_door_hears_where_their_case_stands(stage: Stage) -> None:
    await in_danger(stage)
    await stage.later(minutes=31)

    await stage.presses(stage.ann, "group.door", stage.help.messages[0])

    greeting, told = stage.ann.private.messages
    assert greeting.text.startswith(stage.words["start.greeting"])
    assert told.text.startswith(stage.words["status.nobody_free"].partition("{")[0])


async def test_who_comes_in_after_the_end_hears_how_it_ended_once(stage: Stage) -> None:
    card = await in_danger(stage)
    await stage.presses(stage.vera, "desk.claim", card)
    await stage.presses(stage.vera, "desk.cannot_reach", card)

    await stage.ann.asks("/start")
    await stage.settled()
    await stage.ann.asks("/start")
    await stage.settled()

    said = [message.text for message in stage.ann.private.messages]
    assert said.count(stage.words["status.unreached"]) == 1


async def test_a_group_with_a_new_number_is_still_where_they_are_told(stage: Stage) -> None:
    old = stage.town.group("Old", [stage.ann], admins=[stage.owner], basic=True, bot="administrator")
    await stage.ann.writes(f"/ask {HEAVY}", to=old)
    card = await stage.desk.sees(stage.words["note.emergency"])
    await stage.settled()
    await old.upgrades()
    await stage.ann.writes("is anybody there", to=old)
    await stage.settled()

    await stage.presses(stage.vera, "desk.claim", card)

    assert stage.ann.shown_in(old)[-1].text == stage.words["status.seen"]
    assert stage.bot.rows('SELECT "group", asked FROM cases') == [(old.id, None)]
    assert stage.bot.rows("SELECT count(*) FROM quarantine") == [(0,)]
