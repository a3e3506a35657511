"""In its place: topics, threads, channels, anonymous administrators, other bots, groups that move or close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scenarios.examples import HEAVY, HEAVY_FLAG

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage


async def test_an_answer_lands_in_the_topic_of_the_question(stage: Stage) -> None:
    forum = stage.town.group("Forum", [stage.ann], admins=[stage.owner], forum=True)
    topic = await forum.topic("Nights", by=stage.ann)

    line = await stage.ann.asks(f"/ask {stage.question}", to=forum, topic=topic)

    assert line.thread_id == topic.thread_id


async def test_a_message_in_a_topic_that_the_bot_created_is_no_reply_to_it(stage: Stage) -> None:
    forum = stage.town.group("Forum", [stage.ann], admins=[stage.owner], forum=True, bot="administrator")
    made = await forum.topic("Made by the bot", by=stage.ann)
    assert made.created_by is not None
    made.created_by.sender = stage.town.bot.user

    await stage.ann.writes(stage.question, to=forum, topic=made)
    await stage.settled()

    assert stage.ann.shown == []


async def test_a_question_whose_message_is_gone_is_still_answered_in_its_topic(stage: Stage) -> None:
    forum = stage.town.group("Forum", [stage.ann], admins=[stage.owner], forum=True)
    topic = await forum.topic("Nights", by=stage.ann)
    stage.server.feed.hold()
    asked = await stage.ann.writes(f"/ask {stage.question}", to=forum, topic=topic)
    await stage.ann.deletes(asked)
    stage.server.feed.release()

    line = await forum.sees(stage.words["group.line"])

    assert line.thread_id == topic.thread_id


async def test_a_topic_can_be_switched_off_and_a_danger_there_is_acted_on(stage: Stage) -> None:
    forum = stage.town.group("Forum", [stage.ann], admins=[stage.owner], forum=True)
    topic = await forum.topic("Chat", by=stage.ann)
    door = await stage.owner.asks("/settings", to=forum, topic=topic)
    await stage.presses(stage.owner, "group.settings", door)
    menu = await stage.owner.sees(stage.words.get("settings.title", title="Forum"))
    await stage.presses(stage.owner, "settings.change_topic", menu)
    before = len(forum.messages)

    await stage.ann.writes(f"/ask {stage.question}", to=forum, topic=topic)
    await stage.settled()
    quiet = len(forum.messages)
    await stage.ann.asks(f"/ask {stage.question}", to=forum)
    await stage.ann.writes(f"/ask {HEAVY}", to=forum, topic=topic)
    await stage.desk.sees(stage.knowledge.flags[HEAVY_FLAG].title)
    await stage.settled()

    assert quiet == before
    assert [message.thread_id for message in forum.messages[before:]] == [None, topic.thread_id]


async def test_what_a_channel_posts_is_never_answered(stage: Stage) -> None:
    await stage.promoted()
    news = stage.town.channel("News", linked=stage.help)

    await news.posts(stage.question)
    await news.posts(HEAVY)
    await stage.settled()

    assert stage.help.messages == []
    assert stage.desk.messages == []


@pytest.mark.public
async def test_what_a_channel_posts_can_be_answered_if_that_was_chosen(stage: Stage) -> None:
    await stage.promoted()
    await stage.chooses(stage.owner, "settings.change_forwards", "settings.change_speak", "settings.change_where")
    stage.help.chat.ours.clear()
    news = stage.town.channel("News", linked=stage.help)

    await news.posts(stage.question)
    await stage.settled()

    assert stage.help.opens_with(stage.answer)


@pytest.mark.public
async def test_a_question_below_a_channels_post_is_asked_of_all_and_one_below_a_comment_of_somebody(
    stage: Stage,
) -> None:
    await stage.promoted()
    await stage.chooses(stage.owner, "settings.change_speak", "settings.change_where")
    stage.help.chat.ours.clear()
    news = stage.town.channel("News", linked=stage.help)
    await news.posts("our new opening hours")
    post = stage.help.log[-1]
    in_thread = {"message_thread_id": post.message_id}
    comment = await stage.bob.writes("very good to know", to=stage.help, reply_to=post, extra=in_thread)

    await stage.ann.writes(stage.question, to=stage.help, reply_to=comment, extra=in_thread)
    await stage.settled()
    to_bob = len(stage.help.messages)
    asked = await stage.ann.writes(stage.question, to=stage.help, reply_to=post, extra=in_thread)
    answer = await stage.help.sees(stage.answer)

    assert to_bob == 0
    assert answer.reply_to is asked
    assert answer.thread_id is None


async def test_a_call_in_a_thread_of_replies_is_answered_below_it(stage: Stage) -> None:
    said = await stage.bob.writes("who else is awake", to=stage.help)

    asked = await stage.ann.writes(
        f"/ask {stage.question}", to=stage.help, reply_to=said, extra={"message_thread_id": said.message_id}
    )
    line = await stage.help.sees(stage.words["group.line"])

    assert line.reply_to is asked
    assert line.thread_id is None


async def test_an_anonymous_administrator_cannot_open_the_settings(stage: Stage) -> None:
    await stage.owner.writes("/settings", to=stage.help, anonymous=True)
    said = await stage.help.sees(stage.words["group.administrator"])

    assert said.buttons == []


async def test_a_danger_written_in_a_chats_name_is_acted_on_without_knowing_whose(stage: Stage) -> None:
    await stage.promoted()

    await stage.owner.writes(HEAVY, to=stage.help, anonymous=True)
    await stage.desk.sees(stage.knowledge.flags[HEAVY_FLAG].title)
    line = await stage.help.sees(stage.words["group.line"])
    await stage.presses(stage.bob, "group.door", line)

    assert stage.bob.private.opens_with(stage.words["start.greeting"])


async def test_other_bots_are_never_answered(stage: Stage) -> None:
    stage.town.bot.sees_bots = True
    echo = stage.town.other_bot("Echo")
    stage.help.join(echo.user)
    await stage.promoted()

    for text in (f"/ask {stage.question}", HEAVY, f"@standin_test_bot {stage.question}"):
        await echo.writes(text, to=stage.help)
    await stage.settled()

    assert stage.help.messages == []
    assert stage.desk.messages == []


async def test_what_was_sent_by_way_of_a_bot_is_nobodys_own_words(stage: Stage) -> None:
    await stage.promoted()

    await stage.ann.writes(HEAVY, to=stage.help, via=stage.town.bot.user)
    await stage.ann.writes(stage.question, to=stage.help, via=stage.town.other_bot("Gif").user)
    await stage.settled()

    assert stage.ann.shown == []
    assert stage.desk.messages == []


async def test_what_was_forwarded_from_a_channel_is_nobodys_own_words(stage: Stage) -> None:
    await stage.promoted()
    origin = {"type": "channel", "date": 1, "message_id": 7, "chat": {"id": -1009, "type": "channel", "title": "News"}}

    await stage.ann.writes(HEAVY, to=stage.help, extra={"forward_origin": origin})
    await stage.settled()

    assert stage.desk.messages == []


async def test_a_group_that_becomes_a_supergroup_keeps_its_settings(stage: Stage) -> None:
    old = stage.town.group("Old", [stage.ann], admins=[stage.owner], basic=True)
    door = await stage.owner.asks("/settings", to=old)
    await stage.presses(stage.owner, "group.settings", door)
    menu = await stage.owner.sees(stage.words.get("settings.title", title="Old"))
    await stage.presses(stage.owner, "settings.change_cooldown", menu)

    await old.upgrades()
    await stage.settled()
    line = await stage.ann.asks("/private", to=old)

    assert line.text == stage.words["group.line"]
    assert stage.bot.rows("SELECT chat, json_extract(choices, '$.manners.cooldown') FROM groups") == [(old.id, 30)]


async def test_a_group_that_becomes_a_supergroup_is_not_welcomed_anew(stage: Stage) -> None:
    old = stage.town.group("Old", [stage.ann], admins=[stage.owner], basic=True, bot=None)
    await old.adds_bot(by=stage.owner)
    await stage.settled()
    await old.upgrades()
    await stage.settled()
    bot = {"id": stage.town.bot.user.id, "is_bot": True, "first_name": "Bot"}
    standing = {name: {"user": bot, "status": name} for name in ("left", "member")}

    stage.server.feed.push_raw(
        {
            "my_chat_member": {
                "chat": {"id": old.id, "type": "supergroup", "title": "Old"},
                "from": {"id": stage.owner.id, "is_bot": False, "first_name": "Ottoline"},
                "date": int(stage.town.clock.now()),
                "old_chat_member": standing["left"],
                "new_chat_member": standing["member"],
            }
        }
    )
    await stage.settled()

    welcomes = [message for chat in stage.server.world.groups for message in chat.ours if not message.is_service]
    assert len(welcomes) == 1


async def test_slow_mode_delays_a_line_and_loses_none(stage: Stage) -> None:
    stage.help.chat.slow_mode = 1

    await stage.ann.asks("/private", to=stage.help)
    await stage.bob.writes("/private", to=stage.help)
    await stage.help.sees(lambda message: message.reply_to is not None and message.reply_to.sender is stage.bob.user)

    assert len(stage.help.messages) == 2


@pytest.mark.parametrize("standing", ["muted", "removed"])
async def test_where_the_bot_may_not_write_nothing_breaks(standing: str, stage: Stage) -> None:
    if standing == "muted":
        await stage.help.mutes_bot()
    await stage.ann.writes("/private", to=stage.help)
    if standing == "removed":
        await stage.help.removes_bot()
    await stage.settled()

    answer = await stage.bob.asks(stage.question)

    assert answer.text.startswith(stage.answer)
    assert stage.bot.rows("SELECT count(*) FROM quarantine") == [(0,)]


async def test_a_bare_ask_below_ones_own_question_is_about_that(stage: Stage) -> None:
    said = await stage.ann.writes(stage.question, to=stage.help)

    line = await stage.ann.asks("/ask", to=stage.help, reply_to=said)
    await stage.presses(stage.ann, "group.door", line)

    assert stage.ann.private.opens_with(stage.answer)


async def test_where_not_even_the_door_can_be_shown_whoever_has_a_private_chat_is_answered_there(stage: Stage) -> None:
    await stage.ann.asks("/start")
    await stage.help.mutes_bot()

    await stage.ann.writes(f"/ask {stage.question}", to=stage.help)
    await stage.ann.sees(stage.answer)

    assert stage.ann.private.opens_with(stage.answer)


async def test_an_anonymous_administrator_who_asks_is_shown_the_way_to_the_private_chat(stage: Stage) -> None:
    await stage.owner.writes(f"/ask {stage.question}", to=stage.help, anonymous=True)
    line = await stage.help.sees(stage.words["group.line"])

    await stage.presses(stage.owner, "group.door", line)

    assert stage.owner.private.opens_with(stage.words["start.greeting"])
    assert stage.bot.rows("SELECT * FROM handoffs") == []


async def test_in_a_closed_topic_nothing_breaks(stage: Stage) -> None:
    forum = stage.town.group("Forum", [stage.ann], admins=[stage.owner], forum=True)
    topic = await forum.topic("Closed", by=stage.ann)
    stage.server.feed.hold()
    await stage.ann.writes(f"/ask {stage.question}", to=forum, topic=topic)
    topic.closed = True
    stage.server.feed.release()
    await stage.settled()

    answer = await stage.ann.asks(stage.question)

    assert answer.text.startswith(stage.answer)
